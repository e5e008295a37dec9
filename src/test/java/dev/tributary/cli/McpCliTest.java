package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
