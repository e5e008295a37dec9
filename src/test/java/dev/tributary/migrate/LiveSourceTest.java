package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.Child;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.Sqlite;
import dev.tributary.support.Unwritable;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources in every state in which a program may leave them: read completely, and left exactly as they were. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LiveSourceTest {
    private static final String NEWEST =
            "INSERT INTO tasks (id, title, status, priority, version) VALUES ('NEWEST', 'only in the log', 'pending', 'LOW', 0)";

    @TempDir
    private Path folder;

    private Path db;
    private Path sources;
    private Path queue;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("sources"));
        queue = sources.resolve("task_queue.db");
    }

    @AfterEach
    void everything_arrived() {
        WorkspaceState.requireComplete(db);
    }

    @Test
    void an_idle_source_in_write_ahead_log_mode_gets_no_log() {
        Sqlite.run(queue, "PRAGMA journal_mode = WAL");
        assertThat(queue.resolveSibling("task_queue.db-wal")).doesNotExist();
        FolderSnapshot before = FolderSnapshot.of(sources);

        run();

        assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
        requireTasks(85);
    }

    @Test
    void a_source_with_a_rollback_journal_that_was_kept_is_read_and_keeps_it() {
        Sqlite.run(queue, "PRAGMA journal_mode = PERSIST", "UPDATE tasks SET version = 9 WHERE id = 'TASK-001'");
        assertThat(queue.resolveSibling("task_queue.db-journal")).exists();
        FolderSnapshot before = FolderSnapshot.of(sources);

        run();

        assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
        assertThat(Sqlite.number(db, "SELECT version FROM tasks WHERE id = 'TASK-001'"))
                .isEqualTo(9);
    }

    @Test
    void rows_that_another_process_has_only_in_its_log_arrive() {
        try (Child writer = HoldDatabase.withRowsOnlyInTheLog(queue, NEWEST)) {
            FolderSnapshot before = FolderSnapshot.of(sources).withoutSharedMemoryContent();
            assertThat(before.entries()).containsKeys("task_queue.db-wal", "task_queue.db-shm");

            run();

            assertThat(FolderSnapshot.of(sources).withoutSharedMemoryContent()).isEqualTo(before);
            assertThat(writer.pid()).isPositive();
        }
        requireTasks(86);
        assertThat(Sqlite.value(db, "SELECT title FROM tasks WHERE id = 'NEWEST'"))
                .isEqualTo("only in the log");
        assertThat(Sqlite.number(queue, "SELECT count(*) FROM tasks WHERE id = 'NEWEST'"))
                .as("the writer's rows are still its own")
                .isEqualTo(1);
    }

    @Test
    void the_plan_names_the_process_that_holds_a_source() {
        try (Child writer = HoldDatabase.withRowsOnlyInTheLog(queue, NEWEST)) {
            assertThat(Tributary.workspace(db)
                            .sources(sources)
                            .plan()
                            .holders()
                            .get(queue)
                            .others())
                    .anyMatch(holder -> holder.pid() == writer.pid());
            run();
        }
    }

    @Test
    void rows_in_the_log_of_a_process_that_was_killed_arrive_and_the_log_stays() {
        HoldDatabase.withRowsOnlyInTheLog(queue, NEWEST).kill();
        FolderSnapshot before = FolderSnapshot.of(sources).withoutSharedMemoryContent();
        assertThat(before.entries()).containsKeys("task_queue.db-wal", "task_queue.db-shm");

        run();

        assertThat(FolderSnapshot.of(sources).withoutSharedMemoryContent()).isEqualTo(before);
        requireTasks(86);
    }

    @Test
    void a_log_without_shared_memory_is_read_and_gets_none() throws IOException {
        HoldDatabase.withRowsOnlyInTheLog(queue, NEWEST).kill();
        Files.delete(queue.resolveSibling("task_queue.db-shm"));
        FolderSnapshot before = FolderSnapshot.of(sources);

        run();

        assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
        requireTasks(86);
    }

    @Test
    void a_folder_that_may_not_be_written_is_read() {
        Sqlite.run(queue, "PRAGMA journal_mode = WAL");
        FolderSnapshot before = FolderSnapshot.of(sources);
        try (Unwritable locked = Unwritable.of(sources)) {
            run();
            assertThat(locked).isNotNull();
        }
        assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
        requireTasks(85);
    }

    @Test
    void a_log_in_a_folder_that_may_not_be_written_is_read_too() throws IOException {
        HoldDatabase.withRowsOnlyInTheLog(queue, NEWEST).kill();
        Files.delete(queue.resolveSibling("task_queue.db-shm"));
        FolderSnapshot before = FolderSnapshot.of(sources);
        try (Unwritable locked = Unwritable.of(sources)) {
            run();
            assertThat(locked).isNotNull();
        }
        assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
        requireTasks(86);
    }

    @Test
    void the_target_may_be_open_in_a_program_that_is_idle() {
        try (Child reader = HoldDatabase.start(db, "PRAGMA user_version = 0")) {
            assertThat(Tributary.workspace(db)
                            .sources(sources)
                            .plan()
                            .holders()
                            .get(db)
                            .others())
                    .anyMatch(holder -> holder.pid() == reader.pid());
            run();
        }
        requireTasks(85);
    }

    @Test
    void a_target_in_write_ahead_log_mode_keeps_its_mode_and_the_rows_in_its_log() {
        HoldDatabase.withRowsOnlyInTheLog(db, "UPDATE workspace_tasks SET title = 'late' WHERE id = 'WS-TASK-001'")
                .kill();

        run();

        assertThat(Sqlite.value(db, "PRAGMA journal_mode")).isEqualTo("wal");
        assertThat(Sqlite.value(db, "SELECT title FROM workspace_tasks WHERE id = 'WS-TASK-001'"))
                .isEqualTo("late");
    }

    private void run() {
        Tributary.workspace(db).sources(sources).migrate();
    }

    private void requireTasks(long expected) {
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(expected);
    }
}
