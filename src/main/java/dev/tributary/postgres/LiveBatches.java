package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs a backfill: short transactions over one range of rows after the other, with pauses between them. Rows that others
 * hold are stepped over and come in a later pass; it ends when no row is left. Nothing is remembered outside the rows
 * themselves, so it goes on wherever it was stopped.
 */
final class LiveBatches {
    private static final int ROWS_PER_BLOCK =
            60; // where the server has no statistics yet; rather too many than too few
    private static final int SMALLEST = 50;
    private static final int FIRST = 100; // what a row of this table costs is not known yet
    private static final double GROWTH = 1.5;

    private final Connection connection;
    private final LiveSettings settings;
    private final LivePace pace;
    private final LiveListener listener;
    private final LiveRetry retry;

    LiveBatches(Connection connection, LiveSettings settings, LivePace pace, LiveListener listener, LiveRetry retry) {
        this.connection = connection;
        this.settings = settings;
        this.pace = pace;
        this.listener = listener;
        this.retry = retry;
    }

    /** Changes all rows that are to be changed; returns how many. */
    long run(LiveStep.Backfill fill) throws SQLException {
        long all = 0;
        while (anyLeft(fill)) {
            long changed = pass(fill, " SKIP LOCKED");
            // what is left is held by others: wait for it, as any step does
            if (changed == 0 && pass(fill, "") == 0 && anyLeft(fill)) {
                throw new Fault(
                                "'" + fill.name() + "' finds rows that it cannot change",
                                "after a whole pass this still holds for some: " + fill.todo(),
                                "report this as a defect of Tributary")
                        .at(fill.table());
            }
            all += changed;
        }
        return all;
    }

    private boolean anyLeft(LiveStep.Backfill fill) throws SQLException {
        return LiveSql.holds(connection, "EXISTS (SELECT FROM " + fill.table() + " AS t WHERE " + fill.todo() + ")");
    }

    private long pass(LiveStep.Backfill fill, String lockedRows) throws SQLException {
        long all = 0;
        int rows = Math.min(FIRST, settings.batchRows());
        for (String leaf : leaves(fill.table())) {
            Ranges ranges = fill.key().isEmpty() ? new BlockRanges(leaf) : new KeyRanges(leaf, fill.key());
            for (Optional<String> range = ranges.next(rows); range.isPresent(); range = ranges.next(rows)) {
                String sql = statement(fill, leaf, range.get(), lockedRows);
                long began = pace.nanos();
                long changed = retry.run(
                        fill.name(),
                        settings.lockTimeout(),
                        () -> LiveSql.inTransaction(connection, settings.lockTimeout(), statement -> {
                            return statement.executeLargeUpdate(sql);
                        }));
                Duration took = Duration.ofNanos(pace.nanos() - began);
                listener.batchDone(fill.name(), changed);
                rows = next(rows, took);
                if (changed > 0) {
                    all += changed;
                    retry.pause(Duration.ofNanos((long) (took.toNanos() * settings.pauseFactor())));
                }
            }
        }
        return all;
    }

    /** A batch holds its rows until it ends: one that takes too long is a stall for whoever wants one of them. */
    private int next(int rows, Duration took) {
        if (took.compareTo(settings.batchTime()) > 0) {
            return Math.max(Math.min(SMALLEST, settings.batchRows()), rows / 2);
        }
        return Math.min(settings.batchRows(), (int) Math.ceil(rows * GROWTH));
    }

    /** NO KEY UPDATE is all that an UPDATE needs, and lets others insert rows that refer to these. */
    private static String statement(LiveStep.Backfill fill, String leaf, String range, String lockedRows) {
        List<String> join = fill.key().isEmpty()
                ? List.of("ctid")
                : fill.key().stream().map(LiveBatches::column).toList();
        return "WITH batch AS MATERIALIZED (SELECT "
                + join.stream().map(c -> "t." + c).collect(Collectors.joining(", "))
                + " FROM ONLY " + leaf + " AS t WHERE " + range + " AND (" + fill.todo() + ") FOR NO KEY UPDATE OF t"
                + lockedRows + ") UPDATE ONLY " + leaf + " AS t SET " + fill.set() + " FROM batch WHERE "
                + join.stream().map(c -> "t." + c + " = batch." + c).collect(Collectors.joining(" AND "));
    }

