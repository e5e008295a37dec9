package dev.tributary.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/**
 * Sees who is in the way, while we wait: once a lock's timeout has struck, the server no longer knows. Looks on a
 * connection of its own, opened when it is first needed.
 */
final class LiveBlockers implements AutoCloseable {
    private static final String WHO = """
            SELECT format('%s@%s', pid, xact_start), pid, coalesce(usename, ''), coalesce(application_name, ''), coalesce(state, ''),
                   coalesce(to_char(now() - xact_start, 'HH24:MI:SS'), ''), left(regexp_replace(coalesce(query, ''), '\\s+', ' ', 'g'), 200)
            FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids(?)) ORDER BY xact_start""";
    private static final String STILL =
            "SELECT count(*) FROM pg_stat_activity WHERE format('%s@%s', pid, xact_start) = ANY (?)";
    private static final int LOOKS = 4;

    private final DataSource database;
    private final int waiting;
    private Optional<Connection> observer = Optional.empty();
    private List<String> transactions = List.of();

    /** Looks for those who block the session of this process id. */
    LiveBlockers(DataSource database, int waiting) {
        this.database = database;
        this.waiting = waiting;
    }

    /** Looks until the watch is closed, first after a part of the time that the wait may take. */
    Watch watch(Duration lockTimeout) {
        return new Watch(lockTimeout.dividedBy(LOOKS));
    }

    /** Whether the transactions that were last seen in our way have ended; false when none was seen. */
    synchronized boolean gone() throws SQLException {
        if (transactions.isEmpty() || observer.isEmpty()) {
            return false;
        }
        try (PreparedStatement still = observer.get().prepareStatement(STILL)) {
            still.setArray(1, observer.get().createArrayOf("text", transactions.toArray()));
            try (ResultSet row = still.executeQuery()) {
                row.next();
                return row.getInt(1) == 0;
            }
        }
    }

    /** Whoever was seen before counts no more. */
    synchronized void forget() {
        transactions = List.of();
    }

    @Override
    public synchronized void close() throws SQLException {
        if (observer.isPresent()) {
            observer.get().close();
        }
    }

    private synchronized Optional<String> look() throws SQLException {
        if (observer.isEmpty()) {
            observer = Optional.of(database.getConnection());
        }
        List<String> keys = new ArrayList<>();
        List<String> found = new ArrayList<>();
        try (PreparedStatement who = observer.get().prepareStatement(WHO)) {
            who.setInt(1, waiting);
            try (ResultSet row = who.executeQuery()) {
                while (row.next()) {
                    keys.add(row.getString(1));
                    found.add("pid " + row.getInt(2) + " (user " + row.getString(3) + ", application '"
                            + row.getString(4) + "', " + row.getString(5)
                            + (row.getString(6).isEmpty() ? "" : ", transaction open for " + row.getString(6)) + "): "
                            + row.getString(7));
                }
            }
        }
        if (!found.isEmpty()) {
            transactions = keys;
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
    }

    /** One wait that is watched. */
    final class Watch implements AutoCloseable {
        private final CountDownLatch over = new CountDownLatch(1);
        private final AtomicReference<Optional<String>> seen = new AtomicReference<>(Optional.empty());
        private final Thread thread;

        Watch(Duration every) {
            thread = new Thread(() -> watch(every), "tributary-blockers");
            thread.setDaemon(true);
            thread.start();
        }

        /** The last that was seen; what kept us from looking, where something did. */
        Optional<String> seen() {
            return seen.get();
        }

        private void watch(Duration every) {
            try {
                while (!over.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
                    look().ifPresent(found -> seen.set(Optional.of(found)));
                }
            } catch (SQLException e) {
                seen.set(Optional.of("unknown, because nobody could look: " + e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            over.countDown();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
