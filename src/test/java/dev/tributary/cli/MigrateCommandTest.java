package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MigrateCommandTest {
    @TempDir
    private Path folder;

    private String db;
    private String sources;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db")).toString();
        sources = WorkspaceFiles.sources(folder.resolve("old")).toString();
    }

    @Test
    void a_migration_ends_with_a_table_and_the_way_back() {
        Cli cli = Cli.run("migrate", "workspace", "--db", db, "--sources", sources);

        assertThat(cli.exit()).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .containsSubsequence("backup    ", "version   002  create orchestrator tables", "version   005  copy ")
                .containsPattern("source +table +read +copied +identical +digest +time\n")
                .containsPattern("\ntask_queue +tasks +85 +85 +0 +[0-9a-f]{12} +\\d+ ms\n")
                .contains("orchestration_decisions: nothing copied, the optional source does not exist")
                .contains("Versions  002, 003, 004, 005, in ")
                .containsPattern(
                        "Go back +java -jar \\S+ restore workspace --db " + db + " --from \\S+-before-migrate\n");
        assertThat(Sqlite.number(Path.of(db), "SELECT count(*) FROM tasks")).isEqualTo(85);
    }

    @Test
    void the_second_run_says_in_one_line_that_there_is_nothing_to_do() {
        Cli.run("migrate", "workspace", "--db", db, "--sources", sources);

        Cli again = Cli.run("migrate", "workspace", "--db", db, "--sources", sources);

        assertThat(again.exit()).isZero();
        assertThat(again.out()).isEqualTo("Nothing to do: " + db + " has every version.\n");
        JsonNode json = Cli.run("migrate", "workspace", "--db", db, "--json").result();
        assertThat(json.required("nothing_to_do").asBoolean()).isTrue();
        assertThat(json.required("backup").isNull()).isTrue();
    }

    @Test
    void a_migration_as_json_is_one_document_with_the_ledgers_lines() {
        Cli cli = Cli.run("migrate", "workspace", "--db", db, "--sources", sources, "--json", "--dump");

        assertThat(cli.exit()).isZero();
        JsonNode result = cli.result();
        JsonNode tasks = result.required("entries")
                .valueStream()
                .filter(entry -> "tasks".equals(entry.required("table").asString("")))
                .findFirst()
                .orElseThrow();
        assertThat(tasks.required("rows_copied").asLong()).isEqualTo(85);
        assertThat(tasks.required("source_digest").asString()).hasSize(64);
        assertThat(tasks.required("policy").asString()).isEqualTo("copied");
        assertThat(result.required("applied").size()).isEqualTo(4);
        Path backup = Path.of(result.required("backup").required("folder").asString());
        assertThat(backup.resolve("target-workspace.db.sql")).isRegularFile();
    }

    @Test
    void without_sources_it_says_in_plain_words_where_it_stopped() {
        Cli cli = Cli.run("migrate", "workspace", "--db", db);

        assertThat(cli.exit()).isZero();
        assertThat(cli.out())
                .contains("Stopped before V003__copy_proposals: no sources are configured.")
                .contains("Say --sources DIR to copy them, or --no-sources if there are none.");

        Cli again = Cli.run("migrate", "workspace", "--db", db);
        assertThat(again.exit()).isZero();
        assertThat(again.out())
                .startsWith("Nothing changed: ")
                .contains("Stopped before V003__copy_proposals")
                .doesNotContain("Nothing to do");

        Cli late = Cli.run("migrate", "workspace", "--db", db, "--sources", sources);
        assertThat(late.out()).containsPattern("task_queue +tasks +85 +85 ");
    }

    @Test
    void a_refusal_is_three_lines_on_standard_error_and_changes_nothing() {
        FolderSnapshot before = FolderSnapshot.of(folder);

        Cli cli = Cli.run("migrate", "workspace", "--db", db, "--sources", sources + "-misspelt");

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(cli.out()).isEmpty();
        List<String> lines = cli.err().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("Refused, nothing changed: the sources folder ");
        assertThat(lines.get(1)).startsWith("Why:  ");
        assertThat(lines.get(2)).startsWith("Next: ");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void a_refusal_as_json_says_what_why_next_effect_and_place() {
        Cli cli = Cli.run("migrate", "workspace", "--db", db, "--sources", sources + "-misspelt", "--json");

        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.json().required("exit_code").asInt()).isEqualTo(1);
        JsonNode fault = cli.fault();
        assertThat(fault.required("effect").asString()).isEqualTo("nothing changed");
        assertThat(fault.required("what").asString()).contains("does not exist");
        assertThat(fault.required("why").asString()).isNotBlank();
        assertThat(fault.required("next").asString()).isNotBlank();
        assertThat(fault.required("place").required("file").asString()).isEqualTo(sources + "-misspelt");
    }

    @Test
    void a_stack_trace_comes_only_with_verbose() {
        Cli cli = Cli.run("migrate", "workspace", "--db", db, "--sources", sources + "-misspelt", "--verbose");

        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).startsWith("Refused, nothing changed: ").contains("\tat dev.tributary.");
    }

    @Test
    void colours_come_only_on_a_terminal() {
        Cli cli = Cli.run(
                new Terminal(false, Ansi.ON), "migrate", "workspace", "--db", db, "--sources", sources + "-misspelt");

        assertThat(cli.err()).startsWith("\u001b[31mRefused, nothing changed: ");
    }

    @Test
    void a_missing_base_table_is_made_when_that_is_asked_for() {
        Sqlite.run(Path.of(db), "DROP TABLE workspace_tasks");

        assertThat(Cli.run("migrate", "workspace", "--db", db, "--sources", sources)
                        .exit())
                .isEqualTo(1);
        Cli made = Cli.run("migrate", "workspace", "--db", db, "--sources", sources, "--create-missing");

        assertThat(made.exit()).isZero();
        assertThat(made.out()).contains("workspace_tasks: was missing, and was made, empty");
    }

    @Test
    void a_long_copy_shows_a_bar_on_a_terminal_and_none_elsewhere() {
        String many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
                + " INSERT INTO tasks (id, title, status, priority, version) SELECT 'N-' || i, 't', 'pending', 'LOW', 0 FROM n";
        Sqlite.run(Path.of(sources, "task_queue.db"), many);

        Cli shown = Cli.run(new Terminal(true, Ansi.OFF), "migrate", "workspace", "--db", db, "--sources", sources);

        assertThat(shown.exit()).isZero();
        assertThat(shown.err()).contains("rows 100% ").contains("/30091");
        assertThat(shown.out()).doesNotContain("%").containsPattern("tasks +30,085 +30,085 ");

        String second = WorkspaceFiles.workspace(folder.resolve("second.db")).toString();
        Cli silent = Cli.run("migrate", "workspace", "--db", second, "--sources", sources);
        assertThat(silent.exit()).isZero();
        assertThat(silent.err()).isEmpty();
    }
}
