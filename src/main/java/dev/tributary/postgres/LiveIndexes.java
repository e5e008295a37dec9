package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Builds indexes while others write. An attempt that fails leaves an invalid index, which serves nobody and which IF NOT
 * EXISTS takes for a good one: it is swept before and after.
 */
final class LiveIndexes {
    private final Connection connection;
    private final LiveSettings settings;
    private final LiveRetry retry;

    LiveIndexes(Connection connection, LiveSettings settings, LiveRetry retry) {
        this.connection = connection;
        this.settings = settings;
        this.retry = retry;
    }

    /** Builds it, unless it is there; returns whether it did. */
    boolean build(LiveStep.ConcurrentIndex step) throws SQLException {
        String name = Identifier.quote(step.schema(), step.index());
        String here = "SELECT FROM pg_index WHERE indexrelid = to_regclass(" + Identifier.literal(name) + ")";
        sweep(step, here, name);
        if (LiveSql.holds(connection, "EXISTS (" + here + ")")) {
            requireSame(step.index(), step.table(), step.unique(), step.definition());
            return false;
        }
        try {
            retry.run(step.name(), settings.patience(), () -> {
                sweep(step, here, name);
                String definition = VectorIndexes.fitted(connection, step.table(), step.definition());
                return outsideTransaction("CREATE " + (step.unique() ? "UNIQUE " : "") + "INDEX CONCURRENTLY "
                        + Identifier.quote(step.index()) + " ON " + step.table() + " " + definition);
            });
        } catch (SQLException e) {
            sweepAfter(e, step, here, name);
            throw e;
        }
        return true;
    }

    private void sweepAfter(SQLException failure, LiveStep.ConcurrentIndex step, String here, String name) {
        try {
            sweep(step, here, name);
        } catch (SQLException e) {
            failure.addSuppressed(e); // the next run sweeps before it builds
        }
    }

    private void sweep(LiveStep.ConcurrentIndex step, String here, String name) throws SQLException {
        if (LiveSql.holds(connection, "EXISTS (" + here + " AND NOT indisvalid)")) {
            retry.run(
                    step.name(),
                    settings.patience(),
                    () -> outsideTransaction("DROP INDEX CONCURRENTLY IF EXISTS " + name));
        }
    }

    private boolean outsideTransaction(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + settings.patience().toMillis());
            return statement.execute(sql);
        }
    }

    /** An index of that name that somebody else made must be the one that is wanted, however it is stored. */
    void requireSame(String index, String table, boolean unique, String definition) throws SQLException {
        String name = Identifier.quote(InitialSchema.SCHEMA, index);
        String found = "regexp_replace(replace(pg_get_indexdef(indexrelid), 'mcp.', ''), ' WITH \\([^)]*\\)', '')";
        String wanted = definition
                .replaceFirst("^USING \\w+ ", "")
                .replaceFirst(" WITH \\([^)]*\\)", "")
                .replace("mcp.", "");
        String same = "EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass(" + Identifier.literal(name)
                + ") AND indrelid = to_regclass(" + Identifier.literal(table) + ") AND indisunique = " + unique
                + " AND "
                + found + " LIKE " + Identifier.literal("% USING %" + wanted) + ")";
        if (!LiveSql.holds(connection, same)) {
            throw new Fault(
                            "the index " + index + " exists and is not what it should be",
                            "expected: " + (unique ? "UNIQUE " : "") + "ON " + table + " " + definition,
                            "look at it, and drop it if nobody needs it: DROP INDEX CONCURRENTLY " + name)
                    .at(table);
        }
    }
}
