package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tributary.Tributary;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journeys 1 to 4: a new file, the file in use, once more, and rows that are there already. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WorkspaceJourneyTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void files() {
        db = folder.resolve("workspace.db");
        sources = WorkspaceFiles.sources(folder.resolve("sources"));
    }

    @Test
    void a_new_file_gets_31_tables_and_all_rows_of_the_sources() {
        FolderSnapshot sourcesBefore = FolderSnapshot.of(sources);

        MigrationReport report = run();

        WorkspaceState.requireComplete(db);
        assertThat(report.applied()).containsExactly("001", "002", "003", "004", "005");
        assertThat(report.stoppedBefore()).isEmpty();
        assertThat(report.entries())
                .extracting(LedgerEntry::table, LedgerEntry::rowsRead, LedgerEntry::rowsCopied, LedgerEntry::policy)
                .containsExactly(
                        tuple("proposals", 1L, 1L, LedgerEntry.Policy.COPIED),
                        tuple("tasks", 85L, 85L, LedgerEntry.Policy.COPIED),
                        tuple("task_queue_metadata", 5L, 5L, LedgerEntry.Policy.COPIED),
                        tuple("", 0L, 0L, LedgerEntry.Policy.SOURCE_ABSENT));
        requireRows();
        assertThat(FolderSnapshot.of(sources)).isEqualTo(sourcesBefore);
    }

    @Test
    void the_file_in_use_keeps_every_byte_of_its_27_tables() {
        WorkspaceFiles.workspace(db);
        DatabaseSnapshot before = WorkspaceState.base(db);
        FolderSnapshot sourcesBefore = FolderSnapshot.of(sources);
        assertThat(before.tables()).hasSize(27);
        assertThat(before.rows().get("workspace_tasks")).hasSize(WorkspaceFiles.WORKSPACE_TASKS);

        MigrationReport report = run();

        assertThat(report.applied()).containsExactly("002", "003", "004", "005");
        WorkspaceState.requireComplete(db);
        assertThat(WorkspaceState.base(db)).isEqualTo(before);
        requireRows();
        assertThat(FolderSnapshot.of(sources)).isEqualTo(sourcesBefore);
        assertThat(Sqlite.value(
                        db, "SELECT type || ' ' || description FROM flyway_schema_history WHERE version = '001'"))
                .isEqualTo("BASELINE the 27 tables were there");
    }

    @Test
    void a_second_run_finds_nothing_to_do_and_changes_not_one_byte() {
        WorkspaceFiles.workspace(db);
        run();
        FolderSnapshot before = FolderSnapshot.of(folder);

        MigrationReport report = run();

        assertThat(report.nothingToDo()).isTrue();
        assertThat(report.applied()).isEmpty();
        assertThat(report.backup()).isEmpty();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void a_damaged_source_stops_everything_and_a_mended_one_is_copied() {
        WorkspaceFiles.workspace(db);
        Sqlite.run(
                sources.resolve("task_queue.db"),
                "ALTER TABLE tasks RENAME TO tasks_old",
                "CREATE TABLE tasks AS SELECT * FROM tasks_old",
                "UPDATE tasks SET title = NULL WHERE id = 'TASK-017'");

        assertThat(refused(folder, this::run).what()).contains("title", "'TASK-017'");

        Sqlite.run(sources.resolve("task_queue.db"), "UPDATE tasks SET title = 'mended' WHERE id = 'TASK-017'");
        assertThat(run().applied()).containsExactly("002", "003", "004", "005");
        WorkspaceState.requireComplete(db);
        assertThat(Sqlite.value(db, "SELECT title FROM tasks WHERE id = 'TASK-017'"))
                .isEqualTo("mended");
    }

    @Test
    void rows_that_are_there_already_are_skipped_and_counted() {
        WorkspaceFiles.workspace(db);
        Tributary.workspace(db).migrate();
        Sqlite.run(db, WorkspaceFiles.task(3), WorkspaceFiles.task(4), WorkspaceFiles.task(9));

        MigrationReport report = run();

        assertThat(report.entries())
                .filteredOn(entry -> entry.table().equals("tasks"))
                .singleElement()
                .satisfies(tasks -> {
                    assertThat(tasks.rowsRead()).isEqualTo(85);
                    assertThat(tasks.rowsCopied()).isEqualTo(82);
                    assertThat(tasks.rowsIdentical()).isEqualTo(3);
                    assertThat(tasks.targetDigest()).isEqualTo(tasks.sourceDigest());
                });
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(85);
        WorkspaceState.requireIndexes(db);
    }

    @Test
    void the_same_key_with_another_content_is_refused_and_shown_side_by_side() {
        WorkspaceFiles.workspace(db);
        Tributary.workspace(db).migrate();
        Sqlite.run(db, WorkspaceFiles.task(5), "UPDATE tasks SET title = 'mine' WHERE id = 'TASK-005'");

        assertThat(refused(folder, this::run).what())
                .contains("'TASK-005'", "column title", "'Task 5 o''clock'", "'mine'");

        Sqlite.run(db, "DELETE FROM tasks WHERE id = 'TASK-005'");
        run();
        WorkspaceState.requireSameRows(sources.resolve("proposals.db"), db, "proposals");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(85);
    }

    private MigrationReport run() {
        return Tributary.workspace(db).sources(sources).migrate();
    }

    private void requireRows() {
        WorkspaceState.requireSameRows(sources.resolve("proposals.db"), db, "proposals");
        WorkspaceState.requireSameRows(sources.resolve("task_queue.db"), db, "tasks");
        WorkspaceState.requireSameRows(sources.resolve("task_queue.db"), db, "task_queue_metadata");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(WorkspaceFiles.TASKS);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM task_queue_metadata"))
                .isEqualTo(WorkspaceFiles.METADATA);
    }
}
