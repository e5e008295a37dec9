package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.support.Child;
import dev.tributary.support.Damage;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.Sqlite;
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

/** A source that is not what it should be stops the run before anything is written; mended, it flows. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SourceRefusalTest {
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
    void a_mended_source_flows() throws IOException {
        for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
            Path part = sources.resolve("task_queue.db" + suffix);
            if (Files.isDirectory(part)) {
                Files.delete(part.resolve("keep"));
            }
            Files.deleteIfExists(part);
        }
        WorkspaceFiles.sources(Files.createDirectories(folder.resolve("mended")));
        Files.createDirectories(sources);
        Files.move(folder.resolve("mended/task_queue.db"), queue);
        run();
        WorkspaceState.requireComplete(db);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(85);
    }

    @Test
    void missing() throws IOException {
        Files.delete(queue);
        Fault fault = refuse();
        assertThat(fault.what()).contains("'task_queue' was not found", sources.toString());
        assertThat(fault.why()).contains("meridian-core/logs/task_queue.db, logs/task_queue.db, task_queue.db");
        assertThat(fault.next()).contains("--source task_queue=FILE", "-Dsource.task_queue=FILE");
    }

    @Test
    void the_sources_folder_is_missing() {
        Fault fault = refused(
                folder,
                () -> Tributary.workspace(db).sources(folder.resolve("surces")).migrate());
        assertThat(fault.what()).contains("surces does not exist");
        assertThat(fault.next()).contains("correct the path");
    }

    @Test
    void the_sources_folder_is_a_file() {
        Fault fault =
                refused(folder, () -> Tributary.workspace(db).sources(queue).migrate());
        assertThat(fault.what()).contains("is not a folder");
    }

    @Test
    void a_directory() throws IOException {
        Files.delete(queue);
        Files.createDirectories(queue);
        Files.createFile(queue.resolve("keep"));
        assertThat(refuse().what()).contains("'task_queue' is a folder", queue.toString());
    }

    @Test
    void empty() throws IOException {
        Files.delete(queue);
        Files.createFile(queue);
        Fault fault = refuse();
        assertThat(fault.what()).contains("not an SQLite database", queue.toString());
        assertThat(fault.why()).contains("0 bytes");
    }

    @Test
    void a_text_file() {
        Damage.text(queue, "id,title\n".repeat(100));
        Fault fault = refuse();
        assertThat(fault.what()).contains("not an SQLite database");
        assertThat(fault.why()).contains("does not begin with");
    }

    @Test
    void truncated() throws IOException {
        Damage.truncate(queue, Files.size(queue) - 4096);
        Fault fault = refuse();
        assertThat(fault.what()).contains("is cut short", queue.toString());
        assertThat(fault.next()).contains("complete copy");
    }

    @Test
    void truncated_in_write_ahead_log_mode() throws IOException {
        Sqlite.run(queue, "PRAGMA journal_mode = WAL");
        Damage.truncate(queue, Files.size(queue) - 4096);
        assertThat(refuse().what()).contains(queue.toString());
    }

    @Test
    void a_damaged_table() {
        Damage.rootPage(queue, "tasks");
        Fault fault = refuse();
        assertThat(fault.what()).contains("'task_queue' is damaged", queue.toString());
        assertThat(fault.next()).contains("restore it from a backup", ".recover");
    }

    @Test
    void a_damaged_table_that_is_not_even_copied() {
        Damage.rootPage(queue, "model_detections");
        assertThat(refuse().what()).contains("'task_queue' is damaged");
    }

    @Test
    void an_index_that_lies() {
        Damage.indexEntry(queue, "sqlite_autoindex_task_queue_metadata_1", "key-3");
        Fault fault = refuse();
        assertThat(fault.what()).contains("'task_queue' is damaged");
        assertThat(fault.why()).contains("integrity_check", "index");
    }

    @Test
    void written_in_UTF_16() throws IOException {
        Files.delete(queue);
        Sqlite.run(queue, "PRAGMA encoding = 'UTF-16le'", "CREATE TABLE tasks (id TEXT)");
        Fault fault = refuse();
        assertThat(fault.what()).contains("UTF-16");
        assertThat(fault.next()).contains("PRAGMA encoding='UTF-8'", ".dump");
    }

    @Test
    void locked_exclusively_by_another_process() {
        try (Child other = HoldDatabase.start(queue, "BEGIN EXCLUSIVE")) {
            Fault fault = refuse();
            assertThat(fault.what()).contains("'task_queue' is locked");
            assertThat(fault.why()).contains("process " + other.pid());
        }
    }

    @Test
    void a_table_is_missing() {
        Sqlite.run(queue, "ALTER TABLE tasks RENAME TO jobs");
        Fault fault = refuse();
        assertThat(fault.what()).contains("'task_queue' has no table tasks");
        assertThat(fault.next()).contains(queue.toString());
    }

    @Test
    void a_column_is_missing() {
        Sqlite.run(queue, "ALTER TABLE tasks DROP COLUMN created_by");
        assertThat(refuse().what()).contains("tasks.created_by is missing in the source");
    }

    @Test
    void a_column_is_unknown() {
        Sqlite.run(queue, "ALTER TABLE tasks ADD COLUMN due VARCHAR(100)");
        Fault fault = refuse();
        assertThat(fault.what()).contains("does not know: tasks.due");
        assertThat(fault.next()).contains("add a migration");
    }

    @Test
    void a_row_that_violates_NOT_NULL_in_the_target() {
        withoutConstraints("tasks");
        Sqlite.run(queue, "UPDATE tasks SET status = NULL WHERE id = 'TASK-042'");
        Fault fault = refuse();
        assertThat(fault.what()).contains("1 row(s) of tasks have no value in status", "'TASK-042'");
        assertThat(fault.next()).contains("UPDATE tasks SET", "\"status\" IS NULL");
    }

    @Test
    void a_row_without_a_key() {
        withoutConstraints("task_queue_metadata");
        Sqlite.run(queue, "INSERT INTO task_queue_metadata VALUES (NULL, 'v', 't')");
        assertThat(refuse().what()).contains("have no value in key");
    }

    @Test
    void a_key_that_stands_twice_in_a_table_without_a_key() {
        withoutConstraints("tasks");
        Sqlite.run(queue, "INSERT INTO tasks SELECT * FROM tasks WHERE id = 'TASK-007'");
        Fault fault = refuse();
        assertThat(fault.what()).contains("stand more than once in tasks", "(id)");
        assertThat(fault.what()).as("names a row").contains("'TASK-007'");
    }

    @Test
    void a_value_that_the_targets_column_would_rewrite() {
        Sqlite.run(
                queue,
                "ALTER TABLE tasks RENAME TO tasks_old",
                "CREATE TABLE tasks AS SELECT * FROM tasks_old WHERE FALSE",
                "DROP TABLE tasks",
                Sqlite.value(queue, "SELECT sql FROM sqlite_schema WHERE name = 'tasks'")
                        .replace("estimated_tokens INTEGER", "estimated_tokens TEXT"),
                "INSERT INTO tasks SELECT * FROM tasks_old",
                "UPDATE tasks SET estimated_tokens = '007' WHERE id = 'TASK-033'");
        Fault fault = refuse();
        assertThat(fault.what()).contains("tasks.estimated_tokens would be rewritten");
    }

    @Test
    void several_problems_are_counted_and_the_plan_lists_each() {
        Sqlite.run(
                queue,
                "ALTER TABLE tasks ADD COLUMN due TEXT",
                "ALTER TABLE tasks DROP COLUMN created_by",
                "ALTER TABLE task_queue_metadata ADD COLUMN origin TEXT");

        assertThat(refuse().why()).contains("2 more problems were found");
        assertThat(Tributary.workspace(db).sources(sources).plan().problems()).hasSize(3);
    }

    private void withoutConstraints(String table) {
        Sqlite.run(
                queue,
                "ALTER TABLE " + table + " RENAME TO old_" + table,
                "CREATE TABLE " + table + " AS SELECT * FROM old_" + table);
    }

    private MigrationReport run() {
        return Tributary.workspace(db).sources(sources).migrate();
    }

    private Fault refuse() {
        return refused(folder, this::run);
    }
}
