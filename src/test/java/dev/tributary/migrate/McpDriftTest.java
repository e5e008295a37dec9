package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.postgres.Diagnosis;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What others do to a schema after its migration: 'verify' says it in a line with what mends it, and that mends it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpDriftTest {
    private Database migrated;

    @BeforeAll
    void migrate_once() {
        migrated = Postgres.fresh();
        Tributary.mcp(migrated.dataSource()).migrate();
    }

    private static PostgresVerification verify(Database database) {
        return Tributary.mcp(database.dataSource()).verify();
    }

    /** Found as that one line, and gone once its command has run. */
    private void isFoundAndMended(Database database, String what, String command) {
        List<String> before = McpCatalog.of(migrated);
        PostgresVerification found = verify(database);
        assertThat(found.ok()).isFalse();
        assertThat(found.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.what()).isEqualTo(what);
            assertThat(finding.command()).contains(command);
        });
        PostgresMigration mcp = Tributary.mcp(database.dataSource());
        switch (command) {
            case "repair" -> assertThat(mcp.repair().nothingToDo()).isFalse();
            case "maintain" -> assertThat(mcp.maintain().needsYou()).isFalse();
            default -> database.execute(command);
        }
        assertThat(verify(database).differences()).isEmpty();
        assertThat(verify(database).ok()).isTrue();
        if (!command.equals("maintain")) {
            assertThat(McpCatalog.of(database)).isEqualTo(before);
        }
    }

    @Test
    void a_dropped_index() {
        isFoundAndMended(
                Postgres.copyOf(migrated).execute("DROP INDEX mcp.idx_agents_last_seen_at"),
                "index agents.idx_agents_last_seen_at is missing",
                "repair");
    }

    @Test
    void a_dropped_index_that_is_stored_in_a_way_of_its_own() {
        isFoundAndMended(
                Postgres.copyOf(migrated).execute("DROP INDEX mcp.idx_embeddings_content_trgm"),
                "index embeddings.idx_embeddings_content_trgm is missing",
                "repair");
    }

    @Test
    void a_dropped_index_of_the_initial_schema() {
        isFoundAndMended(
                Postgres.copyOf(migrated).execute("DROP INDEX mcp.idx_users_email"),
                "index users.idx_users_email is missing",
                "repair");
    }

    @Test
    void a_dropped_unique_index_of_a_materialized_view() {
        isFoundAndMended(
                Postgres.copyOf(migrated).execute("DROP INDEX mcp.agent_cost_analytics_key"),
                "index agent_cost_analytics.agent_cost_analytics_key is missing",
                "repair");
    }

    @Test
    void a_dropped_index_of_a_partitioned_table_is_built_again_month_by_month() {
        Database database = Postgres.copyOf(migrated).execute("DROP INDEX mcp.idx_tasks_created_at");
        assertThat(verify(database).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.what()).isEqualTo("index tasks.idx_tasks_created_at is missing");
            assertThat(finding.command()).contains("repair");
        });
        assertThat(Tributary.mcp(database.dataSource()).repair().restored())
                .containsExactly("build the index idx_tasks_created_at");
        assertThat(verify(database).ok()).isTrue();
        assertThat(database.query(
                        "SELECT count(*) FROM pg_inherits WHERE inhparent = 'mcp.idx_tasks_created_at'::regclass"))
                .isEqualTo(database.query("SELECT count(*) FROM pg_inherits WHERE inhparent = 'mcp.tasks'::regclass"));
    }

    @Test
    void a_changed_function_body_whose_text_is_kept_in_the_report() {
        Database database = Postgres.copyOf(migrated)
                .execute(
                        "CREATE OR REPLACE FUNCTION mcp.validate_jsonb_keys(data JSONB, required_keys TEXT[]) RETURNS BOOLEAN"
                                + " LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$ SELECT TRUE $$");
        PostgresVerification found = verify(database);
        assertThat(found.differences())
                .containsExactly(
                        "body validate_jsonb_keys(data jsonb, required_keys text[]) is another text, expected the"
                                + " text that a version gave it");
        PostgresRepair repair =
                Tributary.mcp(Postgres.copyOf(database).dataSource()).repair();
        assertThat(repair.restored()).containsExactly("put the function validate_jsonb_keys back");
        assertThat(repair.former())
                .singleElement()
                .satisfies(text -> assertThat(text).contains("SELECT TRUE"));
        isFoundAndMended(database, found.differences().get(0), "repair");
    }

    @Test
    void a_dropped_function_and_the_changed_text_of_a_trigger_s() {
        isFoundAndMended(
                Postgres.copyOf(migrated).execute("DROP FUNCTION mcp.get_available_models"),
                "function get_available_models(p_provider text) is missing",
                "repair");
        Database trigger = Postgres.copyOf(migrated)
                .execute(
                        "CREATE OR REPLACE FUNCTION mcp.embeddings_keep_normalized_in_step() RETURNS TRIGGER LANGUAGE plpgsql"
                                + " SET search_path = pg_catalog, public AS $$ BEGIN RETURN NEW; END $$");
        isFoundAndMended(
                trigger,
                "body embeddings_keep_normalized_in_step() is another text, expected the text that a version gave it",
                "repair");
    }

    @Test
    void a_dropped_view() {
        isFoundAndMended(
                Postgres.copyOf(migrated).execute("DROP VIEW mcp.v_task_statistics"),
                "view v_task_statistics is missing",
                "repair");
    }

    @Test
    void an_added_column() {
        isFoundAndMended(
                Postgres.copyOf(migrated).execute("ALTER TABLE mcp.agents ADD COLUMN favourite TEXT"),
                "column agents.favourite is there, and no version makes it; if no program needs it",
                "ALTER TABLE \"mcp\".\"agents\" DROP COLUMN \"favourite\";");
    }

    @Test
    void an_index_whose_build_was_broken_off() {
        Database database = Postgres.copyOf(migrated)
                .execute(
                        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'mcp.idx_api_keys_expires_at'::regclass");
        PostgresVerification found = verify(database);
        assertThat(found.diagnosis().invalidIndexes()).containsExactly("idx_api_keys_expires_at on api_keys");
        isFoundAndMended(
                database,
                "index api_keys.idx_api_keys_expires_at is CREATE INDEX idx_api_keys_expires_at ON mcp.api_keys USING btree"
                        + " (expires_at) INVALID, expected CREATE INDEX idx_api_keys_expires_at ON mcp.api_keys USING btree"
                        + " (expires_at)",
                "repair");
    }

    @Test
    void a_row_in_a_default_partition() {
        isFoundAndMended(
                Postgres.copyOf(migrated)
                        .execute(
                                "INSERT INTO mcp.tasks (tenant_id, type, title, created_at) VALUES (public.uuid_generate_v4(),"
                                        + " 't', 't', LOCALTIMESTAMP + interval '50 months')"),
                "the default partition of tasks holds 1 row",
                "maintain");
    }

    @Test
    void a_missing_partition_for_the_next_month() {
        YearMonth next = YearMonth.now(ZoneOffset.UTC).plusMonths(1);
        String month = "mcp.audit_log_" + next.toString().replace('-', '_');
        isFoundAndMended(
                Postgres.copyOf(migrated)
                        .execute("ALTER TABLE mcp.audit_log DETACH PARTITION " + month, "DROP TABLE " + month),
                "audit_log has no partition for " + next,
                "maintain");
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(31L * 7));
        assertThat(new PostgresMigration(migrated.dataSource(), PostgresSettings.defaults(), later)
                        .verify()
                        .findings())
                .as("seven months later, when nobody has run maintain")
                .hasSize(4)
                .allSatisfy(finding -> {
                    assertThat(finding.what()).contains(" has no partition for ");
                    assertThat(finding.command()).contains("maintain");
                });
    }

    @Test
    void a_trigger_that_was_switched_off_or_dropped_and_row_security_that_was_switched_off() {
        isFoundAndMended(
                Postgres.copyOf(migrated).execute("ALTER TABLE mcp.embeddings DISABLE TRIGGER keep_normalized_in_step"),
                "trigger embeddings.keep_normalized_in_step is disabled",
                "ALTER TABLE \"mcp\".\"embeddings\" ENABLE TRIGGER \"keep_normalized_in_step\";");
        isFoundAndMended(
                Postgres.copyOf(migrated).execute("DROP TRIGGER update_agents_updated_at ON mcp.agents"),
                "trigger agents.update_agents_updated_at is missing",
                "CREATE TRIGGER update_agents_updated_at BEFORE UPDATE ON mcp.agents FOR EACH ROW EXECUTE FUNCTION"
                        + " mcp.update_updated_at_column();");
        isFoundAndMended(
                Postgres.copyOf(migrated).execute("ALTER TABLE mcp.users DISABLE ROW LEVEL SECURITY"),
                "row security users is missing",
                "ALTER TABLE \"mcp\".\"users\" ENABLE ROW LEVEL SECURITY;");
    }

    @Test
    void a_dropped_constraint_and_one_that_was_never_proven() {
        isFoundAndMended(
                Postgres.copyOf(migrated).execute("ALTER TABLE mcp.agents DROP CONSTRAINT agents_temperature_check"),
                "constraint agents.agents_temperature_check is missing, expected CHECK (((temperature >= (0)::double precision)"
                        + " AND (temperature <= (2)::double precision)))",
                "ALTER TABLE \"mcp\".\"agents\" ADD CONSTRAINT \"agents_temperature_check\" CHECK (((temperature >="
                        + " (0)::double precision) AND (temperature <= (2)::double precision)));");
    }

    @Test
    void what_diagnose_has_asked_an_administrator_for_is_no_obstacle_to_the_migration() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        List<String> advice = Tributary.mcp(database.dataSource()).diagnose().grants().stream()
                .map(Diagnosis.RiskyGrant::sql)
                .filter(sql -> sql.startsWith("ALTER FUNCTION "))
                .toList();
        assertThat(advice).hasSize(1);
        database.execute(advice.get(0));

        Tributary.mcp(database.dataSource()).migrate();

        assertThat(verify(database).ok()).isTrue();
    }
}
