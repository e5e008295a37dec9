package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.LiveStep;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.McpVersions;
import dev.tributary.support.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The indexes: that queries use them, that building them loses none, and that each can be taken up again. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndexesTest {
    private static final List<LiveStep> STEPS = new V010__create_indexes().steps();
    private static final String INVALID = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    private static final String TENANT = "'00000000-0000-0000-0000-000000000001'";
    private Postgres.Database db;

    @BeforeAll
    void build_them() {
        db = McpVersions.upTo(10)
                .execute(
                        "INSERT INTO mcp.tasks (tenant_id, type, title, status, priority, created_at) SELECT md5((i % 50)::text)::uuid,"
                                + " 't', 't', (ARRAY['pending', 'completed', 'failed', 'assigned'])[i / 50 % 4 + 1],"
                                + " (ARRAY['low', 'high', 'medium', 'normal'])[i / 200 % 4 + 1],"
                                + " timestamp '2025-01-01' + i * interval '6 minutes' FROM generate_series(1, 20000) AS i",
                        "INSERT INTO mcp.workflows (tenant_id, name, type, is_active) SELECT md5((i % 10)::text)::uuid, 'n' || i,"
                                + " (ARRAY['loop', 'parallel', 'sequential'])[i % 3 + 1], i % 7 < 4 FROM generate_series(1, 900) AS i",
                        "INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content, agent_id) SELECT"
                                + " md5((i % 50)::text)::uuid, m.id, i::text, 'c', 'agent ' || i % 300 FROM generate_series(1, 1500) AS i,"
                                + " mcp.embedding_models AS m",
                        "VACUUM ANALYZE mcp.tasks",
                        "VACUUM ANALYZE mcp.workflows",
                        "VACUUM ANALYZE mcp.embeddings");
    }

    /** Small tables are read as a whole, so that is forbidden: what is asked is whether the index answers the query. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "idx_embeddings_normalized_embedding | SELECT id FROM mcp.embeddings ORDER BY normalized_embedding <=> array_fill(1, ARRAY[1536])::vector LIMIT 5",
                "idx_embeddings_content_tsvector | SELECT id FROM mcp.embeddings WHERE content_tsvector @@ to_tsquery('english', 'cat')",
                "idx_embeddings_content_trgm | SELECT id FROM mcp.embeddings WHERE content LIKE '%needle%'",
                "idx_embeddings_agent_id | SELECT count(agent_id) FROM mcp.embeddings WHERE agent_id > 'a'",
                "idx_embeddings_task_type | SELECT id FROM mcp.embeddings WHERE task_type = 'a'",
                "idx_embeddings_agent_model | SELECT id FROM mcp.embeddings WHERE agent_id = 'agent 7' AND model_id = (SELECT max(id::text)::uuid FROM mcp.embedding_models)",
                "idx_embeddings_tenant_model | SELECT id, content_hash FROM mcp.embeddings WHERE tenant_id = %T AND model_id = (SELECT max(id::text)::uuid FROM mcp.embedding_models)",
                "idx_api_keys_key_type_tenant | SELECT id FROM mcp.api_keys WHERE key_type = 'agent' AND tenant_id = %T AND is_active = true",
                "idx_api_keys_parent_key_id | SELECT id FROM mcp.api_keys WHERE parent_key_id = %T",
                "idx_api_keys_expires_at | SELECT id FROM mcp.api_keys WHERE expires_at < now()",
                "idx_tasks_list_2025_01 | SELECT id, status, priority, assigned_to, created_at FROM mcp.tasks WHERE tenant_id = %T ORDER BY created_at DESC LIMIT 20",
                "idx_tasks_tenant_status_priority_2025_02 | SELECT title FROM mcp.tasks WHERE tenant_id = %T AND status = 'pending' AND priority = 'high'",
                "idx_tasks_created_at_2025_03 | SELECT id FROM mcp.tasks WHERE created_at > '2025-03-05' ORDER BY created_at DESC",
                "idx_task_delegation_history_task_id | SELECT id FROM mcp.task_delegation_history WHERE task_id = %T",
                "idx_task_state_transitions_task_id | SELECT id FROM mcp.task_state_transitions WHERE task_id = %T",
                "idx_task_idempotency_keys_expires_at | SELECT task_id FROM mcp.task_idempotency_keys WHERE expires_at < now()",
                "idx_workspace_activities_workspace_id | SELECT id FROM mcp.workspace_activities WHERE workspace_id = %T",
                "idx_workspace_activities_actor_id | SELECT id FROM mcp.workspace_activities WHERE actor_id = %T",
                "idx_embedding_cache_expires_at | SELECT id FROM mcp.embedding_cache WHERE expires_at < now()",
                "idx_embedding_metrics_agent_time_2025_01 | SELECT cost_usd FROM mcp.embedding_metrics WHERE agent_id = 'a' AND \"timestamp\" > '2025-01-01'",
                "idx_agents_last_seen_at | SELECT id FROM mcp.agents WHERE last_seen_at < now()",
                "idx_workflows_tenant_active_type | SELECT id FROM mcp.workflows WHERE tenant_id = %T AND is_active AND type = 'loop'",
                "idx_agent_configs_active | SELECT id FROM mcp.agent_configs WHERE agent_id = %T AND is_active",
                "idx_projection_matrices_lookup | SELECT matrix_data FROM mcp.projection_matrices WHERE source_model = 'a' AND target_model = 'b' AND is_active",
                "idx_embedding_searches_tenant_created | SELECT id FROM mcp.embedding_searches WHERE tenant_id = %T AND created_at > now()",
                "idx_conflict_resolutions_document_id | SELECT id FROM mcp.conflict_resolutions WHERE document_id = %T"
            })
    void its_query_uses_the_index(String index, String query) {
        assertThat(explain(query.replace("%T", "md5('1')::uuid"))).contains(index);
    }

    private String explain(String query) {
        try (Connection connection = db.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_sort = off");
            StringBuilder plan = new StringBuilder();
            try (ResultSet row = statement.executeQuery("EXPLAIN " + query)) {
                while (row.next()) {
                    plan.append(row.getString(1)).append('\n');
                }
            }
            return plan.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void all_are_valid_and_run_again_nothing_is_built() {
        Postgres.Database again = McpVersions.upTo(10);
        assertThat(again.query(INVALID)).containsExactly("0");
        assertThat(LiveRun.of(again, STEPS).changed()).isEmpty();
    }

    @Test
    void an_index_whose_build_was_broken_off_is_built_anew_and_a_missing_partition_s_too() {
        Postgres.Database own = McpVersions.upTo(10);
        List<String> before = McpCatalog.of(own);
        own.execute(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'mcp.idx_agents_last_seen_at'::regclass",
                "DROP INDEX mcp.idx_tasks_list",
                "CREATE INDEX idx_tasks_list ON ONLY mcp.tasks (tenant_id, created_at DESC) INCLUDE (id, status, priority, assigned_to)",
                "CREATE INDEX idx_tasks_list_2025_02 ON mcp.tasks_2025_02 (tenant_id, created_at DESC) INCLUDE (id, status, priority, assigned_to)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'mcp.idx_tasks_list_2025_02'::regclass");
        assertThat(own.query(INVALID)).containsExactly("3");
        assertThat(LiveRun.of(own, STEPS).changed())
                .contains("build the index idx_agents_last_seen_at", "build the index idx_tasks_list of tasks_2025_02");
        assertThat(own.query(INVALID)).containsExactly("0");
        assertThat(McpCatalog.of(own)).isEqualTo(before);
    }

    @Test
    void stopped_after_any_step_a_rerun_ends_the_same() {
        Postgres.Database own = McpVersions.upTo(9);
        int stops = 0;
        while (LiveRun.stoppingAfter(1 + 3 * stops, own, STEPS, LiveRun.batchesOf(1000))) {
            stops++;
        }
        assertThat(stops).isGreaterThan(10);
        assertThat(McpCatalog.of(own)).isEqualTo(McpCatalog.of(db));
    }

    @Test
    void an_index_of_another_shape_refuses_on_a_plain_and_on_a_partitioned_table() {
        for (String taken : List.of(
                "CREATE INDEX idx_agents_last_seen_at ON mcp.agents (name)",
                "CREATE INDEX idx_tasks_created_at ON mcp.tasks (created_at)")) {
            Postgres.Database own = McpVersions.upTo(9).execute(taken);
            assertThatThrownBy(() -> LiveRun.of(own, STEPS))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("exists and is not what it should be");
        }
    }

    @Test
    void a_vector_index_gets_the_lists_that_fit_the_rows_that_are_there() {
        Postgres.Database own = McpVersions.upTo(9)
                .execute("INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content, vector)"
                        + " SELECT public.uuid_generate_v4(), m.id, 'h' || g, 'text ' || g,"
                        + " array_fill(1 + g % 7, ARRAY[1536])::public.vector FROM generate_series(1, 3500) AS g,"
                        + " (SELECT id FROM mcp.embedding_models LIMIT 1) AS m");
        LiveRun.of(own, STEPS);
        assertThat(own.query("SELECT reloptions FROM pg_class WHERE relname = 'idx_embeddings_normalized_embedding'"))
                .containsExactly("{lists=3}");
    }

    @Test
    void an_index_that_is_stored_otherwise_is_the_same_index() {
        Postgres.Database own = McpVersions.upTo(9)
                .execute("CREATE INDEX idx_embeddings_normalized_embedding ON mcp.embeddings USING ivfflat"
                        + " (normalized_embedding public.vector_cosine_ops) WITH (lists = 7)")
                .execute("CREATE INDEX idx_embeddings_content_tsvector ON mcp.embeddings USING gin (content_tsvector)");
        assertThat(LiveRun.of(own, STEPS).changed())
                .doesNotContain(
                        "build the index idx_embeddings_normalized_embedding",
                        "build the index idx_embeddings_content_tsvector")
                .contains("build the index idx_embeddings_agent_id");
    }

    @Test
    void old_embeddings_get_their_normalized_one_and_so_do_those_of_programs_that_know_only_the_old_column() {
        Postgres.Database own = McpVersions.upTo(9);
        List<String> inserts = new ArrayList<>();
        Stream.of("3", "0", "5").forEach(value -> inserts.add(insert("old " + value, value)));
        own.execute(inserts.toArray(String[]::new));
        LiveRun.of(own, STEPS);
        own.execute(
                insert("new 2", "2"),
                "UPDATE mcp.embeddings SET vector = array_fill(-1, ARRAY[1536])::public.vector WHERE content = 'old 5'",
                "UPDATE mcp.embeddings SET metadata = '{}'");
        String unit = Double.toString(1 / Math.sqrt(1536)).substring(0, 7);
        assertThat(
                        own.query(
                                "SELECT content, left(ltrim(normalized_embedding::text, '['), 8) FROM mcp.embeddings ORDER BY 1"))
                .containsExactly("new 2 | " + unit + "5", "old 0 | null", "old 3 | " + unit + "5", "old 5 | -" + unit);
    }

    private static String insert(String content, String value) {
        return "INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content, vector) SELECT " + TENANT
                + ", id, '" + content + "', '" + content + "', array_fill(" + value
                + ", ARRAY[1536])::public.vector FROM mcp.embedding_models WHERE model_name = 'text-embedding-3-small'";
    }

    @Test
    void embeddings_have_the_words_of_their_text_also_those_that_were_there_before() {
        String insert = "INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content) SELECT " + TENANT
                + ", id, '%1$s', '%1$s' FROM mcp.embedding_models LIMIT 1";
        Postgres.Database db = withIndexes(insert.formatted("old rivers"));
        db.execute(insert.formatted("new lakes"));
        String words = "SELECT content, content_tsvector, document_length FROM mcp.embeddings ORDER BY 1";
        assertThat(db.query(words))
                .containsExactly("new lakes | 'lake':2 'new':1 | 2", "old rivers | 'old':1 'river':2 | 2");
        db.execute("UPDATE mcp.embeddings SET content = 'seas' WHERE content = 'new lakes'");
        assertThat(db.query(words)).contains("seas | 'sea':1 | 1");
    }

    @Test
    void a_text_with_more_words_than_can_be_kept_is_written_all_the_same_also_one_that_was_there_before() {
        String insert = "INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content) SELECT " + TENANT
                + ", (SELECT id FROM mcp.embedding_models LIMIT 1), '%s', string_agg(md5(g::text), ' ')"
                + " FROM generate_series(1, 40000) AS g";
        Postgres.Database db = withIndexes(insert.formatted("old"));
        db.execute(insert.formatted("new"));
        assertThat(
                        db.query(
                                "SELECT content_hash, length(content_tsvector), document_length FROM mcp.embeddings ORDER BY 1"))
                .containsExactly("new | 0 | 0", "old | 0 | 0");
    }

    private static Postgres.Database withIndexes(String before) {
        Postgres.Database own = McpVersions.upTo(9).execute(before);
        LiveRun.of(own, STEPS);
        return own;
    }

    @Test
    void writers_go_on_while_the_indexes_are_built() {
        Postgres.Database own = McpVersions.upTo(9);
        List<String> written = new ArrayList<>();
        LiveRun.beside(
                main -> {
                    for (int i = 0; main.isAlive() && i < 40; i++) {
                        own.execute("INSERT INTO mcp.tasks (tenant_id, type, title, created_at) VALUES (" + TENANT
                                + ", 't', '" + i + "', '2025-02-03')");
                        written.add("row " + i);
                    }
                },
                own,
                STEPS,
                LiveRun.batchesOf(1000));
        assertThat(written).hasSize(40);
        assertThat(own.query("SELECT count(*) FROM mcp.tasks WHERE tenant_id = " + TENANT))
                .containsExactly("40");
        assertThat(own.query(INVALID)).containsExactly("0");
        assertThat(McpCatalog.of(own)).isEqualTo(McpCatalog.of(db));
    }
}
