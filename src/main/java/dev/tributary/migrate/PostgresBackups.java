package dev.tributary.migrate;

import dev.tributary.catalog.Query;
import dev.tributary.fault.Fault;
import dev.tributary.postgres.AdvisoryLocks;
import dev.tributary.postgres.Diagnosing;
import dev.tributary.postgres.PostgresFaults;
import dev.tributary.postgres.TableCounts;
import dev.tributary.safety.Cleanup;
import dev.tributary.safety.PgBackup;
import dev.tributary.safety.PgBackups;
import dev.tributary.safety.PgDatabase;
import dev.tributary.safety.PgTools;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Backups of a PostgreSQL database by its own programs, and the way back from one. */
public final class PostgresBackups {
    private static final int PER_MAJOR = 10_000;

    private final PgDatabase database;
    private final PgBackups backups;
    private final Duration runLock;

    /**
     * The backups of one database.
     *
     * @param folder where they are; it need not exist yet
     */
    public PostgresBackups(PgDatabase database, Path folder) {
        this.database = database;
        this.backups = new PgBackups(folder, Clock.systemUTC());
        this.runLock = PostgresSettings.defaults().runLock();
    }

    /** Where they are. */
    public Path folder() {
        return backups.folder();
    }

    /** All that are in the folder, newest first. */
    public List<PgBackup> list() {
        return backups.list();
    }

    /**
     * A backup that was made, and older ones that were removed for it.
     *
     * @param removed newest first; none unless the user said how many are to stay
     */
    public record Made(PgBackup backup, List<PgBackup> removed) {
        public Made {
            removed = List.copyOf(removed);
        }
    }

    /**
     * Makes a backup of one moment, between two migrations and never in the middle of one. The database is only read.
     *
     * @param reason one word for its name, such as {@code before-migrate}
     * @param keep how many of this database stay; the newest one from before a migration stays in any case
     */
    public Made make(String reason, OptionalInt keep, Cleanup cleanup, Consumer<String> waiting) {
        PgTools tools = cleanup.add(PgTools.onPath());
        try (Connection session = database.readOnly().getConnection()) {
            tools.require(major(session));
            AdvisoryLocks locks = new AdvisoryLocks(session);
            locks.takeOurs(runLock, waiting);
            try {
                PgBackup made = make(session, tools, reason);
                return new Made(
                        made, keep.isPresent() ? backups.keepNewest(keep.getAsInt(), made.database()) : List.of());
            } finally {
                locks.releaseAll();
            }
        } catch (SQLException e) {
            throw PostgresFaults.explain("the backup of mcp", e);
        }
    }

    /** What pg_dump reads and what is counted here is the same moment: the session shares its snapshot. */
    private PgBackup make(Connection session, PgTools tools, String reason) throws SQLException {
        Optional<String> version = new Diagnosing(session, Clock.systemUTC())
                .history().stream()
                        .filter(row -> row.success() && row.version().matches("0*[1-9]\\d*"))
                        .map(row -> "%03d".formatted(Integer.parseInt(row.version())))
                        .max(String::compareTo);
        try (Statement statement = session.createStatement()) {
            statement.execute("SET row_security = off"); // an error instead of rows that are hidden without a word
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            statement.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            try {
                String snapshot = Query.texts(session, "SELECT pg_catalog.pg_export_snapshot()")
                        .get(0);
                Map<String, Long> rows = TableCounts.of(session);
                String name = Query.texts(session, "SELECT pg_catalog.current_database()::text")
                        .get(0);
                return backups.create(tools, database, new PgBackups.Moment(snapshot, name, version, rows), reason);
            } finally {
                statement.execute("ROLLBACK");
            }
        }
    }

    /**
     * One of the backups.
     *
     * @param wanted its name in the list, or {@code latest} for the newest one of this database: a folder may hold those of
     *     others too
     * @throws Fault when there is none such
     */
    public PgBackup named(String wanted) {
        List<PgBackup> all = list();
        return all.stream()
                .filter(backup -> "latest".equals(wanted)
                        ? backup.database().equals(database.name())
                        : backup.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Fault(
                                "there is no backup '" + wanted + "' of the database " + database.name() + " in "
                                        + folder(),
                                all.isEmpty()
                                        ? "there are no backups there"
                                        : "there are " + all.size() + ", the newest: "
                                                + all.get(0).name() + " of the database "
                                                + all.get(0).database(),
                                "list them with: restore mcp; another folder is named with --backups, and a backup of another"
                                        + " database by its name")
                        .at(folder()));
    }

    static int major(Connection connection) throws SQLException {
        return (int) Query.number(connection, "SELECT current_setting('server_version_num')::bigint") / PER_MAJOR;
    }
}
