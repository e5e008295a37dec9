package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.Maven;
import dev.tributary.support.Maven.Run;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target mcp by a real Maven on this compiled project, as the README says; skipped where there is none. */
@Tag("maven")
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpMavenRouteTest {
    @TempDir
    private Path folder;

    @Test
    void a_value_that_nobody_knows_stops_the_run_which_says_the_SQL_that_maps_it_and_after_that_it_is_done() {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .withTracker("public", 1, true)
                .execute("INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, type, role)"
                        + " VALUES (public.uuid_generate_v4(), 'h', 'p', 'k', 'service', 'admin')");

        Run refused = maven(database, "flyway:migrate");

        assertThat(refused.code()).as(refused.output()).isNotZero();
        assertThat(refused.output())
                .contains("Refused, these steps are done and stay (a rerun goes on after them)")
                .contains("the mapping of API key types does not know: 1 key(s) of type 'service' with role 'admin'")
                .contains("Why:  ", "Next: ")
                .doesNotContain(database.password(), "\tat ");
        String cure = refused.output()
                .lines()
                .filter(line -> line.contains("INSERT INTO mcp.api_key_type_mapping"))
                .findFirst()
                .orElseThrow();
        database.execute(
                cure.substring(cure.indexOf("INSERT"), cure.indexOf(';') + 1).replace("<key_type>", "admin"));

        Run done = maven(database, "flyway:migrate", "flyway:validate", "flyway:info");

        assertThat(done.code()).as(done.output()).isZero();
        assertThat(done.output()).doesNotContain(database.password());
        assertThat(database.query("SELECT key_type FROM mcp.api_keys")).containsExactly("admin");
        assertThat(database.query("SELECT * FROM public.schema_migrations")).containsExactly("1 | f");
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
        assertThat(maven(database, "flyway:clean", "-Dflyway.cleanDisabled=false")
                        .code())
                .isNotZero();
        assertThat(maven(database, "flyway:migrate", "-Dflyway.placeholders.golang.lock.seconds=soon")
                        .code())
                .as("nothing is pending, so no lock is asked for, and yet a setting must be one")
                .isNotZero();
    }

    @Test
    void the_switch_of_the_typed_columns_waits_for_its_placeholder() {
        Database database = Postgres.fresh();
        String last = "SELECT max(version) FROM mcp.flyway_schema_history";

        Run without = maven(database, "flyway:migrate");
        assertThat(without.code()).as(without.output()).isZero();
        assertThat(database.query(last)).containsExactly("015");

        Run number = maven(database, "flyway:migrate", "-Dflyway.target=016");
        assertThat(number.code()).isNotZero();
        assertThat(number.output()).contains("was asked for by its number only");

        Run asked = maven(database, "flyway:migrate", "-Dflyway.placeholders.typed_columns=switch");
        assertThat(asked.code()).as(asked.output()).isZero();
        assertThat(database.query(last)).containsExactly("016");
        assertThat(maven(database, "flyway:migrate", "-Dflyway.placeholders.typed_columns=on")
                        .output())
                .contains("the setting typed_columns is neither empty nor 'switch': on");
    }

    private Run maven(Database database, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("-Dflyway.url=" + database.url(), "-Dflyway.user=" + database.user()));
        all.addAll(List.of(arguments));
        return Maven.run(folder.resolve("maven.txt"), "mcp", Map.of("FLYWAY_PASSWORD", database.password()), all);
    }
}
