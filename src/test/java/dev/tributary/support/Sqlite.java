package dev.tributary.support;

import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Short ways to run SQL on a file. Each opens a connection of its own and closes it again. */
public final class Sqlite {
    private Sqlite() {}

    /** Runs statements one after the other; makes the file when it does not exist. */
    public static void run(Path file, String... statements) {
        try (ManagedConnection connection = SqliteFiles.openForWriting(file)) {
            withoutWaitingForTheDisk(connection);
            for (String sql : statements) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    /** Runs a text of many statements in one transaction; makes the file when it does not exist. */
    public static void script(Path file, String sql) {
        try (ManagedConnection connection = SqliteFiles.openForWriting(file);
                Statement statement = connection.createStatement()) {
            withoutWaitingForTheDisk(connection);
            statement.executeUpdate("BEGIN;\n" + sql + ";\nCOMMIT;");
        } catch (SQLException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    /** A file that is made for a test need not survive a power cut. */
    private static void withoutWaitingForTheDisk(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
        }
    }

    /** The rows of a query, each as its values joined by {@code |}, NULL as {@code NULL}. */
    public static List<String> rows(Path file, String sql) {
        try (ManagedConnection connection = SqliteFiles.openReadOnly(file, false);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    values.add(Optional.ofNullable(found.getString(i)).orElse("NULL"));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    /** The first value of the first row of a query. */
    public static String value(Path file, String sql) {
        return rows(file, sql).get(0);
    }

    /** The number that a query gives. */
    public static long number(Path file, String sql) {
        return Long.parseLong(value(file, sql));
    }
}
