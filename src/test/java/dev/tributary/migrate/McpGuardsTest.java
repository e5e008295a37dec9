package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.report.PostgresReports;
import dev.tributary.report.Style;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code verify mcp} finds what guards the rows and was switched off, and says what switches it on again. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpGuardsTest {
    private Database database;

    @BeforeAll
    void migrate_once() {
        database = Postgres.fresh();
        Tributary.mcp(database.dataSource()).migrate();
    }

    private PostgresVerification verify() {
        return Tributary.mcp(database.dataSource()).verify();
    }

    /** Breaks something, wants exactly that line and that command, runs the command, and wants all to be well. */
    private void isFoundAndMended(String breaking, String line) {
        String[] parts = line.split("; run: ", 2);
        database.execute(breaking);
        assertThat(verify().findings()).containsExactly(new PostgresFinding(parts[0], Optional.of(parts[1]), false));
        assertThat(verify().ok()).isFalse();
        assertThat(PostgresReports.of(verify(), name -> name).text(Style.PLAIN).replaceAll("\\s+", " "))
                .contains(parts[0], parts[1]);
        database.execute(parts[1]);
        assertThat(verify().findings()).isEmpty();
        assertThat(verify().ok()).isTrue();
    }

    @Test
    void a_disabled_trigger() {
        isFoundAndMended(
                "ALTER TABLE mcp.tasks DISABLE TRIGGER audit_tasks",
                "trigger tasks.audit_tasks is disabled; run: ALTER TABLE \"mcp\".\"tasks\" ENABLE TRIGGER \"audit_tasks\";");
        isFoundAndMended(
                "ALTER TABLE mcp.users DISABLE TRIGGER update_users_updated_at",
                "trigger users.update_users_updated_at is disabled; run: ALTER TABLE \"mcp\".\"users\" ENABLE TRIGGER"
                        + " \"update_users_updated_at\";");
    }

    @Test
    void a_trigger_that_is_disabled_on_one_month_only() {
        isFoundAndMended(
                "ALTER TABLE mcp.tasks_2025_02 DISABLE TRIGGER zz_keep_typed_columns_in_step",
                "trigger tasks_2025_02.zz_keep_typed_columns_in_step is disabled; run: ALTER TABLE \"mcp\".\"tasks_2025_02\""
                        + " ENABLE TRIGGER \"zz_keep_typed_columns_in_step\";");
    }

    @Test
    void a_trigger_that_is_gone() {
        isFoundAndMended(
                "DROP TRIGGER validate_workflow_steps ON mcp.workflows",
                "trigger workflows.validate_workflow_steps is missing; run: CREATE TRIGGER validate_workflow_steps BEFORE INSERT"
                        + " OR UPDATE ON mcp.workflows FOR EACH ROW EXECUTE FUNCTION mcp.validate_workflow_steps();");
    }

    @Test
    void disabled_row_level_security() {
        isFoundAndMended(
                "ALTER TABLE mcp.tasks DISABLE ROW LEVEL SECURITY",
                "row security tasks is missing; run: ALTER TABLE \"mcp\".\"tasks\" ENABLE ROW LEVEL SECURITY;");
        isFoundAndMended(
                "ALTER TABLE mcp.embedding_searches DISABLE ROW LEVEL SECURITY",
                "row security embedding_searches is missing; run: ALTER TABLE \"mcp\".\"embedding_searches\" ENABLE ROW LEVEL"
                        + " SECURITY;");
    }

    @Test
    void a_policy_that_is_gone() {
        isFoundAndMended(
                "DROP POLICY tenant_isolation_embedding_searches ON mcp.embedding_searches",
                "policy embedding_searches.tenant_isolation_embedding_searches is missing; run: CREATE POLICY"
                        + " \"tenant_isolation_embedding_searches\" ON \"mcp\".\"embedding_searches\" AS PERMISSIVE FOR ALL TO"
                        + " PUBLIC USING ((tenant_id = mcp.current_tenant_id()));");
    }

    @Test
    void tables_that_were_deployed_without_row_level_security_are_listed_and_are_no_reason_to_fail() {
        assertThat(verify().ok()).isTrue();
        List<String> open = verify().diagnosis().tenants().withoutRowSecurity();
        assertThat(open)
                .contains("audit_log", "events", "tenant_config", "workflow_executions")
                .doesNotContain("tasks", "embedding_searches", "conflict_resolutions");
        String line = "without row-level security, as deployed: " + String.join(", ", open);
        PostgresMigration mcp = Tributary.mcp(database.dataSource());
        for (String said : List.of(
                PostgresReports.of(mcp.verify(), name -> name).text(Style.PLAIN),
                PostgresReports.of(mcp.diagnose(), name -> name).text(Style.PLAIN),
                PostgresReports.of(mcp.plan(), name -> name).text(Style.PLAIN))) {
            assertThat(said.replaceAll("\\s+", " ")).contains(line);
        }
    }

    @Test
    void a_text_without_a_label_is_listed_with_the_statement_that_gives_it_one() {
        database.execute("INSERT INTO mcp.tasks (tenant_id, type, title, priority, created_at)"
                + " VALUES (public.uuid_generate_v4(), 't', 'x', 'urgent', '2025-01-15')");
        String found =
                "1 row(s) of tasks.priority are 'urgent': INSERT INTO mcp.typed_column_mapping (table_name, column_name,"
                        + " text_value, label) VALUES ('tasks', 'priority', 'urgent', '<label>');";
        assertThat(verify().diagnosis().tenants().unmapped()).containsExactly(found);
        assertThat(verify().ok()).isTrue();
        database.execute("DELETE FROM mcp.tasks");
        assertThat(verify().diagnosis().tenants().unmapped()).isEmpty();
    }
}