    private List<String> leaves(String table) throws SQLException {
        List<String> leaves = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT n.nspname, c.relname FROM (SELECT relid FROM pg_partition_tree("
                                + Identifier.literal(table) + "::regclass) WHERE isleaf UNION SELECT "
                                + Identifier.literal(table)
                                + "::regclass) AS l JOIN pg_class AS c ON c.oid = l.relid JOIN pg_namespace AS n"
                                + " ON n.oid = c.relnamespace WHERE c.relkind = 'r' ORDER BY 1, 2")) {
            while (row.next()) {
                leaves.add(Identifier.quote(row.getString(1), row.getString(2)));
            }
        }
        return leaves;
    }

    private static String column(String key) {
        return Identifier.quote(key.substring(0, key.indexOf(' ')));
    }

    private static String type(String key) {
        return key.substring(key.indexOf(' ') + 1);
    }

    /** Cuts a table into ranges, one after the other. */
    private interface Ranges {
        /** A condition for the next range of about that many rows; empty when there is none. */
        Optional<String> next(int rows) throws SQLException;
    }

    private final class KeyRanges implements Ranges {
        private final String leaf;
        private final List<String> key;
        private final String columns;
        private Optional<String> lower = Optional.empty();
        private boolean last;

        KeyRanges(String leaf, List<String> key) {
            this.leaf = leaf;
            this.key = key;
            this.columns = key.stream().map(each -> "t." + column(each)).collect(Collectors.joining(", ", "(", ")"));
        }

        @Override
        public Optional<String> next(int rows) throws SQLException {
            if (last) {
                return Optional.empty();
            }
            String above = lower.map(bound -> columns + " > " + bound).orElse("true");
            Optional<String> upper = bound("SELECT "
                    + key.stream().map(each -> "t." + column(each) + "::text").collect(Collectors.joining(", "))
                    + " FROM ONLY " + leaf + " AS t WHERE " + above + " ORDER BY "
                    + columns.substring(1, columns.length() - 1) + " OFFSET " + (rows - 1) + " LIMIT 1");
            last = upper.isEmpty();
            lower = upper;
            return Optional.of(above
                    + upper.map(bound -> " AND " + columns + " <= " + bound).orElse(""));
        }

        private Optional<String> bound(String sql) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                if (!row.next()) {
                    return Optional.empty();
                }
                List<String> values = new ArrayList<>();
                for (int i = 0; i < key.size(); i++) {
                    values.add(Identifier.literal(row.getString(i + 1)) + "::" + type(key.get(i)));
                }
                return Optional.of("(" + String.join(", ", values) + ")");
            }
        }
    }

    /**
     * Pages in their order: a batch writes few of them, where a batch by a random key writes as many as it has rows, and as
     * many images of whole pages into the log. Rows that move behind the end meanwhile are found by the next pass.
     */
    private final class BlockRanges implements Ranges {
        private final long end;
        private final int rowsPerBlock;
        private long from;

        BlockRanges(String leaf) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT pg_relation_size(oid) / current_setting('block_size')::int,"
                                    + " CASE WHEN reltuples > 0 AND relpages > 0 THEN ceil(reltuples / relpages) ELSE "
                                    + ROWS_PER_BLOCK + " END FROM pg_class WHERE oid = " + Identifier.literal(leaf)
                                    + "::regclass")) {
                row.next();
                end = row.getLong(1);
                rowsPerBlock = row.getInt(2);
            }
        }

        @Override
        public Optional<String> next(int rows) {
            if (from >= end) {
                return Optional.empty();
            }
            long to = from + Math.max(1, rows / rowsPerBlock);
            String range = "t.ctid >= '(" + from + ",0)'::tid AND t.ctid < '(" + to + ",0)'::tid";
            from = to;
            return Optional.of(range);
        }
    }
}
