package dev.tributary.ledger;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table {@code tributary_ledger} of one target. */
public final class Ledger {
    /** The table's name, the same in every target. */
    public static final String TABLE = "tributary_ledger";

    private static final String CREATE = """
            CREATE TABLE tributary_ledger (
              id             INTEGER NOT NULL CONSTRAINT pk_tributary_ledger PRIMARY KEY,
              version        TEXT    NOT NULL,
              source         TEXT    NOT NULL,
              source_file    TEXT    NOT NULL,
              fingerprint    TEXT    NOT NULL,
              table_name     TEXT    NOT NULL,
              rows_read      INTEGER NOT NULL,
              rows_copied    INTEGER NOT NULL,
              rows_identical INTEGER NOT NULL,
              rows_changed   INTEGER NOT NULL,
              source_digest  TEXT    NOT NULL,
              target_digest  TEXT    NOT NULL,
              policy         TEXT    NOT NULL,
              tool_version   TEXT    NOT NULL,
              recorded_at    TEXT    NOT NULL,
              took_ms        INTEGER NOT NULL,
              statement      TEXT    NOT NULL
            )""";
    private static final String COLUMNS =
            "version, source, source_file, fingerprint, table_name, rows_read, rows_copied, rows_identical, rows_changed,"
                    + " source_digest, target_digest, policy, tool_version, recorded_at, took_ms, statement";

    private final Connection connection;
    private final String database;

    /** The ledger of an attached database, or of "main". */
    public Ledger(Connection connection, String database) {
        this.connection = connection;
        this.database = database;
    }

    /** Writes one entry, making the table first when this is the target's first one. */
    public void record(LedgerEntry entry) throws SQLException {
        if (!exists()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(CREATE);
            }
        }
        if (!hasStatements()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("ALTER TABLE " + table() + " ADD COLUMN statement TEXT NOT NULL DEFAULT ''");
            }
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table() + " (" + COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            int i = 0;
            insert.setString(++i, entry.version());
            insert.setString(++i, entry.source());
            insert.setString(++i, entry.file());
            insert.setString(++i, entry.fingerprint());
            insert.setString(++i, entry.table());
            insert.setLong(++i, entry.rowsRead());
            insert.setLong(++i, entry.rowsCopied());
            insert.setLong(++i, entry.rowsIdentical());
            insert.setLong(++i, entry.rowsChanged());
            insert.setString(++i, entry.sourceDigest());
            insert.setString(++i, entry.targetDigest());
            insert.setString(++i, entry.policy().name().toLowerCase(Locale.ROOT));
            insert.setString(++i, entry.toolVersion());
            insert.setString(++i, entry.recordedAt().toString());
            insert.setLong(++i, entry.took().toMillis());
            insert.setString(++i, entry.statement());
            insert.executeUpdate();
        }
    }

    /** All entries, oldest first; none when the target has no ledger yet. */
    public List<LedgerEntry> entries() throws SQLException {
        List<LedgerEntry> entries = new ArrayList<>();
        if (!exists()) {
            return entries;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT "
                        + (hasStatements() ? COLUMNS : COLUMNS.replace(", statement", ", ''")) + " FROM " + table()
                        + " ORDER BY id")) {
            while (row.next()) {
                int i = 0;
                entries.add(new LedgerEntry(
                        row.getString(++i),
                        row.getString(++i),
                        row.getString(++i),
                        row.getString(++i),
                        row.getString(++i),
                        row.getLong(++i),
                        row.getLong(++i),
                        row.getLong(++i),
                        row.getLong(++i),
                        row.getString(++i),
                        row.getString(++i),
                        policy(row.getString(++i)),
                        row.getString(++i),
                        Instant.parse(row.getString(++i)),
                        Duration.ofMillis(row.getLong(++i)),
                        row.getString(++i)));
            }
        }
        return entries;
    }

    /** Whether this table was in the target before Tributary was. */
    public boolean adopted(String tableName) throws SQLException {
        return entries().stream()
                .anyMatch(entry -> entry.policy() == LedgerEntry.Policy.ADOPTED
                        && entry.source().isEmpty()
                        && Identifier.same(entry.table(), tableName));
    }

    private static LedgerEntry.Policy policy(String stored) {
        try {
            return LedgerEntry.Policy.valueOf(stored.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Fault(
                            "the ledger holds an entry of an unknown kind: " + stored,
                            "it was written by a newer Tributary, or by hand",
                            "use the newest Tributary on this file")
                    .at(TABLE)
                    .revealedBy(e);
        }
    }

    private boolean exists() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) FROM " + Identifier.quote(database, "sqlite_schema")
                                + " WHERE type = 'table' AND name = '" + TABLE + "'")) {
            row.next();
            return row.getInt(1) == 1;
        }
    }

    /** Ledgers of the first builds had no column for what was dropped. */
    private boolean hasStatements() throws SQLException {
        return Query.number(
                        connection,
                        "SELECT count(*) FROM pragma_table_info('" + TABLE + "', " + Identifier.literal(database)
                                + ") WHERE name = 'statement'")
                == 1;
    }

    private String table() {
        return Identifier.quote(database, TABLE);
    }
}
