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
import javax.sql.DataSource;

/**
 * The one place that changes a database while others work on it. Runs {@link LiveStep}s on a connection of its own: each
 * in its own transaction, none waiting long for a lock that others queue behind, all of them safe to run again after a
 * crash at any moment.
 *
 * <p>A step that blocks writers first takes a lock that stops only vacuum and other schema changes (SHARE UPDATE
 * EXCLUSIVE), and waits for that one patiently: an autovacuum gives way to those who wait longer than deadlock_timeout,
 * and never to a hundred milliseconds. Only then does it ask for the lock that writers queue behind.
 */
public final class LiveExecutor implements AutoCloseable {
    /** Raised when the same steps would do something else: part of every live migration's checksum. */
    public static final int SEMANTICS = 1;

    private static final int INDEX_MEMORY_KB = 128 << 10;
    private static final long LOCK_KEY = 7_024_113_582_901_465_217L; // a number that nobody else uses

    private final Connection connection;
    private final LiveSettings settings;
    private final LiveListener listener;
    private final LiveBlockers blockers;
    private final LiveRetry retry;
    private final LiveBatches batches;
    private final LiveIndexes indexes;
    private final LiveViews views;
    private final LivePartitions partitions;
    private final List<String> changed = new ArrayList<>();

    private LiveExecutor(
            Connection connection, LiveSettings settings, LivePace pace, LiveListener listener, LiveBlockers blockers) {
        this.connection = connection;
        this.settings = settings;
        this.listener = listener;
        this.blockers = blockers;
        this.retry = new LiveRetry(settings, pace, listener, blockers);
        this.batches = new LiveBatches(connection, settings, pace, listener, retry);
        this.indexes = new LiveIndexes(connection, settings, retry);
        this.views = new LiveViews(connection, settings);
        this.partitions = new LivePartitions(connection);
    }

