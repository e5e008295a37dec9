package dev.tributary.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The few ways in which live steps talk to a connection. */
final class LiveSql {
    private LiveSql() {}

    /** What is done inside a transaction. */
    interface Work<T> {
        T run(Statement statement) throws SQLException;
    }

    /** Whether a condition holds now. */
    static boolean holds(Connection connection, String condition) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return holds(statement, condition);
        }
    }

    static boolean holds(Statement statement, String condition) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT coalesce((" + condition + "), false)")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** One transaction, in which every wait for a lock ends after the given time. */
    static <T> T inTransaction(Connection connection, Duration lockTimeout, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        T result;
        try (Statement statement = connection.createStatement()) {
            waitAtMost(statement, lockTimeout);
            result = work.run(statement);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            abandon(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
        return result;
    }

    /** From here to the end of the transaction. */
    static void waitAtMost(Statement statement, Duration lockTimeout) throws SQLException {
        statement.execute("SET LOCAL lock_timeout = " + lockTimeout.toMillis());
    }

    private static void abandon(Connection connection, Exception because) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            because.addSuppressed(e); // the connection is broken, and the server rolls back
        }
    }
}
