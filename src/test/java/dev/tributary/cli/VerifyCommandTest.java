package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VerifyCommandTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void migrated() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("old"));
        assertThat(Cli.run("migrate", "workspace", "--db", db.toString(), "--sources", sources.toString())
                        .exit())
                .isZero();
    }

    private Cli verify(String... more) {
        String[] words = new String[6 + more.length];
        String[] first = {"verify", "workspace", "--db", db.toString(), "--sources", sources.toString()};
        System.arraycopy(first, 0, words, 0, 6);
        System.arraycopy(more, 0, words, 6, more.length);
        return Cli.run(words);
    }

    @Test
    void everything_is_proven_again() {
        Cli cli = verify();

        assertThat(cli.exit()).isZero();
        assertThat(cli.out())
                .contains("(a) source changed since its copy: none\n")
                .contains("(b) lost: in the source, not in the target: none\n")
                .contains("(c) changed or added in the target since: none\n")
                .contains("Unproven  orchestration_decisions: nothing copied")
                .endsWith("Proven: all 91 rows of the sources are in the target.\n");
    }

    /** One line of the checklist, without the spaces that set its columns. */
    private static String checked(Cli cli, String what) {
        return cli.out()
                .lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> line.matches("(yes|not yet|no) " + what + " .*"))
                .findFirst()
                .orElse("no line for " + what + " in:\n" + cli.out());
    }

    @Test
    void the_checklist_has_evidence_for_every_line() {
        Cli cli = verify();

        assertThat(checked(cli, "backups made and proven"))
                .matches("yes .* \\d{8}_\\d{6}_\\d{3}-before-migrate: 3 files, every SHA-256 is the manifest's");
        assertThat(checked(cli, "tables created")).matches("yes tables created 31 of 31 tables, with \\d+ indexes");
        assertThat(checked(cli, "counts and digests equal"))
                .isEqualTo("yes counts and digests equal 3 tables, 91 rows, the sources' digests are the ledger's");
        assertThat(checked(cli, "old programs' statements work"))
                .isEqualTo("yes old programs' statements work 31 names, 124 statements: SELECT, INSERT, UPDATE and"
                        + " DELETE compile on each");
        assertThat(checked(cli, "sources archived"))
                .isEqualTo("not yet sources archived in their old places: " + sources.resolve("proposals.db") + ", "
                        + sources.resolve("task_queue.db"));
        assertThat(verify("--json")
                        .result()
                        .required("checklist")
                        .valueStream()
                        .map(each -> each.required("answer").asString()))
                .containsExactly("yes", "yes", "yes", "yes", "not_yet");
    }

    @Test
    void sources_that_were_archived_are_the_last_line_that_was_missing() throws IOException {
        for (String name : List.of("proposals.db", "task_queue.db")) {
            Files.move(sources.resolve(name), sources.resolve(name + ".archived_20260102_030405"));
        }

        Cli cli = verify();

        assertThat(cli.exit()).isZero();
        assertThat(checked(cli, "sources archived"))
                .startsWith("yes sources archived " + sources.resolve("proposals.db"));
    }

    @Test
    void a_backup_of_which_one_byte_changed_needs_you_and_none_at_all_does_not() throws IOException {
        Path backup = folder.resolve("workspace.db.backups");
        try (Stream<Path> files = Files.walk(backup)) {
            Path copy = files.filter(each -> each.toString().endsWith("task_queue.db"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(copy);
            bytes[bytes.length - 1] ^= 1;
            Files.write(copy, bytes);
        }

        Cli damaged = verify();
        Files.move(backup, folder.resolve("elsewhere"));
        Cli none = verify();

        assertThat(damaged.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(checked(damaged, "backups made and proven"))
                .startsWith("no backups made and proven the backup is damaged");
        assertThat(none.exit()).isZero();
        assertThat(checked(none, "backups made and proven"))
                .startsWith("not yet backups made and proven there is none in");
    }

    @Test
    void a_statement_of_an_old_program_that_would_fail_needs_you() {
        Sqlite.script(db, "CREATE TRIGGER t AFTER INSERT ON tasks BEGIN INSERT INTO gone VALUES (1); END");

        Cli cli = verify();

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(checked(cli, "old programs' statements work"))
                .startsWith("no old programs' statements work 1 do not compile: tasks: ")
                .contains("no such table: main.gone");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(WorkspaceFiles.TASKS);
    }

    @Test
    void a_mistyped_name_of_a_source_is_refused() {
        Cli cli = verify("--source", "task-queue=" + sources.resolve("task_queue.db"));

        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err())
                .startsWith("Refused, nothing changed: there is no source 'task-queue'\n")
                .contains("proposals, task_queue, orchestration_decisions");
    }

    @Test
    void a_row_that_changed_in_the_target_is_its_life_and_not_a_fault() {
        Sqlite.run(db, "UPDATE tasks SET title = 'mine' WHERE id = 'TASK-007'", WorkspaceFiles.task(900));

        Cli cli = verify();

        assertThat(cli.exit()).isZero();
        assertThat(cli.out()).contains("      tasks 1 changed, 1 added; first keys: 'TASK-007'\n");
    }

    @Test
    void a_lost_row_needs_you_and_is_named() {
        Sqlite.run(db, "DELETE FROM tasks WHERE id = 'TASK-009'");

        Cli cli = verify();

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(cli.out())
                .contains("(b) lost: in the source, not in the target:\n      tasks 1 row; first keys: 'TASK-009'\n")
                .endsWith("Not in order: something above needs you.\n");
    }

    @Test
    void a_source_that_changed_since_its_copy_needs_you() {
        Sqlite.run(sources.resolve("task_queue.db"), "UPDATE tasks SET version = 17 WHERE id = 'TASK-001'");

        Cli cli = verify();

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(cli.out()).contains("(a) source changed since its copy:\n      tasks yes, copied 2");
    }

    @Test
    void a_dropped_index_needs_you() {
        Sqlite.run(db, "DROP INDEX ix_tasks_status");

        Cli cli = verify();

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(cli.out())
                .contains("Schema    the index ix_tasks_status of tasks is missing; make it again: CREATE");
    }

    @Test
    void as_json_the_categories_are_numbers() {
        Sqlite.run(db, "DELETE FROM tasks WHERE id = 'TASK-009'");

        Cli cli = verify("--json");

        assertThat(cli.exit()).isEqualTo(3);
        JsonNode result = cli.result();
        assertThat(result.required("ok").asBoolean()).isFalse();
        JsonNode tasks = result.required("tables").get(1);
        assertThat(tasks.required("table").asString()).isEqualTo("tasks");
        assertThat(tasks.required("lost").asLong()).isEqualTo(1);
        assertThat(tasks.required("source_rows").asLong()).isEqualTo(85);
        assertThat(tasks.required("source_changed").asBoolean()).isFalse();
        assertThat(tasks.required("examples").get(0).asString()).isEqualTo("'TASK-009'");
    }

    @Test
    void without_sources_it_does_not_pretend_that_anything_was_compared() {
        Cli cli = Cli.run("verify", "workspace", "--db", db.toString());

        assertThat(cli.exit()).isZero();
        assertThat(cli.out())
                .contains("Unproven  proposals: not compared, no sources are configured")
                .endsWith("Nothing is wrong, and nothing was compared: no source was read.\n");
    }

    @Test
    void pending_versions_need_you() {
        Path fresh = WorkspaceFiles.workspace(folder.resolve("fresh.db"));

        Cli cli = Cli.run("verify", "workspace", "--db", fresh.toString());

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(cli.out()).contains("Pending   ").contains("V004__copy_task_queue");
    }

    @Test
    void a_target_that_is_not_there_is_refused() {
        Cli cli =
                Cli.run("verify", "workspace", "--db", folder.resolve("none.db").toString());

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(cli.err()).startsWith("Refused, nothing changed: the target does not exist: ");
    }
}
