package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.fault.Fault;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The role that the service logs in as keeps its access when PUBLIC loses its own. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ServiceRoleTest {
    private static PostgresMigration migration(Database database, String role) {
        PostgresSettings defaults = PostgresSettings.defaults();
        return new PostgresMigration(
                database.dataSource(),
                new PostgresSettings(defaults.golangLock(), defaults.runLock(), Optional.of(role)));
    }

    @Test
    void it_reads_and_writes_after_PUBLIC_was_revoked_and_neither_the_history_nor_the_mapping_is_its_to_change() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        String role = "Service of " + database.name();
        database.execute("CREATE ROLE \"" + role + "\" LOGIN PASSWORD '" + database.password() + "'");

        migration(database, role).migrate();
        database.execute(
                "REVOKE SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA mcp FROM PUBLIC",
                "REVOKE USAGE ON SCHEMA mcp FROM PUBLIC");

        Database service = database.as(role);
        service.execute(
                "INSERT INTO mcp.tenant_config (tenant_id, name) VALUES ('00000000-0000-0000-0000-000000000001', 'one')",
                "UPDATE mcp.tenant_config SET name = 'two'");
        assertThat(service.query("SELECT name FROM mcp.tenant_config")).containsExactly("two");
        assertThat(service.query("SELECT count(*) FROM mcp.task_state_transitions"))
                .containsExactly("0");
        for (String table : new String[] {"flyway_schema_history", "schema_adoption", "api_key_type_mapping"}) {
            assertThatThrownBy(() -> service.query("SELECT * FROM mcp." + table))
                    .hasMessageContaining("permission denied for table " + table);
        }
    }

    @Test
    void it_may_be_named_later_when_nothing_is_pending() {
        Database database = Postgres.fresh();
        PostgresMigration unnamed = new PostgresMigration(database.dataSource(), PostgresSettings.defaults());
        unnamed.migrate();
        String role = "later_" + database.name();
        database.execute("CREATE ROLE " + role, "REVOKE ALL ON mcp.users FROM PUBLIC");

        assertThat(migration(database, role).migrate().nothingToDo()).isTrue();

        assertThat(database.query("SELECT has_table_privilege('" + role + "', 'mcp.users', 'INSERT')"))
                .containsExactly("t");
    }

    @Test
    void a_role_that_does_not_exist_refuses_before_anything_changes() {
        Database database = Postgres.fresh();
        assertThatThrownBy(() -> migration(database, "nobody").migrate()).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.what()).contains("there is no role 'nobody'");
            assertThat(fault.effect()).isEqualTo("nothing changed");
        });
        assertThat(database.query("SELECT to_regnamespace('mcp')")).containsExactly("null");
    }
}
