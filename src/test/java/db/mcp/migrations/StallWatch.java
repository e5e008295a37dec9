package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/** Lets writers write while something is done to a database, and says how long they waited, in which step, and for what. */
final class StallWatch {
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(5);
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final int WORST_SHOWN = 8;

    private final PGSimpleDataSource source;
    private final ConcurrentLinkedQueue<Write> writes = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final List<Long> begins = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private volatile long end = Long.MAX_VALUE;

    private StallWatch(PGSimpleDataSource source) {
        this.source = source;
    }

    private record Write(String what, long atNanos, long nanos) {}

    private record Sample(long atNanos, String waits) {}

    /** What a writer writes the i-th time. */
    interface Sql {
        String of(int i);
    }

    /** What is done meanwhile; it says when a step of it begins. */
    interface Migration {
        void run(PGSimpleDataSource source, Begin begin) throws SQLException;
    }

    /** Told when a step begins. */
    interface Begin {
        void step(String name);
    }

    /** What was measured: times in ms, and of the longest write the step that it was in and what it waited for. */
    record Figures(
            String name,
            Duration took,
            long writes,
            double longestMs,
            double p999Ms,
            String during,
            String waits,
            List<String> worst) {
        String row() {
            return "| %s | %.1f s | %d | %.1f ms | %.1f ms | %s | %s |"
                    .formatted(name, took.toMillis() / 1000.0, writes, longestMs, p999Ms, during, waits);
        }
    }

    /**
     * Measures one run.
     *
     * @param held a key whose row another session holds for 3 s at a time, again and again; empty for none
     */
    static Figures measure(String name, PGSimpleDataSource source, List<Sql> writers, String held, Migration migration)
            throws SQLException, InterruptedException {
        return new StallWatch(source).run(name, writers, held, migration);
    }

    private Figures run(String name, List<Sql> writers, String held, Migration migration)
            throws SQLException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        writers.forEach(sql -> threads.add(writer(sql)));
        threads.add(sampler());
        if (!held.isEmpty()) {
            threads.add(longTransactions(held));
        }
        threads.forEach(Thread::start);
        begin("before");
        LockSupport.parkNanos(BEFORE.toNanos());
        long began = System.nanoTime();
        try {
            migration.run(source, this::begin);
        } finally {
            end = System.nanoTime();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(thrown).isEmpty();
        List<Write> within = writes.stream()
                .filter(write -> write.atNanos() + write.nanos() >= began)
                .sorted((a, b) -> Long.compare(b.nanos(), a.nanos()))
                .toList();
        List<String> shown = within.stream()
                .limit(WORST_SHOWN)
                .map(write -> "  %.1f ms at %.1f s, %s, %s, waits %s"
                        .formatted(
                                write.nanos() / 1e6,
                                (write.atNanos() - began) / 1e9,
                                write.what(),
                                stepOf(write),
                                waitsOf(write, samples)))
                .toList();
        Write worst = within.get(0);
        return new Figures(
                name,
                Duration.ofNanos(end - began),
                within.size(),
                worst.nanos() / 1e6,
                within.get(within.size() / 1000).nanos() / 1e6,
                worst.what() + ", " + stepOf(worst),
                waitsOf(worst, samples),
                shown);
    }

    private void begin(String step) {
        begins.add(System.nanoTime());
        steps.add(step);
    }

    private String stepOf(Write write) {
        long ended = write.atNanos() + write.nanos();
        return steps.get(IntStream.range(1, begins.size())
                .filter(i -> begins.get(i) < ended)
                .max()
                .orElse(0));
    }

    private static String waitsOf(Write write, Collection<Sample> samples) {
        return samples.stream()
                .filter(s -> s.atNanos() >= write.atNanos() && s.atNanos() <= write.atNanos() + write.nanos())
                .collect(Collectors.groupingBy(Sample::waits, TreeMap::new, Collectors.counting()))
                .toString();
    }

    private Thread writer(Sql sql) {
        return new Thread(() -> {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET application_name = 'writer'");
                for (int i = 0; System.nanoTime() < end; i++) {
                    String text = sql.of(i);
                    long began = System.nanoTime();
                    statement.execute(text);
                    writes.add(new Write(text.substring(0, text.indexOf(' ', 12)), began, System.nanoTime() - began));
                    LockSupport.parkNanos(BETWEEN_WRITES.toNanos());
                }
            } catch (SQLException | RuntimeException e) {
                thrown.add(e);
            }
        });
    }

    /** What the writers wait for, every few milliseconds: which part of a stall is a lock, and which is not. */
    private Thread sampler() {
        return new Thread(() -> {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                while (System.nanoTime() < end) {
                    try (ResultSet row = statement.executeQuery(
                            "SELECT coalesce(wait_event_type || '.' || wait_event, 'running') FROM pg_stat_activity"
                                    + " WHERE application_name = 'writer' AND state = 'active'"
                                    + " UNION ALL SELECT backend_type || ': ' || wait_event_type || '.' || wait_event"
                                    + " FROM pg_stat_activity WHERE backend_type IN ('checkpointer', 'walwriter')"
                                    + " AND wait_event_type = 'IO'")) {
                        while (row.next()) {
                            samples.add(new Sample(System.nanoTime(), row.getString(1)));
                        }
                    }
                    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                }
            } catch (SQLException e) {
                thrown.add(e);
            }
        });
    }

    /** Holds a row that no writer wants: what they wait for is never its own lock. */
    private Thread longTransactions(String id) {
        return new Thread(() -> {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (System.nanoTime() < end) {
                    statement.execute("UPDATE mcp.api_keys SET usage_count = usage_count + 1 WHERE id = '" + id + "'");
                    statement.execute("SELECT pg_sleep(3)");
                    connection.commit();
                    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                }
            } catch (SQLException e) {
                thrown.add(e);
            }
        });
    }
}
