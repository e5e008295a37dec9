package dev.tributary.migrate;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Flyway's history table, read without Flyway.
 *
 * @param exists whether there is one
 * @param rows its rows in order
 */
public record History(boolean exists, List<Row> rows) {
    /** The name that Flyway gives it unless told otherwise. */
    public static final String TABLE = "flyway_schema_history";

    private static final String BASELINE = "BASELINE";

    public History {
        rows = List.copyOf(rows);
    }

    /**
     * One row.
     *
     * @param version empty for a repeatable migration
     * @param type such as SQL, JDBC or BASELINE
     * @param script the file or class that Flyway ran
     */
    public record Row(String version, String type, String script, boolean success, String installedOn) {
        boolean isBaseline() {
            return BASELINE.equals(type);
        }
    }

    /** Reads it from a database of a connection. */
    static History read(Connection connection, String database, String table) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery("SELECT count(*) FROM " + Identifier.quote(database, "sqlite_schema")
                            + " WHERE type = 'table' AND name = " + Identifier.literal(table))) {
                row.next();
                if (row.getInt(1) == 0) {
                    return new History(false, List.of());
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT version, type, script, success, installed_on FROM "
                    + Identifier.quote(database, table) + " ORDER BY installed_rank")) {
                while (row.next()) {
                    String version = row.getString(1);
                    rows.add(new Row(
                            version == null ? "" : version,
                            row.getString(2),
                            row.getString(3),
                            row.getBoolean(4),
                            row.getString(5)));
                }
            }
        }
        return new History(true, rows);
    }

    /** Whether a version needs no run any more: it was applied, or lies at or below the baseline. */
    boolean covers(LedgerFile.Version version) {
        return rows.stream()
                .filter(Row::success)
                .anyMatch(row -> row.isBaseline()
                        ? compare(version.number(), row.version()) <= 0
                        : LedgerFile.sameNumber(version.number(), row.version()));
    }

    /** Whether a version was applied itself. */
    boolean applied(LedgerFile.Version version) {
        return rows.stream()
                .anyMatch(row ->
                        row.success() && !row.isBaseline() && LedgerFile.sameNumber(version.number(), row.version()));
    }

    /** Refuses a history that is not this target's: another sequence, or a newer Tributary's. */
    void requireOurs(Target target, LedgerFile ledger, Path file) {
        for (Row row : rows) {
            boolean known = row.isBaseline()
                    ? LedgerFile.sameNumber(ledger.first().number(), row.version())
                    : ledger.version(row.version())
                            .filter(version -> row.script().equals(version.file())
                                    || row.script().equals(target.migrationClass(version)))
                            .isPresent();
            if (known) {
                continue;
            }
            String newest = ledger.last().number();
            boolean newer = !row.version().isEmpty() && compare(row.version(), newest) > 0;
            throw new Fault(
                            "the Flyway history of " + file + " is not one of the target '" + target.name()
                                    + "': version '" + row.version() + "' is " + row.script(),
                            newer
                                    ? "this build knows the versions up to " + newest
                                            + ": the file was migrated by a newer Tributary, or by others"
                                    : "another sequence of migrations owns this file",
                            newer
                                    ? "use the newest Tributary, or name the right file"
                                    : "name the right file; two sequences cannot share one history table")
                    .at(file)
                    .at(TABLE);
        }
    }

    private static int compare(String one, String other) {
        return Long.compare(Long.parseLong(one), Long.parseLong(digits(other)));
    }

    private static String digits(String version) {
        return version.matches("\\d+") ? version : Long.toString(Long.MAX_VALUE);
    }
}
