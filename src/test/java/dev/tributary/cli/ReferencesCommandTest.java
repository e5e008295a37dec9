package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.FolderSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReferencesCommandTest {
    private static final Path SAMPLES = Path.of("src/test/resources/references/roadmap");

    @TempDir
    private Path folder;

    @Test
    void every_reference_is_told_with_its_place_and_its_new_name_and_nothing_is_changed() throws IOException {
        Path programs = copy();
        FolderSnapshot before = FolderSnapshot.of(programs);

        Cli cli = Cli.run("references", "roadmap", programs.toString());

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(cli.out())
                .contains("  22:15    roadmap_items -> roadmap_priority           SELECT\n")
                .contains("works through the view: no, because SQLite cannot UPSERT a view\n")
                .contains("  60:48    notifications -> notification_roadmap or notification_user  SELECT\n")
                .contains("by hand: two tables were called so\n")
                .containsPattern("\n\\d+ references left in 5 files: \\d+ do not work through a view, ");
        assertThat(FolderSnapshot.of(programs)).isEqualTo(before);
    }

    /** The samples were read by a person; this is what stands in them. */
    @Test
    void the_samples_have_exactly_these_references() throws IOException {
        JsonNode result =
                Cli.run("references", "roadmap", copy().toString(), "--json").result();

        List<String> found = new ArrayList<>();
        for (JsonNode file : result.required("files")) {
            for (JsonNode each : file.required("references")) {
                found.add(file.required("file").asString() + ":"
                        + each.required("line").asInt() + " "
                        + each.required("old").asString());
            }
        }
        assertThat(found)
                .containsExactly(Files.readString(Path.of("src/test/resources/references/roadmap.txt"))
                        .lines()
                        .toArray(String[]::new));
    }

    @Test
    void writing_leaves_only_what_is_to_be_changed_by_hand_and_shows_a_diff() throws IOException {
        Path programs = copy();

        Cli first = Cli.run("references", "roadmap", programs.toString(), "--write");
        Cli second = Cli.run("references", "roadmap", programs.toString(), "--write", "--json");

        assertThat(first.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(first.out())
                .contains("--- a/store.go\n+++ b/store.go\n@@ -10,7 +10,7 @@\n")
                .contains("\n-\tres, err := db.Exec(\"UPDATE bugs SET status = ? \" +\n"
                        + "+\tres, err := db.Exec(\"UPDATE orchestrator_bug SET status = ? \" +\n")
                .containsPattern("\n\\d+ references replaced: read the diff above before you keep it.\n");
        assertThat(second.result().required("references_replaced").asInt()).isZero();
        for (JsonNode file : second.result().required("files")) {
            for (JsonNode each : file.required("references")) {
                assertThat(each.required("replaceable").asBoolean()).isFalse();
                assertThat(each.required("by_hand").asString()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "roadmap, 'SELECT * FROM roadmap_priority', 0",
        "roadmap, 'SELECT * FROM roadmap_items', 3",
        "roadmap, 'SELECT * FROM tasks', 3",
        "workspace, 'data/task_queue.db', 3",
        "workspace, 'SELECT * FROM tasks', 0",
        "mcp, 'SELECT type FROM api_keys', 3",
        "mcp, 'SELECT key_type FROM api_keys', 0"
    })
    void the_exit_code_says_whether_anything_is_left(String target, String literal, int exit) throws IOException {
        Files.writeString(folder.resolve("a.py"), "db.execute('" + literal + "')\n");

        Cli cli = Cli.run("references", target, folder.toString());

        assertThat(cli.exit()).as(cli.out()).isEqualTo(exit);
        assertThat(cli.out()).contains(exit == 0 ? "No reference is left.\n" : "1 reference left in 1 file: ");
    }

    @Test
    void a_folder_may_be_called_like_a_target_and_a_file_may_stand_for_a_folder() throws IOException {
        Path file = Files.writeString(
                Files.createDirectory(folder.resolve("mcp")).resolve("a.go"), "q := \"SELECT * FROM bugs\"");

        assertThat(Cli.run("references", "roadmap", file.getParent().toString()).exit())
                .isEqualTo(3);
        assertThat(Cli.run("references", "roadmap", file.toString()).out()).contains("\na.go\n  1:21 ");
    }

    @Test
    void a_target_without_old_names_and_a_missing_folder_are_refused() {
        assertThat(Cli.run("references", "shop", folder.toString()).exit()).isEqualTo(ExitCode.USAGE.code());
        Cli missing = Cli.run("references", "mcp", folder.resolve("none").toString());
        assertThat(missing.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(missing.err()).startsWith("Refused, nothing changed: there is no folder ");
    }

    @Test
    void the_page_on_references_shows_the_real_output() throws IOException {
        String page = Files.readString(Path.of("docs/references.md"));
        Path src = Files.createDirectory(folder.resolve("src"));
        Files.writeString(src.resolve("store.py"), block(page, "python"));

        Cli cli = Cli.run("references", "roadmap", src.toString());

        assertThat(cli.out().replace(src.toString(), "src")).isEqualTo(block(page, "text"));
    }

    private static String block(String page, String language) {
        int from = page.indexOf("```" + language + "\n") + language.length() + 4;
        return page.substring(from, page.indexOf("```", from));
    }

    private Path copy() throws IOException {
        Path programs = folder.resolve("programs");
        try (var files = Files.walk(SAMPLES)) {
            for (Path file : files.toList()) {
                Files.copy(file, programs.resolve(SAMPLES.relativize(file).toString()));
            }
        }
        return programs;
    }
}
