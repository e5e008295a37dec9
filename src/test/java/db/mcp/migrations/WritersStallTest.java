package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How long a writer waits, at worst, while V003 to V007 run, and while V008 to V016 do: each beside a naive script in one
 * transaction, and beside no migration at all. Sizes: -Dbench.keys and -Dbench.tasks.
 */
@Tag("bench")
@DisplayNameGeneration(ReplaceUnderscores.class)
class WritersStallTest {
    private static final int KEYS = Integer.getInteger("bench.keys", 200_000);
    private static final int TASKS = Integer.getInteger("bench.tasks", 40_000);
    private static final Duration QUIET = Duration.ofSeconds(20);

    /** The size that the promise is made for. */
    private static final int PROMISED_KEYS = 5_000_000;

    private static final double PROMISED_MS = 250;

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

    /** The same for what came later: indexes, labels, words and months. */
    private static final List<String> NAIVE_LATER = List.of(
            "CREATE INDEX idx_api_keys_key_type_tenant ON mcp.api_keys (key_type, tenant_id) WHERE is_active = true",
            "CREATE INDEX idx_api_keys_expires_at ON mcp.api_keys (expires_at)",
            "CREATE INDEX idx_tasks_list ON mcp.tasks (tenant_id, created_at DESC) INCLUDE (id, status, priority, assigned_to)",
            "CREATE INDEX idx_tasks_tenant_status_priority ON mcp.tasks (tenant_id, status, priority)",
            "CREATE INDEX idx_tasks_created_at ON mcp.tasks (created_at DESC)",
            "UPDATE mcp.embeddings SET normalized_embedding = public.l2_normalize(vector), content_tsvector = to_tsvector('english', content)",
            "CREATE TABLE mcp.tasks_default PARTITION OF mcp.tasks DEFAULT",
            "ALTER TABLE mcp.tasks ADD COLUMN status_enum mcp.task_status, ADD COLUMN priority_enum mcp.task_priority",
            "UPDATE mcp.tasks SET status_enum = CASE status WHEN 'running' THEN 'in_progress' ELSE status END::mcp.task_status,"
                    + " priority_enum = CASE priority WHEN 'normal' THEN 'medium' ELSE priority END::mcp.task_priority");

    /** The runs to make; all unless said. */
    private static final List<String> RUNS =
            List.of(System.getProperty("bench.runs", "none,naive,live,beside,later-none,later-naive,later,later-beside")
                    .split(","));

    /** A server that keeps its data from one call to the next: loading five million keys takes longer than the runs. */
    private static final Optional<String> KEPT = Optional.ofNullable(System.getProperty("bench.server"));

    /**
     * How long a backfill may go on; 0 for to its end. Five million keys take ten minutes, and are the same batches all the
     * time. Cut off, the steps that need all rows are left out, and the others follow.
     */
    private static final Duration BACKFILL = Duration.ofSeconds(Integer.getInteger("bench.seconds", 0));

    private static final Set<String> NEED_ALL_KEYS = Set.of(
            "look for unknown types after 'map the old values'",
            "look for unknown types after 'map what came meanwhile'",
            "map what came meanwhile",
            "add the constraint api_keys_key_type_check",
            "validate the constraint api_keys_key_type_check",
            "end the transition");

    private final StallServer server;

    WritersStallTest() {
        dev.tributary.support.Postgres.server(); // skips without Docker, as every test does
        server = new StallServer(KEPT, KEYS, TASKS);
    }

    @Test
    void writers_wait_far_less_than_beside_the_naive_script() throws Exception {
        Map<String, StallWatch.Figures> all = new LinkedHashMap<>();
        for (String run : RUNS) {
            all.put(
                    run,
                    switch (run) {
                        case "none" -> early("no migration", false, WritersStallTest::nothing);
                        case "naive" -> early("naive script", false, (source, begin) -> naive(NAIVE, source, begin));
                        case "live" -> early("V003 to V007", false, WritersStallTest::early);
                        case "beside" ->
                            early("V003 to V007, beside transactions of 3 s", true, WritersStallTest::early);
                        case "later-none" -> later("no migration, at 007", false, WritersStallTest::nothing);
                        case "later-naive" ->
                            later("naive script from 007", false, (source, begin) -> naive(NAIVE_LATER, source, begin));
                        case "later" -> later("V008 to V016", false, WritersStallTest::later);
                        case "later-beside" ->
                            later("V008 to V016, beside transactions of 3 s", true, WritersStallTest::later);
                        default -> throw new IllegalArgumentException("no such run: " + run);
                    });
            System.out.println(all.get(run).row()); // an hour later the machine may be somebody else's
            all.get(run).worst().forEach(System.out::println);
        }

        System.out.println("keys " + KEYS + ", tasks " + TASKS);
        System.out.println("| run | took | writes | longest | 99.9 % | longest during | its waits |");
        System.out.println("|---|---|---|---|---|---|---|");
        all.values().forEach(figures -> System.out.println(figures.row()));
        assertThat(all).isNotEmpty();
        requirePromise(all, "live", "naive");
        requirePromise(all, "later", "later-naive");
    }

