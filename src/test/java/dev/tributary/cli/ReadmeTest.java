package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.ApplicationStart;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the documents show is what the program does. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadmeTest {
    private static final String PROGRAM = "java -jar target/tributary.jar ";

    /** What both documents lead through. */
    private static final List<String> STORY = List.of(
            "plan workspace",
            "rehearse workspace",
            "migrate workspace",
            "verify workspace",
            "catch-up workspace",
            "archive workspace",
            "restore workspace");

    private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w*)\n(.*?)```");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"README.md, workspace", "docs/roadmap.md, roadmap"})
    void the_output_of_the_demo_is_its_real_output(Path document, String target) throws IOException {
        List<String> shown = blocks(document, "text").get(0).lines().toList();
        Cli demo = Cli.run("demo", target, "--in", folder.resolve("demo").toString());
        assertThat(demo.exit()).isZero();

        Shown.requireIn(demo.out(), shown, "demo " + target, Shown::withoutTimes);
        assertThat(shown).hasSizeGreaterThan(10);
    }

    @Test
    void the_commands_run_in_their_order() throws IOException {
        Path db = folder.resolve("workspace.db");
        assertThat(runAll(Path.of("README.md"), db))
                .containsAll(STORY)
                .contains("docs workspace", "references workspace", "migrate roadmap");
        assertThat(db)
                .as("restored to before the migration, when there was no file")
                .doesNotExist();
    }

    @Test
    void the_commands_of_the_runbook_run_after_a_migration() throws IOException {
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        ApplicationStart.start(db, WorkspaceFiles.sources(folder.resolve("old")));
        assertThat(runAll(Path.of("docs/runbook.md"), db))
                .containsAll(STORY)
                .contains("doctor workspace", "migrate roadmap", "references roadmap");
    }

    /** Runs every command of a document that names no server; says which, each with its target. */
    private List<String> runAll(Path document, Path db) throws IOException {
        Path old = folder.resolve("old");
        if (!Files.exists(old)) {
            WorkspaceFiles.sources(old);
        }
        Path agents = RoadmapProject.make(folder.resolve("agents"));
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Files.writeString(programs.resolve("new.py"), "db.execute(\"SELECT * FROM specs_task\")\n");
        Map<String, Path> workspace = Map.of("workspace.db", db, "old", old, "src", programs);
        Path roadmap = agents.resolve("data/roadmap.db");
        Map<String, Path> another = Map.of(
                "roadmap.db", roadmap, "data/roadmap.db", roadmap, "old", agents, ".", agents, "PROGRAMS", programs);
        List<String> ran = new ArrayList<>();
        for (String line : commands(document)) {
            String[] words = line.replace(PROGRAM, "").replaceAll("\\s+#.*", "").split(" ");
            Map<String, Path> paths = words[1].equals("roadmap") ? another : workspace;
            Cli result = Cli.run(Arrays.stream(words)
                    .map(word -> paths.containsKey(word) ? paths.get(word).toString() : word)
                    .toArray(String[]::new));
            assertThat(result.exit())
                    .as("%s%n%s%s", line, result.out(), result.err())
                    .isZero();
            ran.add(words[0] + " " + words[1]);
        }
        return ran;
    }

    /** In their order, those for a server left out: they are run where there is one. */
    private static List<String> commands(Path document) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(document));
        List<String> found = new ArrayList<>();
        while (blocks.find()) {
            if (List.of("", "sh").contains(blocks.group(1))) {
                blocks.group(2)
                        .lines()
                        .filter(line -> line.startsWith(PROGRAM))
                        .filter(line -> !line.contains(" demo ") && !line.contains(" --url "))
                        .forEach(found::add);
            }
        }
        return found;
    }

    @Test
    void the_example_of_the_library_is_a_program_that_runs() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/tributary/ApplicationStart.java"));
        String example =
                source.substring(source.indexOf("// README begins\n") + 17, source.indexOf("        // README ends"))
                                .stripTrailing()
                                .stripIndent()
                        + "\n";
        assertThat(blocks(Path.of("README.md"), "java")
                        .get(0)
                        .replace("Path.of(\"workspace.db\")", "db")
                        .replace("Path.of(\"old\")", "old"))
                .isEqualTo(example);

        Path db = folder.resolve("workspace.db");
        MigrationReport report = ApplicationStart.start(db, WorkspaceFiles.sources(folder.resolve("old")));

        assertThat(report.applied()).containsExactly("001", "002", "003", "004", "005");
        assertThat(report.entries()).extracting(entry -> entry.rowsCopied()).contains(85L);
    }

    @Test
    void the_declaration_in_the_page_on_targets_is_a_real_one() throws IOException {
        assertThat(blocks(Path.of("docs/adding-a-target.md"), "java").get(0))
                .isEqualTo(
                        Files.readString(Path.of("src/main/java/db/workspace/migrations/V003__copy_proposals.java")));
    }

    @Test
    void every_link_between_the_documents_leads_to_a_file() throws IOException {
        Pattern link = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)");
        List<Path> documents;
        try (var files = Files.walk(Path.of("docs"))) {
            documents = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".md")).toList());
        }
        documents.add(Path.of("README.md"));
        documents.add(Path.of("CONTRIBUTING.md"));
        for (Path document : documents) {
            Matcher links = link.matcher(Files.readString(document));
            while (links.find()) {
                assertThat(document.resolveSibling(links.group(1)))
                        .as("linked in %s", document)
                        .exists();
            }
        }
    }

    private static List<String> blocks(Path document, String language) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(document));
        List<String> found = new ArrayList<>();
        while (blocks.find()) {
            if (blocks.group(1).equals(language)) {
                found.add(blocks.group(2));
            }
        }
        assertThat(found).as("```%s blocks of %s", language, document).isNotEmpty();
        return found;
    }
}
