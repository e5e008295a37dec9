package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.fault.Fault;
import dev.tributary.postgres.Diagnosis.Classification;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class McpJourneyTest {
    private static final String ADOPTIONS = "SELECT tracker_schema, tracker_existed, found_version, found_dirty"
            + " FROM mcp.schema_adoption ORDER BY tracker_schema";

    @Test
    void an_empty_database_gets_the_schema_and_a_clean_tracker_and_a_second_run_has_nothing_to_do() {
        Database database = Postgres.fresh();
        assertThat(diagnose(database)).isEqualTo(Classification.NOTHING_MADE);

        PostgresReport report = Tributary.mcp(database.dataSource()).migrate();

        assertThat(report.applied()).startsWith("001", "002");
        assertThat(database.query("SELECT * FROM mcp.schema_migrations")).isEqualTo(List.of("1 | f"));
        assertThat(database.query(ADOPTIONS)).isEqualTo(List.of("mcp | f | null | null"));
        assertThat(database.query("SELECT count(*) FROM mcp.embedding_models")).isEqualTo(List.of("9"));
        assertThat(diagnose(database)).isEqualTo(Classification.MIGRATED);
        assertThat(Tributary.mcp(database.dataSource()).migrate().nothingToDo()).isTrue();
    }

    @Test
    void an_installation_on_an_empty_database_that_was_broken_off_is_gone_on_with() throws SQLException {
        Database database = Postgres.fresh();
        try (PostgresHooks hooks = new PostgresHooks()) {
            Flyway.configure()
                    .configuration(new PostgresMigration(database.dataSource(), PostgresSettings.defaults())
                            .flyway(hooks)
                            .getConfiguration())
                    .target("001")
                    .load()
                    .migrate();
        }

        assertThat(Tributary.mcp(database.dataSource()).migrate().applied()).startsWith("002", "003");
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
    }

    @Test
    void a_complete_schema_that_is_marked_dirty_is_only_marked_clean_by_V001_and_V002() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("public", 1, true);
        assertThat(diagnose(database)).isEqualTo(Classification.COMPLETE_BUT_DIRTY);

        Tributary.mcp(database.dataSource()).migrate();

        assertThat(database.query("SELECT * FROM public.schema_migrations")).isEqualTo(List.of("1 | f"));
        assertThat(database.query("SELECT to_regclass('mcp.schema_migrations')"))
                .isEqualTo(List.of("null"));
        assertThat(database.query(ADOPTIONS)).isEqualTo(List.of("public | t | 1 | t"));
        assertThat(database.query("SELECT DISTINCT schema_found FROM mcp.schema_adoption"))
                .singleElement()
                .asString()
                .endsWith("present and 0 missing");
    }

    @Test
    void two_trackers_both_say_the_truth_afterwards_also_the_one_that_was_empty() {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .withTracker("public", 1, false)
                .withTracker("mcp", 1, true)
                .execute("TRUNCATE mcp.schema_migrations");
        assertThat(diagnose(database)).isEqualTo(Classification.TWO_TRACKERS);

        Tributary.mcp(database.dataSource()).migrate();

        assertThat(database.query("SELECT * FROM mcp.schema_migrations")).isEqualTo(List.of("1 | f"));
        assertThat(database.query("SELECT * FROM public.schema_migrations")).isEqualTo(List.of("1 | f"));
        assertThat(database.query(ADOPTIONS)).isEqualTo(List.of("mcp | t | null | null", "public | t | 1 | f"));
    }

    @Test
    void a_tracker_of_another_schema_is_another_services_and_is_left_alone() {
        Database database =
                Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true).withTracker("billing", 12, true);

        Tributary.mcp(database.dataSource()).migrate();

        assertThat(database.query("SELECT * FROM billing.schema_migrations")).isEqualTo(List.of("12 | t"));
        assertThat(Tributary.mcp(database.dataSource()).diagnose().trackers()).hasSize(2);
    }

    @Test
    void a_tracker_at_version_3_refuses_and_nothing_changes() {
        Database database = Postgres.fresh().withInitialSchema(100).withTracker("mcp", 3, true);
        assertThat(diagnose(database)).isEqualTo(Classification.ANOTHER_VERSION);

        refused(database, "the tracker mcp.schema_migrations is at version 3, dirty");
    }

    @Test
    void a_tracker_of_another_shape_refuses_and_is_explained() {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .execute("CREATE TABLE public.schema_migrations (version VARCHAR(255) PRIMARY KEY)");
        assertThat(diagnose(database)).isEqualTo(Classification.FOREIGN_SCHEMA);

        refused(
                database,
                "the tracker public.schema_migrations is not golang-migrate's: its columns are version character varying(255)");
    }

    @Test
    void a_column_of_another_type_refuses_naming_it_and_once_mended_the_migration_goes_through() {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .withTracker("mcp", 1, true)
                .execute("ALTER TABLE mcp.workflows ALTER COLUMN version TYPE BIGINT");

        refused(database, "column workflows.version is bigint DEFAULT 1, expected integer DEFAULT 1");

        database.execute("ALTER TABLE mcp.workflows ALTER COLUMN version TYPE INTEGER");
        assertThat(Tributary.mcp(database.dataSource()).migrate().applied()).startsWith("001", "002");
    }

    @Test
    void a_column_that_was_renamed_by_hand_is_left_to_the_version_that_renames_it() {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .withTracker("mcp", 1, true)
                .execute("ALTER TABLE mcp.api_keys RENAME COLUMN type TO key_type");

        Tributary.mcp(database.dataSource()).migrate();

        assertThat(Tributary.mcp(database.dataSource()).verify().differences()).isEmpty();
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
    }

    @Test
    void a_missing_column_and_a_missing_constraint_refuse() {
        refused(
                Postgres.fresh().withInitialSchema().execute("ALTER TABLE mcp.agents DROP COLUMN status CASCADE"),
                "column agents.status is missing");
        refused(
                Postgres.fresh()
                        .withInitialSchema()
                        .execute("ALTER TABLE mcp.users DROP CONSTRAINT users_status_check"),
                "constraint users.users_status_check is missing");
    }

    @Test
    void an_extension_in_the_services_own_schema_refuses_with_the_statement_that_moves_it() {
        Database database = Postgres.fresh().execute("CREATE SCHEMA mcp", "CREATE EXTENSION vector WITH SCHEMA mcp");

        assertThatThrownBy(() -> Tributary.mcp(database.dataSource()).migrate())
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.next()).contains("ALTER EXTENSION \"vector\" SET SCHEMA public;"));

        database.execute("ALTER EXTENSION vector SET SCHEMA public");
        assertThat(Tributary.mcp(database.dataSource()).migrate().applied()).startsWith("001", "002");
    }

    @Test
    void grants_that_an_administrator_took_back_in_a_complete_schema_stay_taken_back() {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .withTracker("mcp", 1, true)
                .execute("REVOKE ALL ON mcp.users FROM PUBLIC");

        Tributary.mcp(database.dataSource()).migrate();

        assertThat(database.query("SELECT has_table_privilege('public', 'mcp.users', 'SELECT')"))
                .isEqualTo(List.of("f"));
    }

    private static Classification diagnose(Database database) {
        return Tributary.mcp(database.dataSource()).diagnose().classification();
    }

    private static void refused(Database database, String what) {
        PostgresCatalog before = catalog(database);
        assertThatThrownBy(() -> Tributary.mcp(database.dataSource()).migrate())
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.what()).contains(what);
                    assertThat(fault.effect()).isEqualTo("nothing changed");
                });
        assertThat(catalog(database)).isEqualTo(before);
        assertThat(Tributary.mcp(database.dataSource()).diagnose().problems())
                .anySatisfy(problem -> assertThat(problem.what()).contains(what));
    }

    private static PostgresCatalog catalog(Database database) {
        return database.catalog();
    }
}
