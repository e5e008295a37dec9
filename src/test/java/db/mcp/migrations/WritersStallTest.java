package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.PostgresObject;
import dev.tributary.postgres.InitialSchema;
import dev.tributary.postgres.LiveExecutor;
import dev.tributary.postgres.LiveListener;
import dev.tributary.postgres.LivePace;
import dev.tributary.postgres.LiveSettings;
import dev.tributary.postgres.LiveStep;
import dev.tributary.postgres.LiveSteps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * How long a writer waits, at worst, while V003 to V007 run: beside a naive script in one transaction, and beside no
 * migration at all. Sizes: -Dbench.keys and -Dbench.tasks. A server of its own, with fsync as users have it.
 */
@Tag("bench")
@DisplayNameGeneration(ReplaceUnderscores.class)
class WritersStallTest {
    private static final int KEYS = Integer.getInteger("bench.keys", 200_000);
    private static final int TASKS = Integer.getInteger("bench.tasks", 40_000);
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(5);
    private static final Duration QUIET = Duration.ofSeconds(20);

    private static final List<String> NAIVE = List.of(
            "ALTER TABLE mcp.api_keys DROP CONSTRAINT api_keys_type_check",
            "ALTER TABLE mcp.api_keys RENAME COLUMN type TO key_type",
            "UPDATE mcp.api_keys SET metadata = coalesce(metadata, '{}') || jsonb_build_object('legacy_type', key_type),"
                    + " key_type = CASE WHEN role = 'admin' THEN 'admin' WHEN key_type = 'service' THEN 'service' ELSE 'user' END",
            "ALTER TABLE mcp.api_keys ALTER COLUMN key_type SET DEFAULT 'user',"
                    + " ADD CONSTRAINT api_keys_key_type_check CHECK (key_type IN ('user', 'admin', 'agent', 'service', 'gateway')),"
                    + " ADD COLUMN parent_key_id UUID REFERENCES mcp.api_keys (id), ADD COLUMN allowed_services TEXT[] DEFAULT '{}'",
            "ALTER TABLE mcp.tasks ADD COLUMN auto_escalate BOOLEAN DEFAULT FALSE, ADD COLUMN escalation_timeout INTERVAL,"
                    + " ADD COLUMN max_delegations INTEGER DEFAULT 3",
            "CREATE INDEX idx_api_keys_key_type_tenant ON mcp.api_keys (key_type, tenant_id) WHERE is_active");

    private record Write(String what, long atNanos, long nanos) {}

    private record Sample(long atNanos, String waits) {}

