package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CatchUpCommandTest {
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

    private Cli catchUp(String... more) {
        List<String> words = new ArrayList<>(
                List.of("catch-up", "workspace", "--db", db.toString(), "--sources", sources.toString()));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    private void changeBothSides() {
        Sqlite.run(db, "UPDATE tasks SET title = 'mine' WHERE id = 'TASK-007'");
        Sqlite.run(
                sources.resolve("task_queue.db"),
                WorkspaceFiles.task(900),
                "UPDATE tasks SET title = 'theirs' WHERE id IN ('TASK-007', 'TASK-008')");
    }

    @Test
    void nothing_to_do_is_said_in_one_line() {
        assertThat(catchUp())
                .isEqualTo(new Cli(
                        0,
                        "Nothing to do: no source has changed since its copy.\nNotes     "
                                + "orchestration_decisions: the optional source does not exist\n",
                        ""));
    }

    @Test
    void a_dry_run_shows_both_sides_writes_nothing_and_ends_with_3() {
        changeBothSides();
        FolderSnapshot before = FolderSnapshot.of(folder);

        Cli cli = catchUp("--dry-run");

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(cli.out())
                .contains("  1 row of tasks changed on both sides, such as:\n"
                        + "    key 'TASK-007', column title\n"
                        + "      source  'theirs'\n"
                        + "      target  'mine'\n")
                .endsWith("1 problem: catching up would be refused.\nNothing was written.\n");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void with_a_preference_the_dry_run_says_what_comes_and_the_run_brings_it() {
        changeBothSides();
        assertThat(catchUp("--dry-run", "--prefer", "tasks=source").out())
                .contains("Ready: 'catch-up' would bring 1 row and overwrite 2.\n");

        Cli cli = catchUp("--prefer", "tasks=source");

        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("changed on both sides; as told, the source stays, such as:")
                .contains("Done: 1 row brought, 2 overwritten, in ")
                .contains("-before-catch-up\n");
        assertThat(Sqlite.value(db, "SELECT title FROM tasks WHERE id = 'TASK-007'"))
                .isEqualTo("theirs");
    }

    @Test
    void the_json_has_every_count() {
        changeBothSides();

        var result = catchUp("--json", "--prefer", "tasks=target").result();

        assertThat(result.required("rows_to_insert").asInt()).isEqualTo(1);
        var table = result.required("sources").get(1).required("tables").get(0);
        assertThat(table.required("target_table").asString()).isEqualTo("tasks");
        assertThat(table.required("base").asString()).isEqualTo("known");
        assertThat(table.required("newer").asInt()).isEqualTo(1);
        assertThat(table.required("changed_on_both_sides").asInt()).isEqualTo(1);
        assertThat(table.required("prefer").asString()).isEqualTo("target");
        assertThat(result.required("entries").get(0).required("policy").asString())
                .isEqualTo("caught_up");
        assertThat(result.required("backup").required("reason").asString()).isEqualTo("before-catch-up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks", "tasks=", "=source", "tasks=both"})
    void a_preference_that_names_no_side_is_a_wrong_usage(String preference) {
        Cli cli = catchUp("--prefer", preference);

        assertThat(cli.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(cli.err()).contains("--prefer takes TABLE=source or TABLE=target");
    }

    @Test
    void without_sources_there_is_nothing_to_compare_with() {
        Cli cli = Cli.run("catch-up", "workspace", "--db", db.toString());

        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).startsWith("Refused, nothing changed: it is not said where the sources are\n");
    }
}
