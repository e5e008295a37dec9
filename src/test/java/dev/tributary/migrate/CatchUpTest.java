package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.Divergence;
import dev.tributary.plan.Preferences.Side;
import dev.tributary.plan.TableCatchUp;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The old programs write on after the migration, and the target lives on too. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CatchUpTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path old;
    private Path queue;

    @BeforeEach
    void migrated() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        old = WorkspaceFiles.sources(folder.resolve("old"));
        queue = old.resolve("task_queue.db");
        tributary().migrate();
    }

    private Tributary tributary() {
        return Tributary.workspace(db).sources(old);
    }

    private String title(String id) {
        return Sqlite.value(db, "SELECT title FROM tasks WHERE id = '" + id + "'");
    }

    private static TableCatchUp tasks(CatchUpPlan plan) {
        return plan.sources().stream()
                .flatMap(source -> source.table("tasks").stream())
                .findFirst()
                .orElseThrow();
    }

    private void removeBackups() throws IOException {
        for (BackupSet set : new Backups(db, Clock.systemUTC()).list()) {
            try (Stream<Path> files = Files.walk(set.folder())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void nothing_is_written_where_no_source_has_changed() {
        FolderSnapshot before = FolderSnapshot.of(folder);

        CatchUpReport report = tributary().catchUp();

        assertThat(report.plan().nothingToDo()).isTrue();
        assertThat(report.backup()).isEmpty();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void new_and_changed_rows_come_and_verify_is_content_again() {
        Sqlite.run(queue, WorkspaceFiles.task(900), "UPDATE tasks SET title = 'later' WHERE id = 'TASK-003'");
        assertThat(tributary().verify().ok()).isFalse();

        CatchUpReport report = tributary().catchUp();

        assertThat(title("TASK-900")).isEqualTo(Sqlite.value(queue, "SELECT title FROM tasks WHERE id = 'TASK-900'"));
        assertThat(title("TASK-003")).isEqualTo("later");
        assertThat(report.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.policy()).isEqualTo(LedgerEntry.Policy.CAUGHT_UP);
            assertThat(entry.table()).isEqualTo("tasks");
            assertThat(entry.version()).isEqualTo("004");
            assertThat(entry.rowsCopied()).isEqualTo(2);
            assertThat(entry.rowsIdentical()).isEqualTo(WorkspaceFiles.TASKS - 1);
            assertThat(entry.sourceDigest()).isEqualTo(entry.targetDigest());
        });
        assertThat(report.backup())
                .hasValueSatisfying(backup -> assertThat(backup.files())
                        .extracting(BackupSet.Copy::role)
                        .containsExactly("target", "proposals", "task_queue"));
        assertThat(tributary().verify()).matches(Verification::ok);
        assertThat(tributary().catchUp().plan().nothingToDo()).isTrue();
        assertThat(tributary().migrate().nothingToDo()).isTrue();
    }

    @Test
    void a_row_that_changed_in_the_target_only_stays_while_newer_ones_come() {
        Sqlite.run(db, "UPDATE tasks SET title = 'mine' WHERE id = 'TASK-007'", WorkspaceFiles.task(800));
        Sqlite.run(queue, "UPDATE tasks SET title = 'theirs' WHERE id = 'TASK-008'");

        CatchUpReport report = tributary().catchUp();

        assertThat(title("TASK-007")).isEqualTo("mine");
        assertThat(title("TASK-008")).isEqualTo("theirs");
        assertThat(title("TASK-800")).isNotEmpty();
        assertThat(report.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.rowsCopied()).isEqualTo(1);
            assertThat(entry.rowsChanged()).isEqualTo(1);
        });
        assertThat(tributary().verify()).matches(Verification::ok);
    }

    @Test
    void a_row_that_changed_on_both_sides_is_refused_and_shown_side_by_side() {
        Sqlite.run(db, "UPDATE tasks SET title = 'mine' WHERE id = 'TASK-007'");
        Sqlite.run(queue, "UPDATE tasks SET title = 'theirs' WHERE id IN ('TASK-007', 'TASK-008')");

        Fault fault = refused(folder, () -> tributary().catchUp());

        assertThat(fault.what())
                .isEqualTo("1 row(s) of tasks have changed in the source and in the target; the first: key 'TASK-007',"
                        + " column title, source 'theirs', target 'mine'");
        assertThat(fault.next()).contains("--prefer tasks=source").contains("--prefer tasks=target");
        assertThat(tasks(tributary().catchUpPlan())).satisfies(plan -> {
            assertThat(plan.how().base()).isEqualTo(Divergence.Base.KNOWN);
            assertThat(plan.newer()).isEqualTo(1);
            assertThat(plan.conflicts()).isEqualTo(1);
        });
    }

    @Test
    void the_user_says_which_side_stays_per_table() {
        Sqlite.run(db, "UPDATE tasks SET title = 'mine' WHERE id = 'TASK-007'");
        Sqlite.run(queue, "UPDATE tasks SET title = 'theirs' WHERE id IN ('TASK-007', 'TASK-008')");
        tributary().prefer("tasks", Side.TARGET).catchUp();
        assertThat(title("TASK-007")).isEqualTo("mine");
        assertThat(title("TASK-008")).isEqualTo("theirs");
        assertThat(tributary().verify()).matches(Verification::ok);

        Sqlite.run(queue, "UPDATE tasks SET title = 'theirs again' WHERE id = 'TASK-007'");
        Sqlite.run(db, "UPDATE tasks SET title = 'mine again' WHERE id = 'TASK-007'");
        refused(folder, () -> tributary().catchUp());
        tributary().prefer("tasks", Side.SOURCE).catchUp();
        assertThat(title("TASK-007")).isEqualTo("theirs again");
    }

    @Test
    void a_preference_for_a_table_that_nobody_knows_is_refused() {
        Fault fault =
                refused(folder, () -> tributary().prefer("taks", Side.SOURCE).catchUp());

        assertThat(fault.what()).isEqualTo("there is no table 'taks' that a source flows into");
        assertThat(fault.why()).contains("proposals").contains("task_queue_metadata");
    }

    @Test
    void without_a_backup_the_ledger_says_that_the_target_is_as_it_was() throws IOException {
        removeBackups();
        Sqlite.run(queue, "UPDATE tasks SET title = 'theirs' WHERE id = 'TASK-007'");

        assertThat(tasks(tributary().catchUpPlan()).how().base()).isEqualTo(Divergence.Base.TARGET_UNCHANGED);
        tributary().catchUp();

        assertThat(title("TASK-007")).isEqualTo("theirs");
    }

    @Test
    void without_a_backup_and_with_changes_on_both_sides_every_difference_needs_a_word() throws IOException {
        removeBackups();
        Sqlite.run(db, "UPDATE tasks SET title = 'mine' WHERE id = 'TASK-007'");
        Sqlite.run(queue, "UPDATE tasks SET title = 'theirs' WHERE id = 'TASK-008'");

        Fault fault = refused(folder, () -> tributary().catchUp());

        assertThat(fault.what()).startsWith("2 row(s) of tasks have changed");
        assertThat(fault.why()).contains("no backup holds these rows");
        tributary().prefer("tasks", Side.SOURCE).catchUp();
        assertThat(title("TASK-007")).isNotEqualTo("mine");
        assertThat(tributary().verify()).matches(Verification::ok);
    }

    @Test
    void rows_that_the_target_has_lost_come_back_unless_the_target_is_preferred() {
        Sqlite.run(db, "DELETE FROM tasks WHERE id IN ('TASK-001', 'TASK-002')");
        Sqlite.run(queue, WorkspaceFiles.task(900));

        tributary().prefer("tasks", Side.TARGET).catchUp();
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(WorkspaceFiles.TASKS - 1);

        CatchUpReport report = tributary().catchUp();
        assertThat(tasks(report.plan()).lost()).isEqualTo(2);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(WorkspaceFiles.TASKS + 1);
        assertThat(tributary().verify()).matches(Verification::ok);
    }

    @Test
    void a_row_that_is_gone_from_the_source_stays_in_the_target() {
        Sqlite.run(queue, "DELETE FROM tasks WHERE id = 'TASK-001'");
        assertThat(tributary().verify().ok()).as("the source has changed").isFalse();

        CatchUpReport report = tributary().catchUp();

        assertThat(title("TASK-001")).isNotEmpty();
        assertThat(tasks(report.plan()).gone()).isEqualTo(1);
        assertThat(tributary().verify()).matches(Verification::ok);
    }

    @Test
    void a_source_that_turns_up_later_comes_with_the_same_proof() {
        WorkspaceFiles.decisions(old.resolve("orchestration_decisions.db"));
        assertThat(tributary().verify().unproven()).anyMatch(line -> line.startsWith("orchestration_decisions"));

        CatchUpReport report = tributary().catchUp();

        assertThat(Sqlite.number(db, "SELECT count(*) FROM orchestration_decisions"))
                .isEqualTo(3);
        assertThat(report.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.rowsCopied()).isEqualTo(3));
        assertThat(tributary().verify())
                .matches(Verification::ok)
                .satisfies(found -> assertThat(found.unproven()).isEmpty());
    }

    @Test
    void sources_come_later_where_there_were_none_at_the_migration() {
        Path other = WorkspaceFiles.workspace(folder.resolve("other.db"));
        Tributary.workspace(other).noSources().migrate();

        CatchUpReport report = Tributary.workspace(other).sources(old).catchUp();

        assertThat(report.entries().stream().mapToLong(LedgerEntry::rowsCopied).sum())
                .isEqualTo(WorkspaceFiles.TASKS + WorkspaceFiles.METADATA + 1);
        assertThat(Tributary.workspace(other).sources(old).verify())
                .matches(Verification::ok)
                .satisfies(found -> assertThat(found.tables()).hasSize(3));
    }

    @Test
    void a_target_that_lacks_a_copy_is_to_be_migrated_first() {
        Path other = WorkspaceFiles.workspace(folder.resolve("other.db"));

        Fault fault =
                refused(folder, () -> Tributary.workspace(other).sources(old).catchUp());

        assertThat(fault.what()).contains("V003__copy_proposals");
        assertThat(fault.next()).isEqualTo("run 'migrate' first");
    }

    @Test
    void a_trigger_that_would_fire_stops_it_only_where_rows_would_be_written() {
        String trigger = "CREATE TRIGGER t_tasks AFTER INSERT ON tasks BEGIN UPDATE tasks SET version = 9; END";
        Sqlite.run(db, trigger);
        assertThat(tributary().catchUp().plan().nothingToDo()).isTrue();
        Sqlite.run(queue, WorkspaceFiles.task(900));

        Fault fault = refused(folder, () -> tributary().catchUp());

        assertThat(fault.what()).isEqualTo("the target's table tasks has a trigger: t_tasks");
        assertThat(fault.next())
                .isEqualTo("say DROP TRIGGER \"t_tasks\", run this again, and make it again afterwards: " + trigger);
        Sqlite.run(db, "DROP TRIGGER \"t_tasks\"");
        tributary().catchUp();
        Sqlite.run(db, trigger);
        assertThat(tributary().verify()).matches(Verification::ok);
    }

    @Test
    void a_column_that_the_target_got_since_keeps_its_values() {
        Sqlite.run(
                db,
                "ALTER TABLE tasks ADD COLUMN colour TEXT DEFAULT 'grey'",
                "UPDATE tasks SET colour = 'red' WHERE id = 'TASK-007'");
        Sqlite.run(queue, WorkspaceFiles.task(900), "UPDATE tasks SET title = 'later' WHERE id = 'TASK-007'");

        tributary().catchUp();

        assertThat(Sqlite.rows(
                        db, "SELECT id, title, colour FROM tasks WHERE id IN ('TASK-007', 'TASK-900') ORDER BY id"))
                .satisfies(rows -> assertThat(rows.get(0)).isEqualTo("TASK-007|later|red"))
                .satisfies(
                        rows -> assertThat(rows.get(1)).startsWith("TASK-900|").endsWith("|grey"));
    }

    @Test
    void values_of_another_storage_class_are_newer_values() {
        Sqlite.run(queue, "UPDATE tasks SET metadata = CAST(metadata AS BLOB) WHERE id = 'TASK-001'");

        tributary().catchUp();

        assertThat(Sqlite.value(db, "SELECT typeof(metadata) FROM tasks WHERE id = 'TASK-001'"))
                .isEqualTo("blob");
    }

    @Test
    void the_sources_are_read_only() {
        Sqlite.run(queue, WorkspaceFiles.task(900));
        FolderSnapshot before = FolderSnapshot.of(old);

        tributary().catchUp();

        assertThat(FolderSnapshot.of(old)).isEqualTo(before);
        assertThat(List.of(Sqlite.value(db, "PRAGMA integrity_check"))).containsExactly("ok");
    }
}
