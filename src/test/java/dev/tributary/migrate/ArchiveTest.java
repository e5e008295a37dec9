package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.source.ArchiveNote;
import dev.tributary.source.SourceSettings;
import dev.tributary.support.Child;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources are moved aside when nothing of them is missing, and back. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchiveTest {
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

    private SqliteMigration migration() {
        return new SqliteMigration(
                Target.WORKSPACE,
                db,
                RunSettings.defaults().withSources(new SourceSettings(Optional.of(old), Map.of(), false)));
    }

    private List<String> names(Path where) throws IOException {
        try (Stream<Path> files = Files.list(where)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("_\\d{8}_\\d{6}", "_TIME"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_text_stays_at_the_old_path_an_old_program_fails_there_and_our_finder_follows_it() throws IOException {
        DatabaseSnapshot before = DatabaseSnapshot.of(queue);

        ArchiveReport report = tributary().archive();

        assertThat(report.moved()).extracting(ArchiveReport.Moved::name).containsExactly("proposals", "task_queue");
        assertThat(names(old))
                .containsExactly(
                        "proposals.db", "proposals.db.archived_TIME", "task_queue.db", "task_queue.db.archived_TIME");
        assertThat(Files.readString(queue)).contains(db.toString()).contains("task_queue.db.archived_");
        assertThat(DatabaseSnapshot.of(report.moved().get(1).to())).isEqualTo(before);
        assertThatThrownBy(() -> Sqlite.run(queue, "CREATE TABLE IF NOT EXISTS tasks (id TEXT)"))
                .hasMessageContaining("file is not a database");
        assertThat(names(old)).hasSize(4);
        assertThat(tributary().verify())
                .matches(Verification::ok)
                .satisfies(found -> assertThat(found.tables()).hasSize(3));
        assertThat(tributary().archive().moved()).as("once more").isEmpty();
        assertThat(tributary().catchUp().plan().nothingToDo()).isTrue();
    }

    @Test
    void restore_puts_them_back_as_they_were() throws IOException {
        FolderSnapshot before = FolderSnapshot.of(old);
        tributary().archive();

        ArchiveReport back = tributary().restoreArchive();

        assertThat(back.moved()).hasSize(2);
        assertThat(FolderSnapshot.of(old)).isEqualTo(before);
        assertThat(refused(folder, () -> tributary().restoreArchive()).what()).isEqualTo("no archived file was found");
    }

    @Test
    void a_link_to_the_target_lets_an_old_program_go_on() throws IOException {
        FolderSnapshot before = FolderSnapshot.of(old);

        migration().archive(true, path -> "undo", any -> {});

        assertThat(Files.isSymbolicLink(queue)).isTrue();
        Sqlite.run(queue, WorkspaceFiles.task(900));
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(WorkspaceFiles.TASKS + 1);
        assertThat(tributary().verify())
                .matches(Verification::ok)
                .satisfies(found -> assertThat(found.tables())
                        .allSatisfy(table -> assertThat(table.file().toString()).contains(".archived_")));
        tributary().restoreArchive();
        assertThat(FolderSnapshot.of(old)).isEqualTo(before);
    }

    @Test
    void nothing_is_archived_while_something_is_missing() {
        Sqlite.run(queue, WorkspaceFiles.task(900));
        Fault changed = refused(folder, () -> tributary().archive());
        assertThat(changed.what()).startsWith("the source 'task_queue' is not archived: ");
        assertThat(changed.why()).contains("tasks has changed since its copy").contains("1 row(s) of tasks are lost");

        tributary().catchUp();
        Sqlite.run(db, "DELETE FROM tasks WHERE id = 'TASK-001'");
        assertThat(refused(folder, () -> tributary().archive()).why()).contains("1 row(s) of tasks are lost");
    }

    @Test
    void nothing_is_archived_while_a_program_has_a_file_open() {
        try (Child program = HoldDatabase.start(queue, "SELECT 1")) {
            assertThat(refused(folder, () -> tributary().archive()).what())
                    .startsWith("the source 'task_queue' is open in process ");
        }
        try (Child program = HoldDatabase.withRowsOnlyInTheLog(queue, "UPDATE tasks SET title = title")) {
            assertThat(migration().archivePlan(false).problems())
                    .anySatisfy(problem -> assertThat(problem.what()).contains("is open in process "));
        }
    }

    @Test
    void rows_in_a_log_go_along() {
        Sqlite.run(queue, "PRAGMA journal_mode = WAL");
        tributary().catchUp();
        DatabaseSnapshot before = DatabaseSnapshot.of(queue);

        ArchiveReport report = tributary().archive();

        assertThat(DatabaseSnapshot.of(report.moved().get(1).to())).isEqualTo(before);
        assertThat(old.resolve("task_queue.db-wal")).doesNotExist();
        assertThat(old.resolve("task_queue.db-shm")).doesNotExist();
    }

    @Test
    void the_dry_run_writes_nothing() {
        FolderSnapshot before = FolderSnapshot.of(folder);

        ArchivePlan plan = migration().archivePlan(false);

        assertThat(plan.toMove()).hasSize(2);
        assertThat(plan.problems()).isEmpty();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void an_archive_that_is_gone_is_said() throws IOException {
        Path archive = tributary().archive().moved().get(1).to();
        Files.move(archive, folder.resolve("elsewhere.db"));

        assertThat(refused(folder, () -> tributary().restoreArchive()).what()).contains("is gone");
        assertThat(refused(folder, () -> tributary().verify()).what())
                .startsWith("the archive of the source 'task_queue' is gone");
    }

    @Test
    void left_over_files_go_too_and_links_are_refused_where_names_differ() throws IOException {
        Path files = RoadmapProject.make(folder.resolve("files"));
        Tributary roadmap = Tributary.roadmap(files.resolve("data/roadmap.db")).sources(files);
        roadmap.migrate();
        Map<String, String> before = FolderSnapshot.of(files)
                .without(path -> path.startsWith("data/roadmap.db"))
                .entries();

        ArchiveReport report = roadmap.archive();

        assertThat(report.moved())
                .extracting(ArchiveReport.Moved::name)
                .containsExactly(
                        "orchestrator",
                        "notifications",
                        "agent_messages",
                        "coffee_maker",
                        "task_metrics",
                        "data/test_unified.db",
                        "data/unified_roadmap_specs.db");
        assertThat(Sqlite.rows(files.resolve("data/metrics.db"), "SELECT count(*) FROM notifications"))
                .containsExactly("0");
        assertThat(roadmap.verify()).matches(Verification::ok);
        roadmap.restoreArchive();
        assertThat(FolderSnapshot.of(files)
                        .without(path -> path.startsWith("data/roadmap.db"))
                        .entries())
                .isEqualTo(before);
        SqliteMigration migration = new SqliteMigration(
                Target.ROADMAP,
                files.resolve("data/roadmap.db"),
                RunSettings.defaults().withSources(new SourceSettings(Optional.of(files), Map.of(), false)));
        assertThat(migration.archivePlan(true).problems())
                .anySatisfy(problem -> assertThat(problem.what()).isEqualTo("--forward is not possible for roadmap"));
    }

    @Test
    void a_run_that_was_killed_between_two_names_is_completed_or_undone() throws IOException {
        FolderSnapshot before = FolderSnapshot.of(old);
        Path second = old.resolve("task_queue.db.archived_20260102_030405");
        Files.createLink(second, queue);
        Files.writeString(old.resolve(".task_queue.db.archiving"), "half a te");
        assertThatThrownBy(() -> tributary().restoreArchive()).hasMessageContaining("no archived file was found");
        assertThat(FolderSnapshot.of(old)).isEqualTo(before);

        Files.createLink(second, queue);
        Files.writeString(old.resolve(".task_queue.db.archiving"), "half a te");
        tributary().archive();

        assertThat(names(old))
                .containsExactly(
                        "proposals.db", "proposals.db.archived_TIME", "task_queue.db", "task_queue.db.archived_TIME");
        tributary().restoreArchive();
        assertThat(FolderSnapshot.of(old)).isEqualTo(before);
    }

    @Test
    void a_database_that_somebody_made_at_the_old_path_is_not_overwritten() throws IOException {
        tributary().archive();
        Files.delete(queue);
        Sqlite.run(queue, "CREATE TABLE tasks (id TEXT)");
        DatabaseSnapshot theirs = DatabaseSnapshot.of(queue);

        ArchiveReport back = tributary().restoreArchive();

        assertThat(back.moved()).extracting(ArchiveReport.Moved::name).containsExactly("proposals");
        assertThat(DatabaseSnapshot.of(queue)).isEqualTo(theirs);
    }

    @Test
    void a_text_that_names_long_paths_is_recognised_too() throws IOException {
        Path archive = queue.resolveSibling("task_queue.db.archived_20260102_030405");
        String path = "/a".repeat(2_047);
        String undo = "java -jar " + path + " restore workspace --db " + path + " --sources " + path + " --archive";
        Files.move(queue, archive);

        Files.writeString(queue, ArchiveNote.text(archive, Path.of(path), Instant.EPOCH, undo));

        assertThat(ArchiveNote.at(queue)).map(ArchiveNote::archive).contains(archive);
    }
}
