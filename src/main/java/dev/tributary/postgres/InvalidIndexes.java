package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Sweeps indexes whose build was broken off. IF NOT EXISTS would take them for made: they serve no query, and a unique one
 * is not enforced.
 */
public final class InvalidIndexes {
    /** The names that REINDEX CONCURRENTLY gives to the index it builds and to the one it replaces. */
    private static final String LEFT_BY_REINDEX = ".*_cc(new|old)\\d*";

    private InvalidIndexes() {}

    /**
     * What was done about one of them.
     *
     * @param index its name and its table's
     * @param action the statement that ran, or why none did
     * @param swept whether it is gone or valid now
     */
    public record Swept(String index, String action, boolean swept) {}

    /** Rebuilds each, without stopping writers; needs a connection that commits by itself. */
    public static List<Swept> sweep(Connection connection) throws SQLException {
        record Found(String name, String table, boolean partitioned) {}
        List<Found> invalid = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT c.relname, t.relname, c.relkind = 'I'
                          FROM pg_catalog.pg_index i
                          JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                          JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
                          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                         WHERE n.nspname = 'mcp' AND NOT i.indisvalid
                         ORDER BY 1""")) {
            while (row.next()) {
                invalid.add(new Found(row.getString(1), row.getString(2), row.getBoolean(3)));
            }
        }
        List<Swept> swept = new ArrayList<>();
        for (Found found : invalid) {
            String name = Identifier.quote(InitialSchema.SCHEMA, found.name());
            String index = found.name() + " on " + found.table();
            if (found.partitioned()) {
                // it becomes valid by itself with its last partition's index: a step that makes those does it
                swept.add(new Swept(index, "waits for an index of each partition; migrate again", false));
                continue;
            }
            String sql = found.name().matches(LEFT_BY_REINDEX)
                    ? "DROP INDEX CONCURRENTLY " + name
                    : "REINDEX INDEX CONCURRENTLY " + name;
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET lock_timeout = '5s'");
                statement.execute(sql);
            }
            swept.add(new Swept(index, sql, true));
        }
        return swept;
    }
}
