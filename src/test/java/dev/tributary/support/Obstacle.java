package dev.tributary.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Keeps a live step from ending, so that a trial finds a migration in the middle of exactly that step. Closing it lets the
 * step pass, and takes away whatever it was made of.
 */
public final class Obstacle implements AutoCloseable {
    /** The application name of the session that is in the way. */
    public static final String NAME = "the obstacle";

    private static final long KEY = 4_711;

    private final DataSource database;
    private final Connection session;
    private final String[] tidying;

    private Obstacle(DataSource database, String[] tidying, String... statements) throws SQLException {
        this.database = database;
        this.tidying = tidying;
        this.session = database.getConnection();
        run(session, "SET application_name = '" + NAME + "'");
        run(session, statements);
    }

    /** The backfill of this table changes so many rows, and waits at the next; what its batches committed is there. */
    public static Obstacle inBackfill(DataSource database, String table, int rows) throws SQLException {
        try (Connection connection = database.getConnection()) {
            run(
                    connection,
                    "CREATE SEQUENCE public.obstacle_rows",
                    """
                    CREATE FUNCTION public.obstacle() RETURNS TRIGGER LANGUAGE plpgsql AS $$
                    BEGIN
                      IF nextval('public.obstacle_rows') > %d THEN
                        PERFORM pg_advisory_xact_lock(%d);
                      END IF;
                      RETURN NEW;
                    END $$""".formatted(rows, KEY),
                    "CREATE TRIGGER obstacle BEFORE UPDATE ON " + table + " FOR EACH ROW"
                            + " WHEN (current_setting('application_name') = 'tributary')"
                            + " EXECUTE FUNCTION public.obstacle()");
        }
        return new Obstacle(
                database,
                new String[] {
                    "DROP TRIGGER obstacle ON " + table,
                    "DROP FUNCTION public.obstacle()",
                    "DROP SEQUENCE public.obstacle_rows"
                },
                "SELECT pg_advisory_lock(" + KEY + ")");
    }

    /** A concurrent index build waits for this old snapshot, when the index is there already and not yet valid. */
    public static Obstacle inIndexBuilds(DataSource database) throws SQLException {
        return new Obstacle(database, new String[0], "BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT 1");
    }

    /** Whoever changes or validates something of this table waits; writers do not. */
    public static Obstacle inMaintenance(DataSource database, String table) throws SQLException {
        return new Obstacle(
                database, new String[0], "BEGIN", "LOCK TABLE " + table + " IN SHARE UPDATE EXCLUSIVE MODE");
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        session.close();
        try (Connection connection = database.getConnection()) {
            awaitEnd(connection);
            run(connection, tidying);
        }
    }

    /** The server notices a little later that a session has ended, and only then gives its locks back. */
    private static void awaitEnd(Connection connection) throws SQLException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        try (Statement statement = connection.createStatement()) {
            while (System.nanoTime() < deadline) {
                try (ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name = '" + NAME + "'")) {
                    row.next();
                    if (row.getInt(1) == 0) {
                        return;
                    }
                }
            }
        }
        throw new IllegalStateException("the obstacle's session does not end");
    }
}
