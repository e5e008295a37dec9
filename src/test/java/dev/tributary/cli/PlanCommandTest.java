package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Child;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PlanCommandTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("old"));
    }

    private Cli plan(String... more) {
        String[] words = new String[4 + more.length];
        System.arraycopy(new String[] {"plan", "workspace", "--db", db.toString()}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        return Cli.run(words);
    }

    @Test
    void a_plan_says_what_would_be_copied_and_writes_not_one_byte() {
        FolderSnapshot before = FolderSnapshot.of(folder);

        Cli cli = plan("--sources", sources.toString());

        assertThat(cli.exit()).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .containsSubsequence("Target    " + db, "has its tables and no history", "Pending   002  create ")
                .containsPattern("\n  tasks +16 +85 +0 +0 +85\n")
                .containsPattern("\n  task_queue_metadata +3 +5 +0 +0 +5\n")
                .containsPattern("\n  ix_tasks_status +ix_tasks_status\n")
                .containsPattern("\n  idx_proposals_created +idx_proposals_created_at\n")
                .contains("orchestration_decisions (optional) was not found; looked for:")
                .contains(sources.resolve("logs/orchestration_decisions.db").toString())
                .contains("Ready: 'migrate' would copy 91 rows.")
                .endsWith("Nothing was written.\n");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void a_plan_as_json_carries_the_same_numbers() {
        Cli cli = plan("--sources", sources.toString(), "--json");

        assertThat(cli.exit()).isZero();
        JsonNode result = cli.result();
        assertThat(result.required("rows_to_copy").asLong()).isEqualTo(91);
        assertThat(result.required("needs_you").asBoolean()).isFalse();
        assertThat(result.required("pending").size()).isEqualTo(4);
        JsonNode tasks = result.required("sources").get(1).required("tables").get(0);
        assertThat(tasks.required("target_table").asString()).isEqualTo("tasks");
        assertThat(tasks.required("columns").size()).isEqualTo(16);
        assertThat(tasks.required("to_copy").asLong()).isEqualTo(WorkspaceFiles.TASKS);
        assertThat(tasks.required("indexes").size()).isEqualTo(5);
        assertThat(result.required("absent_sources")
                        .get(0)
                        .required("looked_for")
                        .size())
                .isEqualTo(3);
        assertThat(result.required("bytes_free").asLong()).isPositive();
    }

    @Test
    void without_sources_the_plan_needs_you_and_says_where_it_would_stop() {
        Cli cli = plan();

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(cli.out())
                .contains("would stop before 003 (copy proposals): no sources are configured")
                .doesNotContain("Nothing to do");
        assertThat(plan("--json")
                        .result()
                        .required("stop_before")
                        .required("version")
                        .asString())
                .isEqualTo("003");
    }

    @Test
    void with_no_sources_declined_nothing_needs_you() {
        assertThat(plan("--no-sources").exit()).isZero();
    }

    @Test
    void a_missing_folder_is_one_problem_in_three_lines() {
        Cli cli = plan("--sources", folder.resolve("nowhere").toString());

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(cli.out())
                .containsSubsequence("Problems\n", "nowhere does not exist\n", "    Why:  ", "    Next: ")
                .contains("1 problem: a migration would be refused.");
    }

    @Test
    void different_content_under_one_key_is_shown_side_by_side() {
        Sqlite.run(
                db,
                """
                CREATE TABLE task_queue_metadata (
                  key VARCHAR(255) NOT NULL PRIMARY KEY, value TEXT, updated_at VARCHAR(100))""",
                "INSERT INTO task_queue_metadata VALUES ('key-1', '{\"n\": 1}', '2025-11-01T09:00:00.000001')",
                "INSERT INTO task_queue_metadata VALUES ('key-2', 'other', '2025-11-02T09:00:00.000001')");

        Cli cli = plan("--sources", sources.toString());

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(cli.out())
                .containsPattern("\n  task_queue_metadata +3 +5 +1 +1 +3\n")
                .contains("  1 row of task_queue_metadata differs from the source, such as:\n"
                        + "    key 'key-2', column value\n"
                        + "      source  '{\"n\": 2}'\n"
                        + "      target  'other'\n");
        JsonNode difference =
                plan("--sources", sources.toString(), "--json").result().at("/sources/1/tables/1/differences/0");
        assertThat(difference.required("in_target").asString()).isEqualTo("'other'");
    }

    @Test
    void rows_of_other_tables_are_reported_as_not_copied() {
        Sqlite.run(
                sources.resolve("task_queue.db"), "INSERT INTO task_history (id, timestamp) VALUES (1, 1.5), (2, 2.5)");

        assertThat(plan("--sources", sources.toString()).out()).contains("  not copied: task_history, 2 rows\n");
    }

    @Test
    void a_program_that_holds_a_source_is_named() {
        try (Child holder = HoldDatabase.start(sources.resolve("task_queue.db"), "SELECT count(*) FROM tasks")) {
            Cli cli = plan("--sources", sources.toString());

            assertThat(cli.exit()).isZero();
            assertThat(cli.out()).contains("In use by task_queue.db: process " + holder.pid() + " (java)");
        }
    }

    @Test
    void an_unknown_source_is_a_problem_that_names_the_known_ones() {
        Cli cli = plan("--sources", sources.toString(), "--source", "tsk=" + sources.resolve("task_queue.db"));

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(cli.out()).contains("there is no source 'tsk'", "proposals, task_queue, orchestration_decisions");
    }

    @Test
    void a_database_with_control_characters_cannot_draw_on_the_screen() {
        Sqlite.run(db, "CREATE TABLE \"evil\u001b[31m\" (x)");

        Cli cli = plan("--sources", sources.toString());

        assertThat(cli.out()).contains("one more table: evil\\u001b[31m").doesNotContain("\u001b");
    }
}
