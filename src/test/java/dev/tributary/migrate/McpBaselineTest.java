package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** {@code flyway:baseline} is there, and cannot take a half-made schema for a complete one. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpBaselineTest {
    private static final String HISTORY = "SELECT version, type FROM mcp.flyway_schema_history ORDER BY installed_rank";

    /** As Maven does it: our settings, with -Dflyway.baselineVersion on top. */
    private static void flyway(Database database, String baselineVersion, Consumer<Flyway> goal) {
        try (PostgresHooks hooks = new PostgresHooks()) {
            goal.accept(Flyway.configure()
                    .configuration(new PostgresMigration(database.dataSource(), PostgresSettings.defaults())
                            .flyway(hooks)
                            .getConfiguration())
                    .baselineVersion(baselineVersion)
                    .load());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refused(Database database, String baselineVersion, Consumer<Flyway> goal, String what) {
        String before = database.catalog().asText();
        assertThatThrownBy(() -> flyway(database, baselineVersion, goal))
                .satisfies(thrown -> assertThat(Fault.in(thrown))
                        .hasValueSatisfying(fault -> assertThat(fault.what()).contains(what)));
        assertThat(database.catalog().asText()).isEqualTo(before);
        assertThat(database.query("SELECT to_regclass('mcp.flyway_schema_history')"))
                .containsExactly("null");
    }

    @Test
    void a_complete_schema_may_be_baselined_at_1_and_the_migration_goes_on_with_its_adoption() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);

        flyway(database, "1", Flyway::baseline);

        assertThat(database.query(HISTORY)).containsExactly("1 | BASELINE");
        assertThat(Tributary.mcp(database.dataSource()).migrate().applied()).startsWith("002", "003");
        assertThat(database.query("SELECT * FROM mcp.schema_migrations")).containsExactly("1 | f");
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
    }

    @Test
    void a_half_made_schema_an_empty_database_and_another_version_are_refused() {
        refused(
                Postgres.fresh().withInitialSchema(120).withTracker("mcp", 1, true),
                "1",
                Flyway::baseline,
                "objects of the initial schema are missing");
        refused(Postgres.fresh(), "1", Flyway::baseline, "the setting flyway.baselineVersion must be 0");
        refused(
                Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true),
                "5",
                Flyway::baseline,
                "a baseline at version 5 is refused");
        refused(
                Postgres.fresh()
                        .withInitialSchema()
                        .withTracker("mcp", 1, true)
                        .execute("ALTER TABLE mcp.workflows ALTER COLUMN version TYPE BIGINT"),
                "1",
                Flyway::baseline,
                "column workflows.version is bigint");
    }

    @Test
    void baselineOnMigrate_never_skips_V001() {
        Database database = Postgres.fresh().withInitialSchema(120).withTracker("mcp", 1, true);
        refused(database, "1", Flyway::migrate, "the setting flyway.baselineVersion must be 0");

        assertThat(Tributary.mcp(database.dataSource()).migrate().applied()).startsWith("001", "002");

        assertThat(database.query(HISTORY)).startsWith("0 | BASELINE", "001 | JDBC");
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
    }
}
