package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole way on a database as a service leaves it after a year and a half. */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpWithDataTest {
    private static final YearMonth FIRST = YearMonth.of(2025, 1);
    private static final int MONTHS = 18;
    private static final int TASKS = 100_000;
    private static final int KEYS = 20_000;
    private static final int EMBEDDINGS = 50_000;

    private static Database filled() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        List<String> sql = new ArrayList<>();
        for (int i = 3; i < MONTHS; i++) { // the first three are of the initial schema
            YearMonth month = FIRST.plusMonths(i);
            sql.add("CREATE TABLE mcp.tasks_" + month.toString().replace('-', '_')
                    + " PARTITION OF mcp.tasks FOR VALUES FROM ('" + month.atDay(1) + "') TO ('"
                    + month.plusMonths(1).atDay(1) + "')");
        }
        sql.add(
                "INSERT INTO mcp.tasks (tenant_id, type, title, status, priority, created_at) SELECT md5((i % 40)::text)::uuid,"
                        + " 't', 'task ' || i, (ARRAY['pending', 'in_progress', 'completed', 'failed'])[i % 4 + 1],"
                        + " (ARRAY['low', 'normal', 'high'])[i % 3 + 1], timestamp '2025-01-01' + i * (timestamp '2026-07-01' -"
                        + " timestamp '2025-01-01') / " + (TASKS + 1) + " FROM generate_series(1, " + TASKS + ") AS i");
        sql.add(
                "INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, type, role) SELECT md5((i % 40)::text)::uuid,"
                        + " 'hash ' || i, 'p', 'key ' || i, (ARRAY['standard', 'service', 'personal', 'temporary'])[i % 4 + 1],"
                        + " CASE WHEN i % 20 = 0 THEN 'admin' ELSE 'user' END FROM generate_series(1, " + KEYS
                        + ") AS i");
        // sums of 250 and 200 random directions: fifty thousand different ones
        sql.add(
                "CREATE TABLE public.direction AS SELECT n, (SELECT array_agg(random() - 0.5 + (n + g) * 0)::public.vector(1536)"
                        + " FROM generate_series(1, 1536) AS g) AS v FROM generate_series(1, 450) AS n");
        sql.add("INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content, vector) SELECT"
                + " md5((a.n % 5)::text)::uuid, m.id, a.n || ' ' || b.n, 'document ' || a.n || ' ' || b.n, a.v + b.v FROM"
                + " public.direction AS a JOIN public.direction AS b ON a.n <= 250 AND b.n > 250 CROSS JOIN (SELECT id FROM"
                + " mcp.embedding_models WHERE model_name = 'text-embedding-3-small') AS m");
        return database.execute(sql.toArray(String[]::new));
    }

    @Test
    void everything_arrives_is_found_and_can_be_maintained() {
        Database database = filled();
        McpRows kept = McpRows.before(database, List.of("tasks", "api_keys", "embeddings"));

        Tributary.mcp(database.dataSource()).migrate();

        kept.requireAllThere();
        assertThat(Tributary.mcp(database.dataSource()).verify().differences()).isEmpty();
        assertThat(database.query(
                        "SELECT (SELECT count(*) FROM mcp.tasks), (SELECT count(*) FROM mcp.tasks_default), (SELECT"
                                + " sum(tasks) FROM mcp.v_task_statistics), (SELECT count(*) FROM mcp.api_keys WHERE key_type = 'admin'),"
                                + " (SELECT count(*) FROM mcp.embeddings WHERE normalized_embedding IS NULL)"))
                .containsExactly(TASKS + " | 0 | " + TASKS + " | " + KEYS / 20 + " | 0");
        YearMonth last = YearMonth.now(ZoneOffset.UTC).plusMonths(6);
        assertThat(database.query("SELECT count(*) FROM pg_inherits WHERE inhparent = 'mcp.tasks'::regclass"))
                .containsExactly(Long.toString(FIRST.until(last, ChronoUnit.MONTHS) + 2));

        assertThat(Tributary.mcp(database.dataSource()).maintain().done())
                .filteredOn(done -> done.subject().startsWith("idx_"))
                .allSatisfy(done -> assertThat(done.what()).startsWith("built anew with 50 lists for 50000 rows"));

        String query =
                "(SELECT a.v + b.v * 0.3 FROM public.direction AS a, public.direction AS b WHERE a.n = 17 AND b.n = 300)";
        assertThat(database.query("SELECT content FROM mcp.search_embeddings(" + query
                        + ", 'text-embedding-3-small', md5('2')::uuid, p_limit => 50)"))
                .as("what comparing with every vector finds")
                .hasSize(50)
                .isEqualTo(database.query(
                        "SELECT content FROM mcp.embeddings WHERE tenant_id = md5('2')::uuid ORDER BY 1 - (vector"
                                + " OPERATOR(public.<=>) " + query + ") DESC, id LIMIT 50"));
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
        database.drop();
    }
}