    private record Figures(
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

    /** The runs to make, of those in {@link #writers_wait_far_less_than_beside_the_naive_script}; all unless said. */
    private static final List<String> RUNS =
            List.of(System.getProperty("bench.runs", "none,naive,live,beside").split(","));

    /** A server that keeps its data from one call to the next: loading five million keys takes longer than the runs. */
    private static final Optional<String> KEPT = Optional.ofNullable(System.getProperty("bench.server"));

    private static final String TEMPLATE = "bench_" + KEYS + "_" + TASKS;
    private static final int WORST_SHOWN = 8;

    /**
     * How long the backfill of the keys may go on; 0 for to its end. Five million keys take ten minutes, and are the same
     * batches all the time. Cut off, the steps that need all keys mapped are left out, and the others follow.
     */
    private static final Duration BACKFILL = Duration.ofSeconds(Integer.getInteger("bench.seconds", 0));

    private static final Set<String> NEED_ALL_MAPPED = Set.of(
            "look for unknown types after 'map the old values'",
            "look for unknown types after 'map what came meanwhile'",
            "map what came meanwhile",
            "add the constraint api_keys_key_type_check",
            "validate the constraint api_keys_key_type_check",
            "end the transition");

    private final String address;
    private int databases;

    @SuppressWarnings("resource")
    WritersStallTest() throws SQLException {
        dev.tributary.support.Postgres.server(); // skips without Docker, as every test does
        if (KEPT.isPresent()) {
            address = KEPT.get();
        } else {
            PostgreSQLContainer server = new PostgreSQLContainer(
                            DockerImageName.parse("pgvector/pgvector:pg17").asCompatibleSubstituteFor("postgres"))
                    .withUsername("postgres")
                    .withPassword("bench")
                    .withCommand("postgres", "-c", "max_connections=100");
            server.start();
            address = server.getHost() + ":" + server.getMappedPort(5432);
        }
        if (!exists(TEMPLATE)) {
            load();
        }
    }

    private boolean exists(String database) throws SQLException {
        return holds("EXISTS (SELECT FROM pg_database WHERE datname = '" + database + "')");
    }

    /** Rows once, and a copy of them for each run: every run starts from the same pages. */
    private void load() throws SQLException {
        maintain("DROP DATABASE IF EXISTS bench_unfinished", "CREATE DATABASE bench_unfinished TEMPLATE template0");
        try (Connection connection = source("bench_unfinished").getConnection();
                Statement statement = connection.createStatement()) {
            boolean loaded = false;
            for (var each : InitialSchema.statements()) {
                if (!loaded && each.object().kind() == PostgresObject.Kind.INDEX) {
                    rows(statement);
                    loaded = true;
                }
                statement.execute(each.sql());
            }
            statement.execute("VACUUM ANALYZE mcp.api_keys, mcp.tasks");
        }
        maintain("ALTER DATABASE bench_unfinished RENAME TO " + TEMPLATE, "CHECKPOINT");
    }

    private static void rows(Statement statement) throws SQLException {
        statement.execute(
                "CREATE TABLE mcp.tasks_bench PARTITION OF mcp.tasks FOR VALUES FROM ('2025-04-01') TO ('2030-01-01')");
        statement.execute("INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, type, role, metadata)"
                + " SELECT public.uuid_generate_v4(), md5(g::text), 'p', 'key ' || g, CASE WHEN g % 40 = 0 THEN 'standard'"
                + " ELSE (ARRAY['standard', 'service', 'personal', 'temporary'])[1 + g % 4] END,"
                + " CASE WHEN g % 40 = 0 THEN 'admin' ELSE 'user' END, '{\"plan\": \"pro\"}'"
                + " FROM generate_series(1, " + KEYS + ") AS g");
        statement.execute(
                "INSERT INTO mcp.tasks (tenant_id, type, title, created_at) SELECT public.uuid_generate_v4(), 't',"
                        + " 'task ' || g, TIMESTAMP '2025-01-01' + g % 80 * INTERVAL '1 day' FROM generate_series(1, "
                        + TASKS
                        + ") AS g");
    }

    private PGSimpleDataSource database(String template) throws SQLException {
        String name = "bench_" + ++databases;
        maintain(
                "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)",
                "CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY",
                "CHECKPOINT");
        return source(name);
    }

    private void maintain(String... statements) throws SQLException {
        try (Connection connection = source("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private boolean holds(String condition) throws SQLException {
        try (Connection connection = source("postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + condition)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private PGSimpleDataSource source(String name) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://" + address + "/" + name);
        source.setUser("postgres");
        source.setPassword("bench");
        return source;
    }

    @Test
    void writers_wait_far_less_than_beside_the_naive_script() throws Exception {
        Map<String, Figures> all = new LinkedHashMap<>();
        for (String run : RUNS) {
            all.put(
                    run,
                    switch (run) {
                        case "none" ->
                            measure(
                                    "no migration",
                                    TEMPLATE,
                                    false,
                                    (source, steps) -> LockSupport.parkNanos(QUIET.toNanos()));
                        case "naive" -> measure("naive script", TEMPLATE, false, WritersStallTest::naive);
                        case "live" -> measure("V003 to V007", TEMPLATE, false, WritersStallTest::live);
                        case "beside" ->
                            measure("V003 to V007, beside transactions of 3 s", TEMPLATE, true, WritersStallTest::live);
                        default -> throw new IllegalArgumentException("no such run: " + run);
                    });
        }

        System.out.println("keys " + KEYS + ", tasks " + TASKS);
        System.out.println("| run | took | writes | longest | 99.9 % | longest during | its waits |");
        System.out.println("|---|---|---|---|---|---|---|");
        all.values().forEach(figures -> System.out.println(figures.row()));
        for (Figures figures : all.values()) {
            System.out.println(figures.name() + ":");
            figures.worst().forEach(System.out::println);
        }
        assertThat(all).isNotEmpty();
        if (all.containsKey("live") && all.containsKey("naive")) {
            assertThat(all.get("live").longestMs()).isLessThan(all.get("naive").longestMs());
            if (KEYS >= 5_000_000) { // the size that the promise is made for
                assertThat(all.get("live").longestMs())
                        .isLessThan(250)
                        .isLessThan(all.get("naive").longestMs() / 100);
            }
        }
    }

    private static void naive(PGSimpleDataSource source, List<String> steps) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : NAIVE) {
                steps.add(sql.substring(0, Math.min(40, sql.length())));
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    private interface Migration {
        void run(PGSimpleDataSource source, List<String> steps) throws SQLException;
    }

    private static void live(PGSimpleDataSource source, List<String> steps) {
        List<LiveStep> all = LiveSteps.all(
                new V003__create_enums().steps(),
                new V004__rename_api_key_type().steps(),
                new V005__add_columns().steps(),
                new V006__create_tables().steps(),
                new V007__reshape_tables().steps(),
                List.of(new LiveStep.ConcurrentIndex(
                        "build the index of the naive script",
                        "true",
                        "mcp",
                        "idx_api_keys_key_type_tenant",
                        false,
                        "mcp.api_keys",
                        "(key_type, tenant_id) WHERE is_active")));
        long[] end = {Long.MAX_VALUE};
        LiveListener cut = new LiveListener() {
            @Override
            public void batchDone(String step, long rows) {
                if (step.equals("map the old values") && System.nanoTime() > end[0]) {
                    throw new EnoughMapped();
                }
            }
        };
        try (LiveExecutor executor = LiveExecutor.open(source, LiveSettings.defaults(), LivePace.REAL, cut)) {
            boolean complete = true;
            for (LiveStep step : all) {
                if (!complete && NEED_ALL_MAPPED.contains(step.name())) {
                    continue;
                }
                steps.add(step.name());
                if (step.name().equals("map the old values") && !BACKFILL.isZero()) {
                    end[0] = System.nanoTime() + BACKFILL.toNanos();
                }
                try {
                    executor.run(List.of(step));
                } catch (EnoughMapped e) {
                    complete = false;
                }
            }
        }
    }

    private static final class EnoughMapped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Figures measure(String name, String template, boolean besideLongTransactions, Migration migration)
            throws Exception {
        PGSimpleDataSource source = database(template);
        ConcurrentLinkedQueue<Write> writes = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        long[] end = {Long.MAX_VALUE};
        List<String> ids = ids(source);
        threads.add(writer(
                source,
                writes,
                thrown,
                end,
                i -> "INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name)"
                        + " VALUES (public.uuid_generate_v4(), 'new " + i + "', 'p', 'new')"));
        threads.add(writer(
                source,
                writes,
                thrown,
                end,
                i -> "UPDATE mcp.api_keys SET usage_count = usage_count + 1," + " last_used_at = now() WHERE id = '"
                        + ids.get(i % (ids.size() - 1)) + "'"));
        threads.add(writer(
                source,
                writes,
                thrown,
                end,
                i -> "INSERT INTO mcp.tasks (tenant_id, type, title, created_at)"
                        + " VALUES (public.uuid_generate_v4(), 't', 'new " + i + "', '2025-05-05')"));
        threads.add(sampler(source, samples, thrown, end));
        if (besideLongTransactions) {
            threads.add(longTransactions(source, thrown, end, ids.get(ids.size() - 1)));
        }
        threads.forEach(Thread::start);
        List<Long> begins = new ArrayList<>();
        List<String> steps = new ArrayList<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean add(String step) {
                begins.add(System.nanoTime());
                return super.add(step);
            }
        };
        steps.add("before");
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
        long began = System.nanoTime();
        try {
            migration.run(source, steps);
        } finally {
            end[0] = System.nanoTime();
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
                                stepOf(write, begins, steps),
                                waitsOf(write, samples)))
                .toList();
        Write worst = within.get(0);
        return new Figures(
                name,
                Duration.ofNanos(end[0] - began),
                within.size(),
                worst.nanos() / 1e6,
                within.get(within.size() / 1000).nanos() / 1e6,
                worst.what() + ", " + stepOf(worst, begins, steps),
                waitsOf(worst, samples),
                shown);
    }

    private static String stepOf(Write write, List<Long> begins, List<String> steps) {
        int step = 0;
        while (step + 1 < begins.size() && begins.get(step + 1) <= write.atNanos() + write.nanos() - 1) {
            step++;
        }
        return steps.get(step);
    }

    private static String waitsOf(Write write, Collection<Sample> samples) {
        return samples.stream()
                .filter(s -> s.atNanos() >= write.atNanos() && s.atNanos() <= write.atNanos() + write.nanos())
                .collect(Collectors.groupingBy(Sample::waits, TreeMap::new, Collectors.counting()))
                .toString();
    }

    private static List<String> ids(PGSimpleDataSource source) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM mcp.api_keys ORDER BY id LIMIT 5000")) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return ids;
    }

    private interface Sql {
        String of(int i);
    }

    private static Thread writer(
            PGSimpleDataSource source,
            ConcurrentLinkedQueue<Write> writes,
            ConcurrentLinkedQueue<Throwable> thrown,
            long[] end,
            Sql sql) {
        return new Thread(() -> {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET application_name = 'writer'");
                for (int i = 0; System.nanoTime() < end[0]; i++) {
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
    private static Thread sampler(
            PGSimpleDataSource source,
            ConcurrentLinkedQueue<Sample> samples,
            ConcurrentLinkedQueue<Throwable> thrown,
            long[] end) {
        return new Thread(() -> {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                while (System.nanoTime() < end[0]) {
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
    private static Thread longTransactions(
            PGSimpleDataSource source, ConcurrentLinkedQueue<Throwable> thrown, long[] end, String id) {
        return new Thread(() -> {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (System.nanoTime() < end[0]) {
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
