package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.ApplicationStart;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        assertThat(runAll(Path.of("README.md"), db)).isGreaterThanOrEqualTo(5);
        assertThat(db)
                .as("restored to before the migration, when there was no file")
                .doesNotExist();
    }

    @Test
    void the_commands_of_the_runbook_run_after_a_migration() throws IOException {
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        ApplicationStart.start(db, WorkspaceFiles.sources(folder.resolve("old")));
        assertThat(runAll(Path.of("docs/runbook.md"), db)).isGreaterThanOrEqualTo(5);
    }

    /** Runs every command of a document that names no placeholder; says how many there were. */
    private int runAll(Path document, Path db) throws IOException {
        Path old = folder.resolve("old");
        if (!Files.exists(old)) {
            WorkspaceFiles.sources(old);
        }
        List<String> commands = blocks(document, "").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("java -jar target/tributary.jar "))
                .filter(line -> !line.contains(" demo "))
                .toList();
        for (String command : commands) {
            String[] words =
                    command.replace("java -jar target/tributary.jar ", "").split(" ");
            for (int i = 0; i < words.length; i++) {
                words[i] = words[i].equals("workspace.db")
                        ? db.toString()
                        : words[i].equals("old") ? old.toString() : words[i];
            }
            Cli result = Cli.run(words);
            assertThat(result.exit())
                    .as("%s%n%s%s", command, result.out(), result.err())
                    .isZero();
        }
        return commands.size();
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
