package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.LiveStep;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpVersions;
import dev.tributary.support.Postgres;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The views over a handful of rows, each held against what was added up by hand. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewsTest {
    private static final List<LiveStep> STEPS = new V009__create_views().steps();
    private static final String ID = "00000000-0000-0000-0000-00000000000";
    private static final String MODEL = ID + "d";
    private Postgres.Database db;

    @BeforeAll
    void fill() {
        db = McpVersions.upTo(9)
                .execute(
                        "INSERT INTO mcp.embedding_models (id, provider, model_name, dimensions, is_active) VALUES ('"
                                + MODEL + "', 'p', 'mine', 3, true), ('" + ID + "e', 'p', 'retired', 3, false)",
                        metric("1", "'agent'", "2025-01-10 01:00", 100, "0.5", 20, "true"),
                        metric("1", "'agent'", "2025-01-10 23:00", 300, "0.25", 40, "false"),
                        metric("1", "'agent'", "2025-01-11 00:00", 7, "NULL", 10, "true"),
                        metric("1", "NULL", "2025-01-10 01:00", 5, "1", 10, "true"),
                        metric("2", "'agent'", "2025-01-10 01:00", 1, "2", 10, "true"),
                        "INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content, created_at) VALUES ('"
                                + ID
                                + "1', '" + MODEL + "', 'a', 'a', '2025-01-05'), ('" + ID + "1', '" + MODEL
                                + "', 'b', 'b', '2025-01-07'), ('" + ID + "2', '" + MODEL
                                + "', 'a', 'a', '2025-01-06')",
                        "INSERT INTO mcp.agents (id, tenant_id, name, type, current_workload, max_workload) VALUES ('"
                                + ID + "a', '" + ID + "1', 'busy', 't', 12, 10), ('" + ID + "b', '" + ID
                                + "1', 'idle', 't', 0, 5)",
                        task("pending", "high", "NULL", "NULL", "NULL"),
                        task("pending", "high", "'" + ID + "a'", "'2025-01-20'", "NULL"),
                        task("in_progress", "high", "'" + ID + "a'", "'2999-01-01'", "NULL"),
                        task("completed", "low", "'" + ID + "a'", "'2025-01-16 12:00'", "'2025-01-16 02:00'"),
                        task("completed", "low", "'" + ID + "a'", "'2025-01-16 12:00'", "'2025-01-17 00:00'"),
                        "INSERT INTO mcp.workflows (id, tenant_id, name, type, steps, is_active) VALUES ('" + ID
                                + "f', '" + ID
                                + "1', 'on', 'sequential', '[{}, {}]', true), ('" + ID + "0', '" + ID
                                + "1', 'off', 'sequential', '[]', false), ('" + ID + "9', '" + ID
                                + "1', 'odd', 'sequential', '{\"i\": 1}', true)",
                        "INSERT INTO mcp.workflow_executions (tenant_id, workflow_id, status, started_at, completed_at) VALUES ('"
                                + ID + "1', '" + ID + "f', 'running', '2025-01-02', NULL), ('" + ID + "1', '" + ID
                                + "f', 'failed', '2025-01-03', '2025-01-04'), ('" + ID + "1', '" + ID
                                + "0', 'running', '2025-01-02', NULL)",
                        "INSERT INTO mcp.workspaces (id, tenant_id, name, type) VALUES ('" + ID + "c', '" + ID
                                + "1', 'lively', 't'), ('" + ID + "8', '" + ID + "1', 'still', 't')",
                        "INSERT INTO mcp.workspace_members (workspace_id, agent_id) VALUES ('" + ID + "c', '" + ID
                                + "a'), ('" + ID + "c', '" + ID + "b')",
                        "INSERT INTO mcp.shared_documents (workspace_id, name, type, updated_at) VALUES ('" + ID
                                + "c', 'd', 't', '2025-03-01')",
                        "INSERT INTO mcp.workspace_activities (workspace_id, actor_id, action, created_at) VALUES ('"
                                + ID
                                + "c', '" + ID + "a', 'x', '2025-02-01'), ('" + ID + "c', '" + ID
                                + "a', 'y', LOCALTIMESTAMP - interval '1 day')");
    }

    private static String metric(
            String tenant, String agent, String at, int tokens, String cost, int latency, String success) {
        return "INSERT INTO mcp.embedding_metrics (tenant_id, agent_id, model_id, \"timestamp\", tokens_used, cost_usd,"
                + " latency_ms, success, cache_hits, cache_misses) VALUES ('" + ID + tenant + "', " + agent + ", '"
                + MODEL
                + "', '" + at + "', " + tokens + ", " + cost + ", " + latency + ", " + success + ", 3, 1)";
    }

    private static String task(String status, String priority, String agent, String due, String completed) {
        return "INSERT INTO mcp.tasks (tenant_id, type, title, status, priority, assigned_to, due_date, completed_at,"
                + " created_at) VALUES ('" + ID + "1', 't', 't', '" + status + "', '" + priority + "', " + agent + ", "
                + due
                + ", " + completed + ", '2025-01-16')";
    }

    @Test
    void costs_are_added_up_per_tenant_agent_model_and_day_once_they_are_refreshed() {
        Postgres.Database own = Postgres.copyOf(db);
        String costs = "SELECT right(tenant_id::text, 1), agent_id, day, requests, failures, tokens_used, cost_usd,"
                + " round(avg_latency_ms), cache_hits, cache_misses FROM mcp.agent_cost_analytics ORDER BY 1, 2, 3";
        assertThat(own.query(costs)).isEmpty();
        own.execute("SELECT mcp.refresh_cost_analytics()");
        List<String> expected = List.of(
                "1 |  | 2025-01-10 | 1 | 0 | 5 | 1.000000 | 10 | 3 | 1",
                "1 | agent | 2025-01-10 | 2 | 1 | 400 | 0.750000 | 30 | 6 | 2",
                "1 | agent | 2025-01-11 | 1 | 0 | 7 | 0 | 10 | 3 | 1",
                "2 | agent | 2025-01-10 | 1 | 0 | 1 | 2.000000 | 10 | 3 | 1");
        assertThat(own.query(costs)).containsExactlyElementsOf(expected);
        own.execute(
                "DELETE FROM mcp.embedding_metrics WHERE tenant_id = '" + ID + "2'",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY mcp.agent_cost_analytics");
        assertThat(own.query(costs)).containsExactlyElementsOf(expected.subList(0, 3));
    }

    @Test
    void the_models_that_may_be_used_say_what_was_made_with_them() {
        Postgres.Database own = Postgres.copyOf(db).execute("SELECT mcp.refresh_cost_analytics()");
        String models = "SELECT provider, model_name, dimensions, embeddings, tenants, last_embedding_at FROM"
                + " mcp.active_embedding_models WHERE provider = 'p'";
        assertThat(own.query(models)).containsExactly("p | mine | 3 | 3 | 2 | 2025-01-07 00:00:00");
        own.execute(
                "UPDATE mcp.embedding_models SET is_active = NOT is_active WHERE provider = 'p'",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY mcp.active_embedding_models");
        assertThat(own.query(models)).containsExactly("p | retired | 3 | 0 | 0 | null");
    }

    @Test
    void a_refresh_needs_no_more_than_the_right_to_call_it() {
        Postgres.Database own = Postgres.copyOf(db)
                .execute(
                        "DROP ROLE IF EXISTS dashboard",
                        "CREATE ROLE dashboard LOGIN PASSWORD '" + db.password() + "'",
                        "GRANT USAGE ON SCHEMA mcp TO dashboard");
        own.as("dashboard").execute("SELECT mcp.refresh_cost_analytics()");
        assertThat(own.query("SELECT count(*) FROM mcp.agent_cost_analytics")).containsExactly("4");
        assertThatThrownBy(() -> own.as("dashboard").query("SELECT * FROM mcp.agent_cost_analytics"))
                .hasMessageContaining("permission denied");
        own.execute("DROP OWNED BY dashboard", "DROP ROLE dashboard");
    }

    @Test
    void tasks_are_counted_per_tenant_status_and_priority() {
        assertThat(db.query(
                        "SELECT right(tenant_id::text, 1), status, priority, tasks, unassigned, late, oldest_created_at,"
                                + " avg_time_to_complete FROM mcp.v_task_statistics ORDER BY status"))
                .as("two hours and twenty-four make thirteen on average, and one of the two was late")
                .containsExactly(
                        "1 | completed | low | 2 | 0 | 1 | 2025-01-16 00:00:00 | 13:00:00",
                        "1 | in_progress | high | 1 | 0 | 0 | 2025-01-16 00:00:00 | null",
                        "1 | pending | high | 2 | 1 | 1 | 2025-01-16 00:00:00 | null");
    }

    @Test
    void workflows_that_may_run_are_listed_with_their_executions() {
        assertThat(db.query("SELECT name, type, steps, executions, unfinished, failed, last_started_at FROM"
                        + " mcp.v_active_workflows ORDER BY name"))
                .containsExactly(
                        "odd | sequential | null | 0 | 0 | 0 | null",
                        "on | sequential | 2 | 2 | 1 | 1 | 2025-01-03 00:00:00");
    }

    @Test
    void an_agent_s_workload_is_what_is_still_open() {
        assertThat(db.query(
                        "SELECT name, current_workload, free, open_tasks, in_progress, late, oldest_task_created_at FROM"
                                + " mcp.v_agent_workload ORDER BY name"))
                .containsExactly("busy | 12 | 0 | 2 | 1 | 1 | 2025-01-16 00:00:00", "idle | 0 | 5 | 0 | 0 | 0 | null");
    }

    @Test
    void a_workspace_says_who_and_what_is_in_it_and_what_happened_last() {
        assertThat(
                        db.query(
                                "SELECT name, members, documents, activities, activities_in_7_days, last_activity_at::date ="
                                        + " (LOCALTIMESTAMP - interval '1 day')::date FROM mcp.v_workspace_activity ORDER BY name"))
                .containsExactly("lively | 2 | 1 | 2 | 1 | t", "still | 0 | 0 | 0 | 0 | null");
    }

    @Test
    void row_level_security_holds_through_the_views() {
        Postgres.Database own = Postgres.copyOf(db)
                .execute(
                        "DROP ROLE IF EXISTS reader",
                        "CREATE ROLE reader LOGIN PASSWORD '" + db.password() + "'",
                        "GRANT USAGE ON SCHEMA mcp TO reader",
                        "GRANT SELECT ON ALL TABLES IN SCHEMA mcp TO reader");
        String count =
                "SELECT set_config('app.tenant_id', '%s', false) <> 'x', (SELECT count(*) FROM mcp.v_task_statistics),"
                        + " (SELECT count(*) FROM mcp.v_active_workflows), (SELECT count(*) FROM mcp.v_agent_workload),"
                        + " (SELECT count(*) FROM mcp.v_workspace_activity)";
        assertThat(own.as("reader").query(count.formatted(ID + "1"))).containsExactly("t | 3 | 2 | 2 | 2");
        assertThat(own.as("reader").query(count.formatted(ID + "2"))).containsExactly("t | 0 | 0 | 0 | 0");
        own.execute("DROP OWNED BY reader", "DROP ROLE reader");
    }

    @Test
    void run_again_they_change_nothing_and_a_view_that_somebody_else_made_is_not_replaced() {
        Postgres.Database own = McpVersions.upTo(9);
        assertThat(LiveRun.of(own, STEPS).changed()).isEmpty();
        own.execute("DROP INDEX mcp.agent_cost_analytics_key", "DROP VIEW mcp.v_task_statistics");
        assertThat(LiveRun.of(own, STEPS).changed())
                .containsExactly("create the view agent_cost_analytics", "create the view v_task_statistics");
        own.execute("ALTER VIEW mcp.v_agent_workload RESET (security_invoker)");
        assertThatThrownBy(() -> LiveRun.of(own, STEPS))
                .as("it would show every tenant's agents")
                .isInstanceOf(Fault.class)
                .hasMessageContaining("mcp.v_agent_workload exists and is not what it should be");
        own.execute("DROP VIEW mcp.v_agent_workload", "CREATE TABLE mcp.v_agent_workload (x INTEGER)");
        assertThatThrownBy(() -> LiveRun.of(own, STEPS))
                .hasMessageContaining("ALTER TABLE mcp.v_agent_workload RENAME TO v_agent_workload_before;");
        own.execute("ALTER TABLE mcp.v_agent_workload RENAME TO v_agent_workload_before");
        assertThat(LiveRun.of(own, STEPS).changed()).containsExactly("create the view v_agent_workload");
    }
}
