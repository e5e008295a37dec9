package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.LiveStep;
import dev.tributary.postgres.LiveSteps;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TriggersTest {
    private static final List<LiveStep> BEFORE = LiveSteps.all(
            new V003__create_enums().steps(),
            new V005__add_columns().steps(),
            new V006__create_tables().steps(),
            new V008__create_functions().steps());
    private static final List<LiveStep> STEPS = new V012__create_triggers().steps();
    private static final String TENANT = "00000000-0000-0000-0000-000000000001";
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";
    private static final String MONTH = "CREATE TABLE mcp.audit_log_now PARTITION OF mcp.audit_log"
            + " FOR VALUES FROM ('2026-01-01') TO ('2100-01-01')";
    private static final String TASK = "INSERT INTO mcp.tasks (tenant_id, type, title, created_at) VALUES ('" + TENANT
            + "', 't', 'x', '2025-01-15')";
    private static final String AUDITED =
            "SELECT entity_type, action, tenant_id, actor_id, actor_type FROM mcp.audit_log ORDER BY created_at";

    private static Postgres.Database withTriggers(String... more) {
        Postgres.Database db = Postgres.fresh().withInitialSchema().execute(more);
        LiveRun.of(db, LiveSteps.all(BEFORE, STEPS));
        return db;
    }

    @Test
    void who_changed_what_is_written_down_with_the_old_and_the_new_row() {
        Postgres.Database db = withTriggers(MONTH);
        String actor = "00000000-0000-0000-0000-00000000000b";
        db.execute(
                TASK,
                "BEGIN; SELECT set_config('app.actor_id', '" + actor
                        + "', true), set_config('app.actor_type', 'agent', true);"
                        + " UPDATE mcp.tasks SET title = 'y'; COMMIT",
                "DELETE FROM mcp.tasks");
        assertThat(db.query(AUDITED))
                .containsExactly(
                        "tasks | insert | " + TENANT + " | " + NOBODY + " | system",
                        "tasks | update | " + TENANT + " | " + actor + " | agent",
                        "tasks | delete | " + TENANT + " | " + NOBODY + " | system");
        assertThat(db.query("SELECT changes->'old'->>'title', changes->'new'->>'title', metadata->>'session_user'"
                        + " FROM mcp.audit_log ORDER BY created_at"))
                .containsExactly("null | x | postgres", "x | y | postgres", "y | null | postgres");
    }

    @Test
    void a_shared_document_is_written_down_under_its_workspace_s_tenant_and_workflows_and_workspaces_under_their_own() {
        Postgres.Database db = withTriggers(MONTH);
        db.execute(
                "INSERT INTO mcp.workspaces (tenant_id, name, type) VALUES ('" + TENANT + "', 'w', 't')",
                "INSERT INTO mcp.shared_documents (workspace_id, name, type) SELECT id, 'd', 't' FROM mcp.workspaces",
                "INSERT INTO mcp.workflows (tenant_id, name, type) VALUES ('" + TENANT + "', 'w', 'loop')");
        assertThat(db.query("SELECT entity_type, tenant_id FROM mcp.audit_log ORDER BY created_at"))
                .containsExactly("workspaces | " + TENANT, "shared_documents | " + TENANT, "workflows | " + TENANT);
    }

    @Test
    void an_update_that_changes_nothing_a_person_would_call_a_change_is_not_written_down() {
        Postgres.Database db = withTriggers(MONTH);
        db.execute(TASK, "UPDATE mcp.tasks SET title = title", "UPDATE mcp.tasks SET updated_at = now()");
        assertThat(db.query(AUDITED)).hasSize(1);
        LiveRun.of(db, new V014__add_typed_columns().steps());
        assertThat(db.query("SELECT status_enum, priority_enum FROM mcp.tasks")).containsExactly("pending | medium");
        assertThat(db.query(AUDITED)).hasSize(1);
        db.execute("UPDATE mcp.tasks SET status_enum = 'failed'");
        assertThat(db.query("SELECT changes->'old'->>'status', changes->'new'->>'status' FROM mcp.audit_log"
                        + " WHERE action = 'update'"))
                .containsExactly("pending | failed");
    }

    @Test
    void no_write_is_stopped_by_what_the_audit_lacks_be_it_a_partition_for_the_day_a_tenant_a_setting_or_a_right()
            throws SQLException {
        Postgres.Database db = withTriggers(); // no partition of audit_log is of today
        db.execute(
                "DO $$ BEGIN IF to_regrole('audited_writer') IS NULL THEN CREATE ROLE audited_writer LOGIN PASSWORD '"
                        + db.password() + "'; END IF; END $$",
                "REVOKE ALL ON mcp.audit_log FROM PUBLIC");
        db.execute(TASK);
        assertThat(db.query("SELECT count(*) FROM mcp.tasks")).containsExactly("1");
        assertThat(db.query(AUDITED)).isEmpty();

        db.execute(MONTH);
        try (Connection connection = db.as("audited_writer").connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('app.tenant_id', '" + TENANT + "', false),"
                    + " set_config('app.actor_id', 'no uuid', false)");
            statement.execute(TASK);
            assertThat(statement.executeUpdate("UPDATE mcp.tasks SET title = 'z'"))
                    .isEqualTo(2);
        }
        assertThat(db.query("SELECT action, actor_type, metadata->>'session_user', metadata->>'malformed_actor_id'"
                        + " FROM mcp.audit_log ORDER BY created_at"))
                .containsExactly(
                        "insert | system | audited_writer | no uuid",
                        "update | system | audited_writer | no uuid",
                        "update | system | audited_writer | no uuid");
        db.execute(
                "ALTER TABLE mcp.workspaces ALTER COLUMN tenant_id DROP NOT NULL",
                "INSERT INTO mcp.workspaces (tenant_id, name, type) VALUES (NULL, 'w', 't')");
        assertThat(db.query("SELECT tenant_id FROM mcp.audit_log WHERE entity_type = 'workspaces'"))
                .containsExactly(NOBODY);
    }

    @Test
    void steps_that_are_none_are_refused_and_those_that_were_there_before_do_not_stop_other_changes() {
        Postgres.Database db = withTriggers("INSERT INTO mcp.workflows (tenant_id, name, type, steps) VALUES ('"
                + TENANT + "', 'old', 'loop', '{\"a\": 1}')");
        String insert = "INSERT INTO mcp.workflows (tenant_id, name, type, steps) VALUES ('" + TENANT
                + "', '%1$s', 'loop', '%2$s')";
        assertThatThrownBy(() -> db.execute(insert.formatted("new", "[{\"id\": \"a\"}]")))
                .hasMessageContaining("the steps of the workflow");
        db.execute(
                insert.formatted("new", "[{\"id\": \"a\", \"type\": \"call\"}]"),
                "UPDATE mcp.workflows SET description = 'd' WHERE name = 'old'");
        assertThatThrownBy(() -> db.execute("UPDATE mcp.workflows SET steps = '[1]' WHERE name = 'old'"))
                .hasMessageContaining("the steps of the workflow");
        assertThat(db.query("SELECT name, description FROM mcp.workflows ORDER BY 1"))
                .containsExactly("new | null", "old | d");
    }

    @Test
    void updated_at_follows_an_update_on_every_table_that_has_it() {
        Postgres.Database db = withTriggers();
        assertThat(db.query("""
                SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'updated_at'
                WHERE c.relnamespace = 'mcp'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                  AND NOT EXISTS (SELECT FROM pg_trigger AS g WHERE g.tgrelid = c.oid
                                  AND g.tgfoid = 'mcp.update_updated_at_column()'::regprocedure)""")).isEmpty();
        db.execute(
                "INSERT INTO mcp.tenant_config (tenant_id, name, updated_at) VALUES ('" + TENANT
                        + "', 't', '2025-01-01')",
                "UPDATE mcp.tenant_config SET name = 'u'");
        assertThat(db.query("SELECT updated_at > '2026-01-01' FROM mcp.tenant_config"))
                .containsExactly("t");
    }

    @Test
    void a_trigger_of_that_name_that_calls_another_function_is_not_replaced_and_a_second_run_changes_nothing() {
        Postgres.Database db = Postgres.fresh()
                .withInitialSchema()
                .execute("CREATE TRIGGER audit_tasks AFTER INSERT ON mcp.tasks FOR EACH ROW"
                        + " EXECUTE FUNCTION mcp.update_updated_at_column()");
        LiveRun.of(db, BEFORE);
        assertThatThrownBy(() -> LiveRun.of(db, STEPS))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("audit_tasks calls update_updated_at_column()");
        db.execute("DROP TRIGGER audit_tasks ON mcp.tasks");
        LiveRun.of(db, STEPS);
        List<String> catalog = McpCatalog.of(db);
        assertThat(LiveRun.of(db, STEPS).changed()).isEmpty();
        assertThat(McpCatalog.of(db)).isEqualTo(catalog);
    }
}
