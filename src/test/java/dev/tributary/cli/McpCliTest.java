package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.postgres.AdvisoryLocks;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The target mcp on the command line, in processes of their own: the password is in their environment and nowhere else. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpCliTest {
    @Test
    void the_cure_in_the_readme_cures_and_no_output_shows_the_password() throws IOException, InterruptedException {
        Database database = Postgres.fresh().withInitialSchema(150).withTracker("public", 1, true);
        PostgresRows.fill(database, 500);

        McpProcess.Result looked = McpProcess.run(database, "diagnose");
        assertThat(looked.exit()).as(looked.said()).isEqualTo(3);
        assertThat(looked.said())
                .contains(
                        "the initial schema is half made",
                        "public.schema_migrations: version 1, dirty",
                        "migrate mcp --url");

        List<String> readme = Files.readString(Path.of("README.md"))
                .lines()
                .filter(line -> line.startsWith("java -jar target/tributary.jar ") && line.contains(" mcp "))
                .toList();
        assertThat(readme).hasSize(2);
        for (String line : readme) {
            List<String> words = Arrays.asList(line.replaceAll(" *#.*", "").split(" +"));
            McpProcess.Result result = McpProcess.run(
                    database,
                    words.subList(3, words.size()).stream()
                            .map(word -> word.startsWith("jdbc:")
                                    ? database.url()
                                    : word.equals("ROLE") ? database.user() : word)
                            .toList());
            assertThat(result.exit()).as(result.said()).isIn(0, line.contains("diagnose") ? 3 : 0);
            assertThat(result.said()).doesNotContain(database.password());
        }
        assertThat(database.query("SELECT * FROM public.schema_migrations")).isEqualTo(List.of("1 | f"));
        for (String after : List.of("verify", "plan", "info", "repair", "migrate")) {
            McpProcess.Result result = McpProcess.run(database, after);
            assertThat(result.exit()).as(after + "\n" + result.said()).isZero();
        }
    }

    @Test
    void a_cron_job_maintains_it_in_a_line_each_and_what_verify_finds_comes_with_the_command_that_mends_it() {
        Database database = Postgres.fresh();
        McpProcess.Result early = McpProcess.run(database, "maintain");
        assertThat(early.exit()).as(early.said()).isEqualTo(1);
        assertThat(early.said())
                .contains("Refused, nothing changed: there is nothing to maintain yet: version 011 has not run")
                .contains("run: migrate mcp");
        Tributary.mcp(database.dataSource()).migrate();
        String insert =
                "INSERT INTO mcp.tasks (tenant_id, type, title, created_at) VALUES (public.uuid_generate_v4(), 't', 't', ";
        database.execute(
                insert + "LOCALTIMESTAMP + interval '3 years')",
                insert + "'infinity')",
                "DROP INDEX mcp.idx_agents_last_seen_at");

        McpProcess.Result found = McpProcess.run(database, "verify");
        assertThat(found.exit()).as(found.said()).isEqualTo(3);
        assertThat(found.said().lines())
                .anyMatch(line -> line.contains("index agents.idx_agents_last_seen_at is missing: ")
                        && line.contains(" repair mcp --url "))
                .anyMatch(line -> line.contains("the default partition of tasks holds 2 rows: ")
                        && line.contains(" maintain mcp --url "));

        McpProcess.Result left = McpProcess.run(database, "maintain");
        assertThat(left.exit()).as(left.said()).isEqualTo(3);
        assertThat(left.said())
                .contains("tasks: made ")
                .contains("tasks_default: 1 rows moved into their months; 1 rows have no month: their date is infinite")
                .contains("agent_cost_analytics: refreshed, 0 rows");
        database.execute("DELETE FROM mcp.tasks WHERE created_at = 'infinity'");
        McpProcess.Result json = McpProcess.run(database, "maintain", "--json");
        assertThat(json.exit()).as(json.said()).isZero();
        JsonNode done = JsonMapper.shared().readTree(json.said()).get("result").get("done");
        assertThat(done).hasSize(12);
        assertThat(done.get(0).get("subject").asString()).isEqualTo("api_key_usage");
        assertThat(done.get(0).get("changed").asBoolean()).isFalse();
        assertThat(McpProcess.run(database, "repair").exit()).isZero();
        assertThat(McpProcess.run(database, "verify").exit()).isZero();
    }

    @Test
    void a_migration_waits_as_long_as_it_is_told_for_golang_migrates_lock_and_a_look_waits_for_none() throws Exception {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        try (Connection service = database.connect();
                Statement statement = service.createStatement()) {
            statement.execute("SET application_name = 'the old service'");
            new AdvisoryLocks(service).takeGolangMigrates(Duration.ofSeconds(10));
            McpProcess.Result refused = McpProcess.run(database, "migrate", "--lock-wait", "1");
            assertThat(refused.exit()).as(refused.said()).isEqualTo(1);
            assertThat(refused.said())
                    .contains("Refused, nothing changed: ", "golang-migrate's lock", "the old service");
            assertThat(McpProcess.run(database, "diagnose").exit()).isEqualTo(3);
            McpProcess.Result pointless = McpProcess.run(database, "diagnose", "--lock-wait", "1");
            assertThat(pointless.exit()).as(pointless.said()).isEqualTo(2);
        }
    }

    @Test
    void the_doctor_sees_a_server_that_is_ready_who_migrates_it_now_and_one_that_does_not_answer() throws Exception {
        Database database = Postgres.fresh();
        McpProcess.Result ready = McpProcess.run(database, "doctor");
        assertThat(ready.exit()).as(ready.said()).isZero();
        assertThat(ready.said())
                .contains("PostgreSQL 17", "extensions, ownership and row-level security are as needed")
                .contains("nothing of the initial schema is there", "nobody migrates this database now")
                .contains(" to run, the next: 001")
                .doesNotContain(database.password());

        try (Connection session = database.connect();
                Statement statement = session.createStatement()) {
            statement.execute("SET application_name = 'another start'");
            new AdvisoryLocks(session).takeOurs(Duration.ofSeconds(10));
            McpProcess.Result busy = McpProcess.run(database, "doctor");
            assertThat(busy.exit()).as(busy.said()).isZero();
            assertThat(busy.said())
                    .containsPattern(
                            "warning +Lock +another run of Tributary: process \\d+ \\(role \\w+, another start");
        }

        McpProcess.Result silent = McpProcess.run(
                Map.of("PGPASSWORD", database.password()),
                List.of("doctor", "mcp", "--url", "jdbc:postgresql://127.0.0.1:1/mcp", "--user", "mcp"));
        assertThat(silent.exit()).as(silent.said()).isEqualTo(3);
        assertThat(silent.said()).containsPattern("needs you +Server +the look at mcp lost the server");
    }

    @Test
    void a_value_that_nobody_knows_stops_the_run_which_says_the_SQL_that_maps_it_and_after_that_it_is_done() {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .withTracker("mcp", 1, true)
                .execute("INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, type, role)"
                        + " VALUES (public.uuid_generate_v4(), 'h', 'p', 'k', NULL, 'admin')");

        McpProcess.Result refused = McpProcess.run(database, "migrate");

        assertThat(refused.exit()).as(refused.said()).isEqualTo(1);
        assertThat(refused.said())
                .contains("Refused, version 004 did not end, the versions before it are done and stay")
                .contains("1 key(s) of type NULL with role 'admin'", "\nWhy:  ", "\nNext: ")
                .doesNotContain("\tat ");
        String cure = refused.said()
                .lines()
                .filter(line -> line.contains("INSERT INTO mcp.api_key_type_mapping"))
                .findFirst()
                .orElseThrow();
        database.execute(cure.strip().replace("<key_type>", "user"));

        McpProcess.Result done = McpProcess.run(database, "migrate");
        assertThat(done.exit()).as(done.said()).isZero();
        assertThat(database.query("SELECT key_type, metadata->>'legacy_type' FROM mcp.api_keys"))
                .containsExactly("user | null");
        assertThat(McpProcess.run(database, "verify").exit()).isZero();

        McpProcess.Result back = McpProcess.run(database, "undo", "--to", "6");
        assertThat(back.exit()).as(back.said()).isZero();
        assertThat(back.said())
                .contains("to version 006.", "Lost      no row", "Forward again: ", " migrate mcp --url ");
        McpProcess.Result kept = McpProcess.run(database, "undo", "--to", "003");
        assertThat(kept.exit()).as(kept.said()).isEqualTo(1);
        assertThat(kept.said())
                .startsWith("Refused, nothing changed: the way back from version 004 would lose"
                        + " 1 row of mcp.api_key_type_mapping that a person has added\nWhy:  ");
        McpProcess.Result lost = McpProcess.run(database, "undo", "--lose-rows", "--to", "003", "--json");
        assertThat(lost.exit()).as(lost.said()).isZero();
        JsonNode result = JsonMapper.shared().readTree(lost.said()).get("result");
        assertThat(result.get("undone").toString()).isEqualTo("[\"006\",\"005\",\"004\"]");
        assertThat(result.get("lost").get(0).get("rows").asInt()).isEqualTo(1);
        assertThat(database.query("SELECT type, metadata FROM mcp.api_keys")).containsExactly("null | {}");
    }

    @Test
    void the_diagnosis_as_JSON_carries_the_same() throws IOException, InterruptedException {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 3, true);

        McpProcess.Result result = McpProcess.run(database, "diagnose", "--json");

        assertThat(result.exit()).isEqualTo(3);
        JsonNode found = JsonMapper.shared().readTree(result.said());
        assertThat(found.get("command").asString()).isEqualTo("diagnose");
        assertThat(found.get("result").get("classification").asString()).isEqualTo("another_version");
        assertThat(found.get("result")
                        .get("trackers")
                        .get(0)
                        .get("rows")
                        .get(0)
                        .get("version")
                        .asInt())
                .isEqualTo(3);
        assertThat(found.get("result").get("partitions").size()).isEqualTo(4);
    }

    @Test
    void reset_asks_for_the_name_of_the_database_and_a_URL_with_a_password_is_refused()
            throws IOException, InterruptedException {
        Database database = Postgres.fresh().withInitialSchema().withTracker("public", 1, true);
        PostgresRows.fill(database, 5);

        assertThat(McpProcess.run(database, "reset", "--confirm", "another").exit())
                .isEqualTo(1);
        assertThat(database.query("SELECT count(*) FROM mcp.users")).isEqualTo(List.of("5"));
        McpProcess.Result url = McpProcess.run(
                database, List.of("diagnose", "mcp", "--url", database.url() + "?password=x", "--user", "someone"));
        assertThat(url.exit()).isEqualTo(2);
        assertThat(url.said()).contains("--url must not hold a password");

        assertThat(McpProcess.run(database, "reset", "--confirm", database.name())
                        .exit())
                .isZero();
        assertThat(database.query("SELECT count(*) FROM mcp.users")).isEqualTo(List.of("0"));
    }
}
