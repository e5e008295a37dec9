package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.Query;
import dev.tributary.postgres.InitialSchema;
import dev.tributary.postgres.SchemaStatement;
import dev.tributary.safety.PgDatabase;
import dev.tributary.safety.ThrowAway;
import dev.tributary.safety.ThrowAwayServer;
import dev.tributary.support.PgClient;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole migration on a copy; afterwards the real database is as it was, and nothing of the copy is left. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpRehearseTest {
    @TempDir
    private Path folder;

    private Path tools;
    private Path between;

    @BeforeEach
    void folders() throws IOException {
        tools = Files.createDirectory(folder.resolve("tools"));
        between = Files.createDirectory(folder.resolve("between"));
    }

    @Test
    void the_report_has_time_space_and_locks_of_every_step_and_the_real_database_is_untouched() throws Exception {
        Database database = Postgres.fresh().withInitialSchema().withTracker("public", 1, true);
        List<String> tables = PostgresRows.fill(database, 200);
        List<String> before = everything(database, tables);
        PgClient.real(folder, tools);
        Path page = folder.resolve("page.html");

        McpProcess.Result result =
                rehearse(database, "--on", database.url(), "--same-server", "--report", page.toString());

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(result.said())
                .containsPattern("(?m)^004 +rename api key type +\\d+(\\.\\d)? m?s +\\d")
                .containsPattern("(?m)^004 .* mcp\\.api_keys .*readers and writers +\\d+ ms +exact +\\d+$")
                .contains(
                        "dump of ",
                        "+ table task_delegation_history\n",
                        "+ column api_keys.key_type\n",
                        "- column api_keys.type\n",
                        "Verified  the copy is as the last version makes it\n",
                        "Ready: the migration went through in ")
                .doesNotContain(database.password())
                .containsPattern("The real database was only read\\.\\RReport .*\\R$");
        assertThat(everything(database, tables)).isEqualTo(before);
        assertThat(Files.readString(folder.resolve("arguments")))
                .contains("pg_dump --no-password --format=custom", "pg_restore --no-password --exit-on-error")
                .doesNotContain(database.password());
        assertThat(Files.readString(page))
                .contains("ACCESS EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "rename api_keys.type to key_type")
                .doesNotContain(database.password());
        requireNothingLeft(database);
    }

    @Test
    void what_would_refuse_ends_with_3_and_is_named() throws Exception {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .withTracker("mcp", 1, true)
                .execute("INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, type, role)"
                        + " VALUES (public.uuid_generate_v4(), 'h', 'p', 'k', NULL, 'admin')");
        List<String> before = everything(database, List.of("api_keys"));
        PgClient.real(folder, tools);

        McpProcess.Result result = rehearse(database, "--on", database.url(), "--same-server", "--json");

        assertThat(result.exit()).as(result.said()).isEqualTo(ExitCode.NEEDS_YOU.code());
        JsonNode found = JsonMapper.shared().readTree(result.said()).required("result");
        assertThat(found.required("needs_you").asBoolean()).isTrue();
        assertThat(found.required("refusals")).hasSize(1);
        assertThat(found.required("refusals").get(0).required("what").asString())
                .contains("1 key(s) of type NULL with role 'admin'");
        assertThat(found.required("migration").isNull()).isTrue();
        assertThat(found.required("steps")).hasSize(4);
        assertThat(found.required("steps").get(3).required("version").asString())
                .isEqualTo("004");
        assertThat(found.required("schema_changes").toString())
                .as("as far as it came")
                .contains("+ enum task_status")
                .doesNotContain("+ table task_delegation_history");
        assertThat(everything(database, List.of("api_keys"))).isEqualTo(before);
        requireNothingLeft(database);
    }

    @Test
    void a_database_that_a_migration_would_refuse_at_once_is_not_even_copied() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 7, true);

        McpProcess.Result result = rehearse(database, "--container");

        assertThat(result.exit()).as(result.said()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(result.said()).contains("What would refuse", "version 7", "would be refused");
    }

    @Test
    void in_a_container_privileges_are_rehearsed_too_and_nothing_of_it_is_left() throws Exception {
        Database superuser = Postgres.fresh();
        String name = "owner_of_" + superuser.name();
        superuser.execute(
                "CREATE EXTENSION vector WITH SCHEMA public",
                "CREATE ROLE " + name + " LOGIN PASSWORD '" + superuser.password() + "'",
                "GRANT CREATE ON DATABASE " + superuser.name() + " TO " + name);
        Database database = superuser.as(name);
        database.execute(InitialSchema.statements().stream()
                .map(SchemaStatement::sql)
                .filter(sql -> !sql.contains("EXTENSION") || !sql.contains("vector"))
                .toArray(String[]::new));
        database.execute(
                "CREATE TABLE mcp.schema_migrations (version BIGINT NOT NULL PRIMARY KEY, dirty BOOLEAN NOT NULL)",
                "INSERT INTO mcp.schema_migrations VALUES (1, true)");
        List<String> tables = PostgresRows.fill(database, 50);
        List<String> before = everything(database, tables);
        PgClient.script(tools, "docker", "exec docker \"$@\"");

        McpProcess.Result result = rehearse(database, "--container", "--json");

        assertThat(result.exit()).as(result.said()).isZero();
        JsonNode found = JsonMapper.shared().readTree(result.said()).required("result");
        assertThat(found.required("verified").asBoolean()).isTrue();
        assertThat(found.required("refusals")).isEmpty();
        assertThat(found.required("steps")).hasSize(15);
        assertThat(found.required("steps").get(14).required("bytes_after").asLong())
                .isGreaterThan(found.required("bytes_before").asLong());
        assertThat(found.required("work").toString())
                .contains("\"mode\":\"access_exclusive\"", "\"mode\":\"share_update_exclusive\"");
        assertThat(everything(database, tables)).isEqualTo(before);
        assertThat(containers()).isEmpty();
        requireNothingLeft(superuser);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"}) // INT does the same, but a background job of a shell does not hear it
    void a_process_that_is_stopped_leaves_no_server_behind(String signal) throws Exception {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        PgClient.script(tools, "docker", "exec docker \"$@\"");
        Process process = McpProcess.start(environment(database), words(database, "--container"));
        try (BufferedReader said = process.inputReader()) {
            String line = said.readLine();
            while (line != null && !line.startsWith("version   002")) {
                line = said.readLine();
            }
            assertThat(line).as("it migrates the copy").isNotNull();
            assertThat(containers()).hasSize(1);

            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();

            assertThat(said.lines().toList())
                    .as("being stopped is not a result of the migration")
                    .noneMatch(rest -> rest.contains("efused"));
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isNotZero();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!containers().isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait(); // each look takes a while: it asks docker
        }
        assertThat(containers()).isEmpty();
        if (signal.equals("TERM")) {
            requireNothingLeft(database);
        }
    }

    @Test
    @Tag("long") // two rehearsals on a second server that has to be started first
    void another_server_gets_a_database_for_a_while_if_it_has_what_the_copy_needs() throws Exception {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .withTracker("mcp", 1, true)
                .execute("INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, type, role)"
                        + " VALUES (public.uuid_generate_v4(), 'h', 'p', 'k', NULL, 'admin')");
        String role = "only_on_" + database.name();
        database.execute("CREATE ROLE " + role, "GRANT SELECT ON mcp.users TO " + role);
        PgClient.real(folder, tools);
        try (ThrowAway log = ThrowAway.make(Optional.of(folder));
                ThrowAwayServer server = ThrowAwayServer.start(log)) {
            PgDatabase other = server.await();
            Map<String, String> environment = new HashMap<>(environment(database));
            environment.put("SECRET_OF_THE_OTHER", other.dataSource().getPassword());
            List<String> words = new ArrayList<>(words(
                    database,
                    "--on",
                    other.url(),
                    "--on-user",
                    "postgres",
                    "--on-password-env",
                    "SECRET_OF_THE_OTHER"));

            refused(
                    McpProcess.run(environment, words),
                    "the server for the rehearsal lacks roles that have privileges in the real database: " + role,
                    "CREATE ROLE \"" + role + "\"; or use --container");
            try (Connection connection = other.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE " + role);
                statement.execute("CREATE ROLE maker CREATEDB LOGIN PASSWORD '"
                        + other.dataSource().getPassword() + "'");

                McpProcess.Result rehearsed = McpProcess.run(environment, words);
                words.set(words.indexOf("--on-user") + 1, "maker");
                McpProcess.Result lacking = McpProcess.run(environment, words);

                assertThat(rehearsed.exit()).as(rehearsed.said()).isEqualTo(ExitCode.NEEDS_YOU.code());
                assertThat(rehearsed.said())
                        .contains("1 key(s) of type NULL with role 'admin'", "would be refused")
                        .doesNotContain(other.dataSource().getPassword());
                refused(
                        lacking,
                        "pg_restore failed: the copy could not be loaded",
                        "an administrator creates that extension");
                assertThat(Query.texts(connection, "SELECT datname FROM pg_database WHERE datname LIKE 'tributary%'"))
                        .isEmpty();
            }
        }
        requireNothingLeft(database);
    }

    @Test
    void a_database_of_a_killed_rehearsal_is_named_with_the_statement_that_drops_it() throws Exception {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        Database left = Postgres.fresh("tributary_rehearsal_20260101_000000_00000000");
        PgClient.fake(tools, "pg_dump", "echo 'No space left on device' >&2", "exit 1");
        PgClient.fake(tools, "pg_restore", "exit 0");
        try {
            refused(
                    rehearse(database, "--on", database.url(), "--same-server"),
                    "pg_dump failed: there is no complete copy of the database",
                    "left over on that server from a rehearsal that was killed: DROP DATABASE " + left.name() + ";",
                    "free space there");
        } finally {
            left.drop();
        }
        requireNothingLeft(database);
    }

    @Test
    void where_no_copy_can_be_made_the_refusal_says_what_to_do() throws Exception {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        String[] here = {"--on", database.url(), "--same-server"};
        refused(
                rehearse(database, here),
                "pg_dump does not run: it is not installed, or not on the PATH",
                "client programs of PostgreSQL 17");
        refused(rehearse(database, "--container"), "docker does not run", "or name a server with --on URL");
        for (String tool : List.of("pg_dump", "pg_restore")) {
            PgClient.script(tools, tool, "echo '" + tool + " (PostgreSQL) 15.9 (Debian)'");
        }
        refused(rehearse(database, here), "pg_dump is of version 15, and the server of version 17");
        PgClient.real(folder, tools);
        refused(
                rehearse(database, "--on", database.url()),
                "--on names the server of the real database",
                "--same-server");

        String role = "without_" + database.name();
        database.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD '" + database.password() + "'",
                "CREATE TABLE public.secret (id int)",
                "ALTER SCHEMA mcp OWNER TO " + role);
        refused(
                rehearse(database, "--on", database.url(), "--same-server", "--on-user", role),
                "the role " + role + " may not make a database on the server for the rehearsal",
                "ALTER ROLE " + role + " CREATEDB");

        Database reader = Postgres.fresh();
        reader.execute(
                "CREATE EXTENSION vector WITH SCHEMA public",
                "CREATE TABLE public.secret (id int)",
                "GRANT CREATE ON DATABASE " + reader.name() + " TO " + role);
        refused(
                rehearse(reader.as(role), "--on", reader.url(), "--same-server", "--on-user", reader.user()),
                "pg_dump failed: there is no complete copy of the database",
                "permission denied for table secret",
                "GRANT pg_read_all_data");
        requireNothingLeft(database);
    }

    @Test
    void where_the_copy_is_to_be_must_be_said_once_and_without_a_password() {
        Database database = Postgres.fresh();
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("--container", "--on", database.url()),
                List.of("--container", "--same-server"),
                List.of("--on", "postgres://test/x"),
                List.of("--on", database.url() + "?password=x"),
                List.of("--on", database.url(), "--on-password-env", "NOBODY_HAS_SET_THIS"))) {
            McpProcess.Result result = rehearse(database, wrong.toArray(String[]::new));
            assertThat(result.exit()).as(result.said()).isEqualTo(ExitCode.USAGE.code());
        }
    }

    private static void refused(McpProcess.Result result, String what, String... more) {
        assertThat(result.exit()).as(result.said()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(result.said())
                .contains("Refused, nothing changed: " + what, "\nWhy: ", "\nNext: ")
                .satisfies(said ->
                        Arrays.asList(more).forEach(each -> assertThat(said).contains(each)))
                .doesNotContain("a secret that no output may show");
    }

    private void requireNothingLeft(Database database) throws IOException {
        assertThat(database.query("SELECT datname FROM pg_database WHERE datname LIKE 'tributary%'"))
                .isEmpty();
        try (Stream<Path> left = Files.list(between)) {
            assertThat(left).isEmpty();
        }
    }

    private static List<String> containers() throws IOException {
        Process docker =
                new ProcessBuilder("docker", "ps", "--all", "--quiet", "--filter", "label=tributary.rehearsal").start();
        try (BufferedReader said = docker.inputReader()) {
            return said.lines().toList();
        }
    }

    private static List<String> everything(Database database, List<String> tables) {
        List<String> lines = new ArrayList<>(database.catalog().asText().lines().toList());
        lines.addAll(PostgresRows.contents(database, tables));
        lines.addAll(database.query("SELECT table_schema, (xpath('//text()', query_to_xml(format("
                + "'SELECT s FROM %I.schema_migrations AS s', table_schema), true, true, '')))::text"
                + " FROM information_schema.tables WHERE table_name = 'schema_migrations'"));
        return lines;
    }

    private McpProcess.Result rehearse(Database database, String... more) {
        return McpProcess.run(environment(database), words(database, more));
    }

    private Map<String, String> environment(Database database) {
        return Map.of("PGPASSWORD", database.password(), "PATH", tools.toString());
    }

    private List<String> words(Database database, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "rehearse", "mcp", "--url", database.url(), "--user", database.user(), "--in", between.toString()));
        words.addAll(Arrays.asList(more));
        return words;
    }
}
