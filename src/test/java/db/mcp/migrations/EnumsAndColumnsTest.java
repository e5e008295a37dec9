package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.LiveStep;
import dev.tributary.postgres.LiveSteps;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EnumsAndColumnsTest {
    private static final List<LiveStep> ENUMS = new V003__create_enums().steps();
    private static final List<LiveStep> COLUMNS = new V005__add_columns().steps();
    private static final List<LiveStep> TABLES = new V006__create_tables().steps();

    @Test
    void the_seven_enums_have_their_labels_in_order_and_a_second_run_does_nothing() {
        Postgres.Database db = Postgres.fresh().execute("CREATE SCHEMA mcp");
        LiveRun.of(db, ENUMS);
        assertThat(McpCatalog.of(db))
                .containsExactly(
                        "type delegation_type handoff,collaboration,supervision,consultation",
                        "type member_role viewer,contributor,moderator,admin,owner",
                        "type task_priority low,medium,high,critical",
                        "type task_status pending,assigned,in_progress,completed,failed,cancelled,delegated",
                        "type workflow_status draft,active,paused,completed,failed,archived",
                        "type workflow_type sequential,parallel,conditional,loop,map_reduce,scatter_gather",
                        "type workspace_visibility private,team,organization,public");
        assertThat(LiveRun.of(db, ENUMS).changed()).isEmpty();
    }

    @Test
    void an_enum_with_another_label_or_another_order_or_a_domain_of_that_name_refuses() {
        for (String other : List.of(
                "AS ENUM ('low', 'normal', 'high', 'critical')", "AS ENUM ('high', 'medium', 'low', 'critical')", "")) {
            Postgres.Database db = Postgres.fresh()
                    .execute(
                            "CREATE SCHEMA mcp",
                            other.isEmpty()
                                    ? "CREATE DOMAIN mcp.task_priority AS TEXT"
                                    : "CREATE TYPE mcp.task_priority " + other);
            assertThatThrownBy(() -> LiveRun.of(db, ENUMS))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("mcp.task_priority is")
                    .hasMessageContaining("expected enum (low, medium, high, critical)");
        }
    }

    @Test
    void columns_come_with_constant_defaults_for_old_and_new_rows_without_a_rewrite() {
        Postgres.Database db = Postgres.fresh()
                .withInitialSchema()
                .execute(
                        "INSERT INTO mcp.workspaces (tenant_id, name, type) VALUES (public.uuid_generate_v4(), 'w', 't')",
                        "INSERT INTO mcp.tasks (tenant_id, type, title, created_at)"
                                + " VALUES (public.uuid_generate_v4(), 't', 'x', '2025-01-15')");
        String files = "SELECT pg_relation_filenode('mcp.workspaces'), pg_relation_filenode('mcp.tasks_2025_01')";
        List<String> before = db.query(files);
        LiveRun.of(db, ENUMS);
        LiveRun.of(db, COLUMNS);
        assertThat(db.query(files)).isEqualTo(before);
        assertThat(db.query("SELECT visibility, max_members, max_storage_bytes, current_storage_bytes, max_documents,"
                        + " current_documents FROM mcp.workspaces"))
                .containsExactly("private | 50 | 1073741824 | 0 | 1000 | 0");
        assertThat(db.query("SELECT auto_escalate, escalation_timeout, max_delegations FROM mcp.tasks"))
                .containsExactly("f | null | 3");
        assertThat(McpCatalog.of(db))
                .contains(
                        "column embeddings normalized_embedding vector(1536)",
                        "column embeddings cost_usd numeric(10,6)",
                        "column agents last_seen_at timestamp with time zone",
                        "column each month of tasks auto_escalate boolean DEFAULT false");
        assertThat(LiveRun.of(db, COLUMNS).changed()).isEmpty();
    }

    @Test
    void a_column_that_exists_with_another_type_refuses_and_one_of_the_same_type_is_kept() {
        Postgres.Database db = Postgres.fresh()
                .withInitialSchema()
                .execute(
                        "ALTER TABLE mcp.tasks ADD COLUMN max_delegations INTEGER DEFAULT 9",
                        "ALTER TABLE mcp.tasks ADD COLUMN auto_escalate TEXT");
        LiveRun.of(db, ENUMS);
        assertThatThrownBy(() -> LiveRun.of(db, COLUMNS))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("tasks.auto_escalate is text, expected boolean");
        db.execute("ALTER TABLE mcp.tasks DROP COLUMN auto_escalate");
        LiveRun.of(db, COLUMNS);
        assertThat(McpCatalog.of(db)).contains("column tasks auto_escalate boolean DEFAULT false");
    }

    @Test
    void the_eight_tables_are_made_and_a_task_s_history_refers_to_the_task_itself() {
        Postgres.Database db = Postgres.fresh()
                .withInitialSchema()
                .execute(
                        "INSERT INTO mcp.tasks (id, tenant_id, type, title, created_at) VALUES"
                                + " ('00000000-0000-0000-0000-00000000000a', public.uuid_generate_v4(), 't', 'x', '2025-01-15')");
        LiveRun.of(db, LiveSteps.all(ENUMS, TABLES));
        assertThat(db.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'mcp'::regnamespace AND relname IN"
                        + " ('embedding_statistics', 'task_delegation_history', 'task_state_transitions',"
                        + " 'task_idempotency_keys', 'projection_matrices', 'workspace_activities',"
                        + " 'embedding_searches', 'conflict_resolutions')"))
                .containsExactly("8");
        String insert = "INSERT INTO mcp.task_state_transitions (task_id, task_created_at, to_state) VALUES"
                + " ('00000000-0000-0000-0000-00000000000a', '%s', 'assigned')";
        db.execute(insert.formatted("2025-01-15"));
        assertThatThrownBy(() -> db.execute(insert.formatted("2025-01-16")))
                .hasMessageContaining("task_state_transitions_task_fkey");
        db.execute("DELETE FROM mcp.tasks");
        assertThat(db.query("SELECT count(*) FROM mcp.task_state_transitions")).containsExactly("0");
        assertThatThrownBy(
                        () -> db.execute(
                                "INSERT INTO mcp.projection_matrices (source_model, source_dimensions,"
                                        + " target_model, target_dimensions, matrix_data) SELECT 'a', 1, 'b', 2, '' FROM generate_series(1, 2)"))
                .hasMessageContaining("projection_matrices_source_target_key");
        assertThat(LiveRun.of(db, TABLES).changed()).isEmpty();
    }

    @Test
    void a_table_that_exists_in_another_shape_is_not_passed_over() {
        Postgres.Database lacking = Postgres.fresh()
                .withInitialSchema()
                .execute("CREATE TABLE mcp.embedding_statistics (collection_id VARCHAR(255) PRIMARY KEY)");
        LiveRun.of(lacking, ENUMS);
        assertThatThrownBy(() -> LiveRun.of(lacking, TABLES))
                .isInstanceOf(Fault.class)
                .hasMessageContaining(
                        "mcp.embedding_statistics exists and lacks columns: avg_document_length; last_updated");
        Postgres.Database other = Postgres.fresh()
                .withInitialSchema()
                .execute("CREATE TABLE mcp.task_idempotency_keys (idempotency_key TEXT, task_id UUID,"
                        + " task_created_at TIMESTAMP, created_at TIMESTAMP, expires_at TIMESTAMP)");
        LiveRun.of(other, ENUMS);
        assertThatThrownBy(() -> LiveRun.of(other, TABLES))
                .hasMessageContaining("task_idempotency_keys.idempotency_key is text, expected character varying(255)");
    }

    @Test
    void stopped_after_any_step_a_rerun_ends_the_same() {
        List<LiveStep> all = LiveSteps.all(ENUMS, COLUMNS, TABLES);
        Postgres.Database whole = Postgres.fresh().withInitialSchema();
        LiveRun.of(whole, all);
        List<String> catalog = McpCatalog.of(whole);
        Postgres.Database db = Postgres.fresh().withInitialSchema();
        // ever further on one and the same database: each run stops behind the one before it
        for (int stop = 1; LiveRun.stoppingAfter(stop, db, all, LiveRun.batchesOf(1000)); stop += 3) {
            assertThat(stop).isLessThan(3 * all.size());
        }
        assertThat(McpCatalog.of(db)).isEqualTo(catalog);
    }
}