    /**
     * Opens its connection, and one more when somebody is in the way.
     *
     * @throws Fault when another live migration of this database does not end in time
     */
    public static LiveExecutor open(DataSource database, LiveSettings settings, LivePace pace, LiveListener listener) {
        try {
            Connection connection = database.getConnection();
            try {
                LiveExecutor executor = new LiveExecutor(
                        connection, settings, pace, listener, new LiveBlockers(database, prepare(connection, pace)));
                executor.excludeOthers();
                return executor;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new Fault(
                            "the database does not let the live steps begin",
                            String.valueOf(e.getMessage()),
                            "mend that, and run this again")
                    .revealedBy(e);
        }
    }

    /** Sets up the session; returns its process id. */
    private static int prepare(Connection connection, LivePace pace) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            // an error instead of rows that row-level security hides without a word
            statement.execute("SET row_security = off");
            statement.execute("SET search_path = mcp, public");
            statement.execute("SET application_name = 'tributary'");
            statement.execute("SET statement_timeout = 0");
            statement.execute("SET idle_session_timeout = 0");
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            // when this process is killed, the server ends its statement soon, and a rerun need not wait for it
            statement.execute("SET client_connection_check_interval = '1s'");
            // steps that look ahead ask for it, so that a test can say which day it is
            statement.execute(
                    "SET tributary.today = " + Identifier.literal(pace.today().toString()));
            // a vector index is refused with less than its sample of rows takes
            statement.execute("SELECT set_config(name, greatest(setting::bigint, " + INDEX_MEMORY_KB
                    + ") || 'kB', false)" + " FROM pg_settings WHERE name = 'maintenance_work_mem'");
            try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /**
     * A killed run's last statement may still be at work on the server. Waits in short pieces: a session that waits holds a
     * snapshot, and that other run may be building an index, which waits for every snapshot.
     */
    private void excludeOthers() throws SQLException {
        String step = "wait for another live migration of this database";
        Duration piece = settings.lockTimeout();
        retry.run(
                step,
                piece,
                () -> LiveSql.inTransaction(connection, piece, statement -> {
                    return statement.execute("SELECT pg_advisory_lock(" + LOCK_KEY + ")");
                }));
    }

    /**
     * Runs steps in order.
     *
     * @throws Fault when one is refused or does not get its lock; it says which steps before it stay
     */
    public void run(List<LiveStep> steps) {
        for (LiveStep step : steps) {
            try {
                runAndTell(step);
            } catch (SQLException e) {
                throw afterWhatStays(LiveErrors.explain(step, e));
            } catch (Fault e) {
                throw afterWhatStays(e);
            }
        }
    }

    private boolean runAndTell(LiveStep step) throws SQLException {
        boolean didSomething = run(step);
        if (didSomething) {
            changed.add(step.name());
        }
        listener.stepDone(step.name(), didSomething);
        return didSomething;
    }

    private boolean run(LiveStep step) throws SQLException {
        if (step instanceof LiveStep.Once once) {
            return once(once);
        }
        if (step instanceof LiveStep.Backfill fill) {
            return LiveSql.holds(connection, fill.onlyIf()) && batches.run(fill) > 0;
        }
        if (step instanceof LiveStep.ConcurrentIndex index) {
            return LiveSql.holds(connection, index.onlyIf()) && indexes.build(index);
        }
        if (step instanceof LiveStep.PartitionedIndex index) {
            return LiveSql.holds(connection, index.onlyIf()) && partitioned(index);
        }
        if (step instanceof LiveStep.Each each) {
            return each(each);
        }
        if (step instanceof LiveStep.View view) {
            return views.make(view);
        }
        if (step instanceof LiveStep.Refuse refuse) {
            refuse(refuse);
            return false;
        }
        report((LiveStep.Report) step);
        return false;
    }

    private boolean once(LiveStep.Once step) throws SQLException {
        if (LiveSql.holds(connection, step.done())) {
            return false;
        }
        Duration lock = timeout(step.weight());
        return retry.run(
                step.name(),
                lock,
                () -> LiveSql.inTransaction(connection, settings.patience(), statement -> {
                    for (String table : step.tables()) {
                        statement.execute("LOCK TABLE " + table + " IN SHARE UPDATE EXCLUSIVE MODE");
                    }
                    if (LiveSql.holds(statement, step.done())) {
                        return false; // somebody did it while we waited
                    }
                    LiveSql.waitAtMost(statement, lock);
                    for (String sql : step.sql()) {
                        statement.execute(sql);
                    }
                    return true;
                }));
    }

    private boolean partitioned(LiveStep.PartitionedIndex step) throws SQLException {
        boolean didSomething = false;
        for (LiveStep part : partitions.steps(step)) {
            didSomething |= runAndTell(part);
        }
        indexes.requireSame(step.index(), step.table(), false, step.definition());
        return didSomething;
    }

    private boolean each(LiveStep.Each step) throws SQLException {
        List<LiveStep> transactions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(step.query())) {
            while (row.next()) {
                transactions.add(new LiveStep.Once(
                        step.name() + ": " + row.getString(1),
                        step.weight(),
                        step.tables(),
                        "false",
                        List.of(row.getString(2))));
            }
        }
        for (LiveStep transaction : transactions) {
            runAndTell(transaction);
        }
        return !transactions.isEmpty();
    }

    private Duration timeout(LiveStep.Weight weight) {
        return weight == LiveStep.Weight.BLOCKS_WRITERS ? settings.lockTimeout() : settings.patience();
    }

    private void refuse(LiveStep.Refuse step) throws SQLException {
        if (!LiveSql.holds(connection, step.onlyIf())) {
            return;
        }
        List<String> found = new ArrayList<>();
        List<String> cures = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(step.query())) {
            while (row.next()) {
                found.add(row.getString(1));
                Optional.ofNullable(row.getString(2)).ifPresent(cures::add);
            }
        }
        if (!found.isEmpty()) {
            throw new Fault(
                    step.what() + ": " + String.join("; ", found),
                    step.why(),
                    step.next() + (cures.isEmpty() ? "" : "\n      " + String.join("\n      ", cures)));
        }
    }

    private void report(LiveStep.Report step) throws SQLException {
        if (!LiveSql.holds(connection, step.onlyIf())) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(step.query())) {
            while (row.next()) {
                listener.reported(step.name(), row.getString(1));
            }
        }
    }

    private Fault afterWhatStays(Fault fault) {
        return changed.isEmpty()
                ? fault
                : fault.afterChanging(
                        "these steps are done and stay (a rerun goes on after them): " + String.join("; ", changed));
    }

    /** Gives the lock against other runs back, and both connections. */
    @Override
    public void close() {
        try (connection) {
            blockers.close();
            if (!connection.isClosed()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT pg_advisory_unlock(" + LOCK_KEY + ")");
                    statement.execute("RESET ALL"); // it may go back to a pool
                }
            }
        } catch (SQLException e) {
            listener.reported("close the connection", String.valueOf(e.getMessage()));
        }
    }
}
