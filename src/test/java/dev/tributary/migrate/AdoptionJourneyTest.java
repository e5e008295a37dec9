package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tributary.Tributary;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.TablePlan;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Resources;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journey 6: a file that somebody consolidated by hand, with sources that were renamed since. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AdoptionJourneyTest {
    private static final String ARCHIVED = ".archived_20251120_093000";

    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void a_file_consolidated_by_hand() throws IOException {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("sources"));
        // what their script did: every CREATE with IF NOT EXISTS, so that names which are taken are skipped in silence
        String byHand = Resources.text("/workspace/real-shape/task_queue.sql")
                .replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ")
                .replace("CREATE INDEX ix_tasks_status ON tasks", "CREATE INDEX idx_tasks_status ON tasks")
                .replace("CREATE INDEX ix_tasks_priority ON tasks", "CREATE INDEX idx_tasks_priority ON tasks")
                .replace("CREATE INDEX ix_tasks_updated_at ON", "CREATE INDEX idx_tasks_updated_at ON")
                .replace(
                        "CREATE INDEX ix_tasks_capability_required ON", "CREATE INDEX idx_tasks_capability_required ON")
                .replace("CREATE INDEX idx_proposals_created ON", "CREATE INDEX idx_proposals_created_at ON")
                .replace("CREATE INDEX ", "CREATE INDEX IF NOT EXISTS ")
                .replace("CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX IF NOT EXISTS ");
        Sqlite.script(db, byHand);
        Sqlite.run(
                db,
                "ATTACH '" + sources.resolve("task_queue.db") + "' AS q",
                "INSERT INTO tasks SELECT * FROM q.tasks",
                "INSERT INTO task_queue_metadata SELECT * FROM q.task_queue_metadata");
        Sqlite.run(
                db,
                "ATTACH '" + sources.resolve("proposals.db") + "' AS p",
                "INSERT INTO proposals SELECT * FROM p.proposals");
        // and the programs have been at work since
        Sqlite.run(
                db,
                "UPDATE tasks SET status = 'completed', version = version + 1 WHERE id IN ('TASK-001', 'TASK-002')",
                "UPDATE task_queue_metadata SET value = 'later' WHERE key = 'key-1'",
                "INSERT INTO tasks (id, title, status, priority, version) VALUES ('NEW-1', 'since', 'pending', 'LOW', 0)");
        for (String name : List.of("proposals.db", "task_queue.db")) {
            Files.move(sources.resolve(name), sources.resolve(name + ARCHIVED));
        }
    }

    @Test
    void it_has_51_tables_and_the_two_indexes_got_lost() {
        assertThat(DatabaseSnapshot.of(db).tables()).hasSize(51);
        assertThat(WorkspaceState.indexes(db, "tasks"))
                .containsExactly(
                        "idx_tasks_capability_required(capability_required)",
                        "idx_tasks_tags(tags)",
                        "idx_tasks_updated_at(updated_at)");
    }

    @Test
    void it_is_adopted_with_its_changes_listed_and_its_missing_indexes_made() {
        DatabaseSnapshot before = DatabaseSnapshot.of(db);
        FolderSnapshot sourcesBefore = FolderSnapshot.of(sources);

        MigrationReport report = run();

        assertThat(report.applied()).containsExactly("002", "003", "004", "005");
        WorkspaceState.requireIndexes(db);
        DatabaseSnapshot after = DatabaseSnapshot.of(db, table -> !WorkspaceState.OUR_TABLES.contains(table));
        assertThat(after.rows()).isEqualTo(before.rows());
        assertThat(after.catalog()).containsAll(before.catalog());
        assertThat(report.entries())
                .extracting(
                        LedgerEntry::source,
                        LedgerEntry::table,
                        LedgerEntry::policy,
                        LedgerEntry::rowsCopied,
                        LedgerEntry::rowsIdentical,
                        LedgerEntry::rowsChanged)
                .containsExactlyInAnyOrder(
                        tuple("", "proposals", LedgerEntry.Policy.ADOPTED, 0L, 0L, 0L),
                        tuple("", "tasks", LedgerEntry.Policy.ADOPTED, 0L, 0L, 0L),
                        tuple("", "task_queue_metadata", LedgerEntry.Policy.ADOPTED, 0L, 0L, 0L),
                        tuple("", "orchestration_decisions", LedgerEntry.Policy.ADOPTED, 0L, 0L, 0L),
                        tuple("proposals", "proposals", LedgerEntry.Policy.ADOPTED, 0L, 1L, 0L),
                        tuple("task_queue", "tasks", LedgerEntry.Policy.ADOPTED, 0L, 83L, 2L),
                        tuple("task_queue", "task_queue_metadata", LedgerEntry.Policy.ADOPTED, 0L, 4L, 1L),
                        tuple("orchestration_decisions", "", LedgerEntry.Policy.SOURCE_ABSENT, 0L, 0L, 0L));
        assertThat(FolderSnapshot.of(sources)).isEqualTo(sourcesBefore);
    }

    @Test
    void the_plan_shows_the_rows_that_changed_since_side_by_side() {
        MigrationPlan plan = Tributary.workspace(db).sources(sources).plan();

        assertThat(plan.problems()).isEmpty();
        assertThat(plan.adopted())
                .containsExactlyInAnyOrder("proposals", "tasks", "task_queue_metadata", "orchestration_decisions");
        assertThat(plan.notes())
                .anyMatch(note -> note.startsWith("tasks is adopted; its index ix_tasks_status"))
                .anyMatch(note -> note.startsWith("tasks is adopted; its index ix_tasks_priority"));
        TablePlan tasks = plan.copies().stream()
                .map(CopyPlan::tables)
                .flatMap(List::stream)
                .filter(table -> table.target().name().equals("tasks"))
                .findFirst()
                .orElseThrow();
        assertThat(tasks.changed()).isEqualTo(2);
        assertThat(tasks.examples())
                .contains(new TablePlan.RowDifference("'TASK-001'", "status", "'in_progress'", "'completed'"));
    }

    @Test
    void the_second_run_has_nothing_to_do() {
        run();
        FolderSnapshot before = FolderSnapshot.of(folder);

        assertThat(run().nothingToDo()).isTrue();
        assertThat(Tributary.workspace(db).migrate().nothingToDo()).isTrue();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void a_live_source_is_not_taken_for_an_archived_one_so_that_changed_rows_stop_the_run() throws IOException {
        Files.move(sources.resolve("task_queue.db" + ARCHIVED), sources.resolve("task_queue.db"));

        assertThat(refused(folder, this::run).what()).contains("row(s) of tasks", "different content", "'TASK-001'");

        Files.move(sources.resolve("task_queue.db"), sources.resolve("task_queue.db" + ARCHIVED));
        assertThat(run().applied()).containsExactly("002", "003", "004", "005");
    }

    @Test
    void a_table_of_another_shape_is_not_adopted() {
        Sqlite.run(db, "ALTER TABLE tasks DROP COLUMN created_by");

        assertThat(refused(folder, this::run).what()).contains("tasks", "cannot be adopted", "created_by");

        Sqlite.run(db, "ALTER TABLE tasks ADD COLUMN created_by VARCHAR(255)");
        Sqlite.run(db, "UPDATE tasks SET created_by = 'planner' WHERE id <> 'NEW-1'");
        assertThat(run().applied()).hasSize(4);
    }

    @Test
    void an_index_name_that_another_table_owns_is_refused() {
        Sqlite.run(db, "CREATE INDEX ix_tasks_status ON workflows (id)");

        Tributary ready = Tributary.workspace(db).sources(sources);
        assertThat(refused(folder, ready::migrate).what()).contains("ix_tasks_status", "workflows");

        Sqlite.run(db, "DROP INDEX ix_tasks_status");
        ready.migrate();
        WorkspaceState.requireIndexes(db);
    }

    @Test
    void it_is_adopted_without_its_sources_too() {
        MigrationReport report = Tributary.workspace(db).noSources().migrate();

        assertThat(report.applied()).containsExactly("002", "003", "004", "005");
        WorkspaceState.requireIndexes(db);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(86);
    }

    private MigrationReport run() {
        return Tributary.workspace(db).sources(sources).migrate();
    }
}
