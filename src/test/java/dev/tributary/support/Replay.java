package dev.tributary.support;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sqlite.SQLiteException;

/**
 * Runs recorded statements on two copies of a database, statement by statement, and says what a program would see that is
 * different: rows, rowcount, the generated key, the error. A statement that fails on either copy is taken back on both,
 * so that one difference does not cause the next.
 */
public final class Replay {
    private static final Pattern WRITES =
            Pattern.compile("(?is)\\s*(WITH\\b.*)?\\b(INSERT|REPLACE|UPDATE|DELETE)\\b.*");
    private static final Pattern INSERTS = Pattern.compile("(?is)\\s*(INSERT|REPLACE)\\b.*");
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}");
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Replay() {}

    /**
     * What one statement did.
     *
     * @param rows what it returned, each value with its storage class
     * @param rowcount rows that it changed, or -1 for a statement that does not write
     * @param generatedKey the rowid that an INSERT gave, or -1
     * @param error SQLite's code and words, or empty text
     */
    public record Outcome(List<String> rows, long rowcount, long generatedKey, String error) {}

    /** A statement that a program would see behave differently, and how. */
    public record Difference(String sql, Outcome before, Outcome after) {
        /** Everything that is different, one word each: rows, rowcount, generated key, error, message. */
        public List<String> kinds() {
            List<String> kinds = new ArrayList<>();
            if (!code(before.error()).equals(code(after.error()))) {
                kinds.add("error");
                return kinds; // a statement that failed on one side has nothing else to compare
            }
            if (!before.error().equals(after.error())) {
                kinds.add("message");
            }
            if (!before.rows().equals(after.rows())) {
                kinds.add("rows");
            }
            if (before.rowcount() != after.rowcount()) {
                kinds.add("rowcount");
            }
            if (before.generatedKey() != after.generatedKey()) {
                kinds.add("generated key");
            }
            return kinds;
        }

        private static String code(String error) {
            return error.replaceFirst(":.*", "");
        }
    }

    /** The statements of a script: each ends with a semicolon at the end of a line. */
    public static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        for (String part : script.replaceAll("(?m)^--.*\\R", "").split(";\\s*(\\R|$)")) {
            if (!part.isBlank()) {
                statements.add(part.strip());
            }
        }
        return statements;
    }

    /** Runs all statements on both files, and returns those that differ. */
    public static List<Difference> differences(Path before, Path after, List<String> statements) throws SQLException {
        List<Difference> differences = new ArrayList<>();
        // as any program opens them: without our driver, and without what it sets
        try (Connection one = DriverManager.getConnection("jdbc:sqlite:" + before);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + after)) {
            for (Connection each : List.of(one, other)) {
                execute(each, "CREATE TEMP TABLE replay_mark (mark INTEGER PRIMARY KEY)");
                each.setAutoCommit(false);
            }
            for (String sql : statements) {
                for (Connection each : List.of(one, other)) {
                    // a generated key is one that this statement gave, not one that an earlier one left behind
                    execute(each, "INSERT OR REPLACE INTO temp.replay_mark VALUES (-7)");
                    execute(each, "SAVEPOINT replay");
                }
                Difference difference = new Difference(sql, run(one, sql), run(other, sql));
                boolean failed =
                        !(difference.before().error() + difference.after().error()).isEmpty();
                for (Connection each : List.of(one, other)) {
                    if (failed) {
                        execute(each, "ROLLBACK TO replay");
                    }
                    execute(each, "RELEASE replay");
                }
                if (!difference.kinds().isEmpty()) {
                    differences.add(difference);
                }
            }
            one.commit();
            other.commit();
        }
        return differences;
    }

    private static Outcome run(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        rows.add(row(result));
                    }
                }
            }
        } catch (SQLiteException e) {
            return new Outcome(List.of(), -1, -1, e.getResultCode() + ": " + e.getMessage());
        }
        return new Outcome(
                rows,
                WRITES.matcher(sql).matches() ? number(connection, "SELECT changes()") : -1,
                INSERTS.matcher(sql).matches() ? number(connection, "SELECT last_insert_rowid()") : -1,
                "");
    }

    private static String row(ResultSet result) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            Object value = result.getObject(i);
            values.add(result.getMetaData().getColumnName(i) + "="
                    + (value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : masked(value)));
        }
        return String.join("|", values);
    }

    /** The present moment is not the same on both copies. */
    private static String masked(Object value) {
        if (value instanceof String text && TIMESTAMP.matcher(text).matches()) {
            Duration age = Duration.between(LocalDateTime.parse(text, FORMAT), LocalDateTime.now(ZoneOffset.UTC));
            if (age.abs().compareTo(Duration.ofMinutes(10)) < 0) {
                return "now";
            }
        }
        return Optional.ofNullable(value)
                .map(each -> each.getClass().getSimpleName() + ":" + each)
                .orElse("NULL");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
