package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DemoCommandTest {
    @TempDir
    Path folder;

    @Test
    void the_demo_plans_migrates_and_verifies_and_shows_what_one_would_type() {
        Path demo = folder.resolve("a new one");

        Cli cli = Cli.run("demo", "workspace", "--in", demo.toString());

        assertThat(cli.exit()).isEqualTo(ExitCode.DONE.code());
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .containsSubsequence(
                        "tributary.jar plan workspace --db '" + demo.resolve("workspace.db") + "' --sources '" + demo
                                + "'",
                        "Ready: 'migrate' would copy 33 rows.",
                        "tributary.jar migrate workspace",
                        "Done: ",
                        "tributary.jar verify workspace",
                        "Proven: all 33 rows of the sources are in the target.",
                        "rm -r '" + demo + "'");
        assertThat(demo.resolve("workspace.db")).isRegularFile();
    }

    @Test
    void the_demo_as_json_is_one_document_with_every_step() {
        Cli cli = Cli.run(
                "demo", "workspace", "--json", "--in", folder.resolve("new").toString());

        assertThat(cli.exit()).isZero();
        assertThat(cli.result()
                        .required("steps")
                        .valueStream()
                        .map(step -> step.required("command").asString()))
                .containsExactly("plan", "migrate", "verify");
        JsonNode migrated = cli.result().required("steps").get(1).required("result");
        assertThat(migrated.required("entries")
                        .valueStream()
                        .mapToLong(entry -> entry.required("rows_copied").asLong())
                        .sum())
                .isEqualTo(33);
    }

    @Test
    void with_only_files_nothing_is_migrated_and_the_plan_is_what_to_type_next() {
        Path demo = folder.resolve("new");

        Cli cli = Cli.run("demo", "workspace", "--only-files", "--in", demo.toString());

        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out())
                .startsWith("The files of this demo are in " + demo)
                .contains("tributary.jar plan workspace --db " + demo.resolve("workspace.db") + " --sources " + demo);
        assertThat(DatabaseSnapshot.of(demo.resolve("workspace.db")).tables())
                .hasSize(27)
                .doesNotContain("tasks", "flyway_schema_history");
        assertThat(Sqlite.number(demo.resolve("task_queue.db"), "SELECT count(*) FROM tasks"))
                .isEqualTo(24);
    }

    @Test
    void a_folder_that_is_not_empty_is_refused_and_left_alone() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");

        Cli cli = Cli.run("demo", "workspace", "--in", folder.toString());

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).startsWith("Refused, nothing changed: the demo's folder is not empty: " + folder);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("mine.txt"));
        }
    }
}