    private static void requirePromise(Map<String, StallWatch.Figures> all, String live, String naive) {
        if (all.containsKey(live) && all.containsKey(naive)) {
            assertThat(all.get(live).longestMs()).isLessThan(all.get(naive).longestMs());
            if (KEYS >= PROMISED_KEYS) {
                assertThat(all.get(live).longestMs())
                        .isLessThan(PROMISED_MS)
                        .isLessThan(all.get(naive).longestMs() / 100);
            }
        }
    }

    private StallWatch.Figures early(String name, boolean beside, StallWatch.Migration migration) throws Exception {
        return measure(name, server.initial(), beside, List.of(), migration);
    }

    private StallWatch.Figures later(String name, boolean beside, StallWatch.Migration migration) throws Exception {
        PGSimpleDataSource source = server.atVersion007();
        List<String> tasks = ids(source, "tasks");
        return measure(
                name,
                source,
                beside,
                List.of(
                        i -> "UPDATE mcp.tasks SET status = '" + (i % 2 == 0 ? "failed" : "completed")
                                + "' WHERE id = '" + tasks.get(i % tasks.size()) + "'",
                        i -> "INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content, vector)"
                                + " SELECT tenant_id, model_id, 'new " + i + "', content || ' new " + i
                                + "', vector FROM mcp.embeddings WHERE content_hash = 'h" + (1 + i % 1000) + "'"),
                migration);
    }

    private StallWatch.Figures measure(
            String name,
            PGSimpleDataSource source,
            boolean beside,
            List<StallWatch.Sql> more,
            StallWatch.Migration migration)
            throws Exception {
        List<String> ids = ids(source, "api_keys");
        List<StallWatch.Sql> writers = new ArrayList<>(List.of(
                i -> "INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name)"
                        + " VALUES (public.uuid_generate_v4(), 'new " + i + "', 'p', 'new')",
                i -> "UPDATE mcp.api_keys SET usage_count = usage_count + 1, last_used_at = now() WHERE id = '"
                        + ids.get(i % (ids.size() - 1)) + "'",
                i -> "INSERT INTO mcp.tasks (tenant_id, type, title, created_at)"
                        + " VALUES (public.uuid_generate_v4(), 't', 'new " + i + "', '2025-05-05')"));
        writers.addAll(more);
        StallWatch.Figures figures =
                StallWatch.measure(name, source, writers, beside ? ids.get(ids.size() - 1) : "", migration);
        server.drop(source);
        return figures;
    }

    private static void nothing(PGSimpleDataSource source, StallWatch.Begin begin) {
        LockSupport.parkNanos(QUIET.toNanos());
    }

    private static void naive(List<String> script, PGSimpleDataSource source, StallWatch.Begin begin)
            throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : script) {
                begin.step(sql.substring(0, Math.min(40, sql.length())));
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    private static void early(PGSimpleDataSource source, StallWatch.Begin begin) {
        List<LiveStep> first = LiveSteps.all(
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
        run(source, begin, first);
    }

    /** With the switch, which needs every label: cut off, it is left out. */
    private static void later(PGSimpleDataSource source, StallWatch.Begin begin) {
        List<LiveStep> steps = LiveSteps.all(
                new V008__create_functions().steps(),
                new V009__create_views().steps(),
                new V010__create_indexes().steps(),
                new V011__create_partitions().steps(),
                new V012__create_triggers().steps(),
                new V013__enable_row_security().steps(),
                new V014__add_typed_columns().steps(),
                new V015__add_comments().steps());
        if (run(source, begin, steps)) {
            run(source, begin, new V016__switch_typed_columns().steps());
        }
    }

    /** Runs steps; returns whether no backfill was cut off. */
    private static boolean run(PGSimpleDataSource source, StallWatch.Begin begin, List<LiveStep> steps) {
        long[] end = {Long.MAX_VALUE};
        LiveListener cut = new LiveListener() {
            @Override
            public void batchDone(String step, long rows) {
                if (System.nanoTime() > end[0]) {
                    throw new EnoughRows();
                }
            }
        };
        boolean complete = true;
        try (LiveExecutor executor = LiveExecutor.open(source, LiveSettings.defaults(), LivePace.REAL, cut)) {
            for (LiveStep step : steps) {
                if (!complete && NEED_ALL_KEYS.contains(step.name())) {
                    continue;
                }
                begin.step(step.name());
                end[0] = BACKFILL.isZero() ? Long.MAX_VALUE : System.nanoTime() + BACKFILL.toNanos();
                try {
                    executor.run(List.of(step));
                } catch (EnoughRows e) {
                    complete = false;
                }
            }
        }
        return complete;
    }

    private static final class EnoughRows extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static List<String> ids(PGSimpleDataSource source, String table) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM mcp." + table + " ORDER BY id LIMIT 5000")) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return ids;
    }
}
