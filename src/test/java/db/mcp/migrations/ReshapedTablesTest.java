package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.postgres.LiveStep;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReshapedTablesTest {
    private static final List<LiveStep> STEPS = new V007__reshape_tables().steps();
    private static final String MODEL = "(SELECT id FROM mcp.embedding_models WHERE model_name = 'voyage-2')";
    private static final String VECTOR = "array_fill(%s, ARRAY[1536])::public.vector";

    private static Postgres.Database withRows() {
        return Postgres.fresh()
                .withInitialSchema()
                .execute(
                        "INSERT INTO mcp.tenant_config (tenant_id, name, settings) SELECT public.uuid_generate_v4(), 't' || g,"
                                + " jsonb_build_object('n', g) FROM generate_series(1, 25) AS g",
                        "INSERT INTO mcp.agents (tenant_id, name, type) SELECT public.uuid_generate_v4(), 'a' || g, 't'"
                                + " FROM generate_series(1, 10) AS g",
                        "INSERT INTO mcp.agent_configs (agent_id, chunk_size) SELECT id, 77 FROM mcp.agents",
                        "INSERT INTO mcp.embedding_cache (content_hash, model_id, vector, hit_count, last_hit_at)"
                                + " SELECT 'h' || g, " + MODEL + ", " + VECTOR.formatted("0.5") + ", g, '2025-01-01'"
                                + " FROM generate_series(1, 30) AS g",
                        "INSERT INTO mcp.embedding_cache (content_hash, model_id, hit_count) VALUES ('none', " + MODEL
                                + ", NULL)",
                        "INSERT INTO mcp.embedding_metrics (\"timestamp\", tenant_id, model_id, tokens_processed,"
                                + " vectors_created, processing_time_ms, estimated_cost_usd, error_count)"
                                + " SELECT TIMESTAMP '2025-01-01' + g % 80 * INTERVAL '1 day', public.uuid_generate_v4(), "
                                + MODEL + ", g, g + 1, g + 2, g / 10.0, g % 2 FROM generate_series(1, 200) AS g");
    }

    private static final List<String> OLD = List.of(
            "SELECT tenant_id, name, settings, features, limits, created_at, updated_at FROM mcp.tenant_config ORDER BY 1",
            "SELECT agent_id, embedding_model_id, chunk_size, chunk_overlap, embedding_batch_size, cache_ttl_hours,"
                    + " preprocessing_config, created_at, updated_at FROM mcp.agent_configs ORDER BY 1",
            "SELECT content_hash, model_id, md5(vector::text), created_at, expires_at, hit_count, last_hit_at"
                    + " FROM mcp.embedding_cache ORDER BY 1",
            "SELECT tableoid::regclass, \"timestamp\", tenant_id, model_id, tokens_processed, vectors_created,"
                    + " processing_time_ms, estimated_cost_usd, cache_hits, cache_misses, error_count, metadata"
                    + " FROM mcp.embedding_metrics ORDER BY tokens_processed");

    private static List<List<String>> old(Postgres.Database db) {
        return OLD.stream().map(db::query).toList();
    }

    private static void assertCarriedOver(Postgres.Database db) {
        assertThat(db.query("SELECT count(DISTINCT id), min(rate_limit_config::text), min(service_tokens::text),"
                        + " min(allowed_origins::text) FROM mcp.tenant_config"))
                .containsExactly("25 | {} | {} | {}");
        assertThat(db.query(
                        "SELECT count(DISTINCT id), min(version), min(embedding_strategy), min(model_preferences::text),"
                                + " bool_and(is_active) FROM mcp.agent_configs"))
                .containsExactly("10 | 1 | balanced | [] | t");
        assertThat(db.query(
                        "SELECT count(DISTINCT id), count(*) FILTER (WHERE embedding = vector), bool_and(access_count ="
                                + " coalesce(hit_count, 0)), bool_and(last_accessed IS NOT DISTINCT FROM last_hit_at)"
                                + " FROM mcp.embedding_cache"))
                .containsExactly("31 | 30 | t | t");
        assertThat(db.query(
                        "SELECT count(*) FROM mcp.embedding_metrics WHERE tokens_used = tokens_processed AND batch_size ="
                                + " vectors_created AND latency_ms = processing_time_ms AND cost_usd = estimated_cost_usd"
                                + " AND success = (error_count = 0)"))
                .containsExactly("200");
    }

    @Test
    void all_rows_stay_as_they_were_and_their_values_carry_over() {
        Postgres.Database db = withRows();
        List<List<String>> before = old(db);
        LiveRun.of(db, STEPS);
        assertThat(old(db)).isEqualTo(before);
        assertCarriedOver(db);
        assertThat(McpCatalog.of(db))
                .contains(
                        "constraint mcp.tenant_config tenant_config_pkey PRIMARY KEY (id)",
                        "constraint mcp.tenant_config tenant_config_tenant_id_key UNIQUE (tenant_id)",
                        "constraint mcp.agent_configs agent_configs_pkey PRIMARY KEY (id)",
                        "constraint mcp.agent_configs agent_configs_agent_id_version_key UNIQUE (agent_id, version)",
                        "constraint mcp.embedding_cache embedding_cache_pkey PRIMARY KEY (id)",
                        "constraint mcp.embedding_cache embedding_cache_content_hash_model_id_key UNIQUE (content_hash, model_id)",
                        "column embedding_cache embedding vector",
                        "column tenant_config id uuid NOT NULL DEFAULT uuid_generate_v4()",
                        "column each month of embedding_metrics latency_ms bigint")
                .noneMatch(line -> line.contains("next_pkey")
                        || line.contains("is_not_null")
                        || line.contains("not validated")
                        || line.contains("(invalid)"));
        assertThat(LiveRun.of(db, STEPS).changed()).isEmpty();
    }

    @Test
    void programs_that_write_the_old_shape_and_programs_that_write_the_new_one_see_each_other() {
        Postgres.Database db = withRows();
        LiveRun.of(db, STEPS);
        db.execute(
                "INSERT INTO mcp.embedding_cache (content_hash, model_id, vector, hit_count) VALUES ('old', " + MODEL
                        + ", " + VECTOR.formatted("1") + ", 3) ON CONFLICT (content_hash, model_id) DO NOTHING",
                "INSERT INTO mcp.embedding_cache (content_hash, model_id, embedding, access_count) VALUES ('new', "
                        + MODEL + ", array_fill(2, ARRAY[3072])::public.vector, 4)",
                "UPDATE mcp.embedding_cache SET hit_count = hit_count + 1, last_hit_at = '2025-06-01' WHERE content_hash = 'old'",
                "UPDATE mcp.embedding_cache SET access_count = access_count + 1 WHERE content_hash = 'new'");
        assertThat(db.query("SELECT content_hash, hit_count, access_count, last_accessed, vector IS NULL,"
                        + " public.vector_dims(embedding) FROM mcp.embedding_cache WHERE content_hash IN ('old', 'new')"
                        + " ORDER BY 1 DESC"))
                .containsExactly("old | 4 | 4 | 2025-06-01 00:00:00 | f | 1536", "new | 5 | 5 | null | t | 3072");
        assertThatThrownBy(() ->
                        db.execute("INSERT INTO mcp.embedding_cache (content_hash, model_id, embedding) VALUES ('x', "
                                + MODEL + ", array_fill(2, ARRAY[4097])::public.vector)"))
                .hasMessageContaining("embedding_cache_dimensions_check");

        db.execute(
                "INSERT INTO mcp.embedding_metrics (\"timestamp\", tenant_id, model_id, tokens_processed, vectors_created,"
                        + " processing_time_ms, error_count) VALUES ('2025-02-02', public.uuid_generate_v4(), " + MODEL
                        + ", 1001, 2, 3, 1)",
                "INSERT INTO mcp.embedding_metrics (\"timestamp\", tenant_id, model_id, agent_id, tokens_used, latency_ms, cost_usd,"
                        + " success) VALUES ('2025-02-03', public.uuid_generate_v4(), " + MODEL
                        + ", 'me', 1002, 7, 0.5, false)");
        assertThat(
                        db.query(
                                "SELECT tokens_processed, tokens_used, vectors_created, processing_time_ms, latency_ms, cost_usd,"
                                        + " estimated_cost_usd, success FROM mcp.embedding_metrics WHERE tokens_used > 1000 ORDER BY 1"))
                .containsExactly(
                        "1001 | 1001 | 2 | 3 | 3 | null | null | f",
                        "1002 | 1002 | 0 | 7 | 7 | 0.500000 | 0.500000 | f");
    }

    @Test
    void an_agent_may_have_several_versions_and_only_known_strategies() {
        Postgres.Database db = withRows();
        LiveRun.of(db, STEPS);
        String next = "INSERT INTO mcp.agent_configs (agent_id, version, embedding_strategy) SELECT agent_id, %s, '%s'"
                + " FROM mcp.agent_configs WHERE version = 1 LIMIT 1";
        db.execute(next.formatted("2", "quality"));
        assertThatThrownBy(() -> db.execute(next.formatted("2", "speed")))
                .hasMessageContaining("agent_configs_agent_id_version_key");
        assertThatThrownBy(() -> db.execute(next.formatted("3", "magic")))
                .hasMessageContaining("agent_configs_embedding_strategy_check");
        assertThatThrownBy(() ->
                        db.execute("INSERT INTO mcp.tenant_config (tenant_id, name) SELECT tenant_id, 'again' FROM"
                                + " mcp.tenant_config LIMIT 1"))
                .hasMessageContaining("tenant_config_tenant_id_key");
    }

    @Test
    void stopped_after_any_step_or_batch_a_rerun_ends_the_same() {
        Postgres.Database whole = withRows();
        LiveRun.of(whole, STEPS);
        List<String> catalog = McpCatalog.of(whole);
        Postgres.Database db = withRows();
        List<List<String>> before = old(db);
        int stop = 1;
        // ever further on one and the same database: each run stops behind the one before it
        while (LiveRun.stoppingAfter(stop, db, STEPS, LiveRun.batchesOf(10))) {
            assertThat(old(db)).isEqualTo(before);
            stop += 2;
        }
        assertThat(stop).isGreaterThan(STEPS.size());
        assertThat(McpCatalog.of(db)).isEqualTo(catalog);
        assertCarriedOver(db);
    }
}
