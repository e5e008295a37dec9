package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.support.Damage;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.Unwritable;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that is not what it should be is left exactly as it is, without a lock file, a backup or a history. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TargetRefusalTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("sources"));
    }

    @Test
    void its_folder_is_missing() {
        db = folder.resolve("missing/workspace.db");
        Fault fault = refuse();
        assertThat(fault.what())
                .contains(
                        "folder of the target does not exist",
                        folder.resolve("missing").toString());
        assertThat(fault.next()).contains("make the folder");
    }

    @Test
    void its_folder_is_a_file() {
        db = db.resolve("workspace.db");
        assertThat(refuse().what())
                .contains(
                        "the folder of the target is not a folder",
                        db.getParent().toString());
    }

    @Test
    void a_directory() throws IOException {
        db = Files.createDirectories(folder.resolve("directory.db"));
        assertThat(refuse().what()).contains("the target is a folder", db.toString());
    }

    @Test
    void a_text_file() {
        Damage.text(db, "id,title\n".repeat(100));
        assertThat(refuse().what()).contains("the target is not an SQLite database", db.toString());
    }

    @Test
    void truncated() throws IOException {
        Damage.truncate(db, Files.size(db) - 4096);
        assertThat(refuse().what()).contains("the target is cut short", db.toString());
    }

    @Test
    void a_damaged_table() {
        Damage.rootPage(db, "workspace_tasks");
        Fault fault = refuse();
        assertThat(fault.what()).contains("the target is damaged", db.toString());
        assertThat(fault.next()).contains("restore it from a backup");
    }

    @Test
    void written_in_UTF_16() throws IOException {
        Files.delete(db);
        Sqlite.run(db, "PRAGMA encoding = 'UTF-16be'", "CREATE TABLE workspace_tasks (id TEXT)");
        assertThat(refuse().what()).contains("the target is written in UTF-16");
    }

    @Test
    void an_empty_file_is_taken_for_a_new_one() throws IOException {
        Files.delete(db);
        Files.createFile(db);
        run();
        WorkspaceState.requireComplete(db);
    }

    @Test
    void the_file_may_not_be_written() {
        try (Unwritable locked = Unwritable.of(db)) {
            assertThat(locked).isNotNull();
            Fault fault = refuse();
            assertThat(fault.what()).contains("may not be written", db.toString());
            assertThat(fault.next()).contains("give this user the right");
        }
        run();
    }

    @Test
    void its_folder_may_not_be_written() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("inner"));
        Files.move(db, inner.resolve("workspace.db"));
        db = inner.resolve("workspace.db");
        try (Unwritable locked = Unwritable.of(inner)) {
            assertThat(locked).isNotNull();
            assertThat(refuse().next()).contains("write to the folder of the target");
        }
        run();
    }

    @Test
    void a_base_table_is_missing_until_it_is_asked_for() {
        Sqlite.run(db, "DROP TABLE workflow_stages");
        Fault fault = refuse();
        assertThat(fault.what()).contains("lacks the table workflow_stages");
        assertThat(fault.next()).contains("--create-missing", "-Dcreate.missing=true");

        Tributary.workspace(db).sources(sources).createMissing().migrate();

        WorkspaceState.requireComplete(db);
        assertThat(Sqlite.rows(db, "SELECT table_name, policy FROM tributary_ledger WHERE source = ''"))
                .containsExactly("workflow_stages|created_missing");
    }

    @Test
    void none_of_the_base_tables_is_there() throws IOException {
        Files.delete(db);
        Sqlite.run(db, "CREATE TABLE recipes (id INTEGER PRIMARY KEY)");
        assertThat(refuse().why()).contains("this may be another file");
    }

    @Test
    void only_a_view_is_there() throws IOException {
        Files.delete(db);
        Sqlite.run(db, "CREATE VIEW one AS SELECT 1");
        assertThat(refuse().why()).contains("this may be another file");
    }

    @Test
    void a_column_of_a_base_table_is_missing() {
        Sqlite.run(db, "ALTER TABLE workspace_tasks DROP COLUMN notes");
        assertThat(refuse().what()).contains("workspace_tasks", "lacks the column notes TEXT");

        Sqlite.run(db, "ALTER TABLE workspace_tasks ADD COLUMN notes TEXT");
        run();
    }

    @Test
    void what_a_base_table_has_beyond_the_expected_is_only_a_note() {
        Sqlite.run(
                db,
                "ALTER TABLE workspace_tasks ADD COLUMN mood TEXT",
                "CREATE INDEX my_index ON workspace_tasks (mood)",
                "DROP INDEX idx_tasks_created",
                "CREATE TABLE my_notes (id INTEGER PRIMARY KEY)");

        assertThat(run().notes())
                .contains(
                        "workspace_tasks has one more column: mood TEXT",
                        "workspace_tasks has one more index: my_index (mood)",
                        "workspace_tasks lacks the index idx_tasks_created (created)",
                        "one more table: my_notes");
    }

    @Test
    void an_index_name_that_a_new_table_needs_belongs_to_another_table() {
        Sqlite.run(db, "CREATE INDEX idx_proposals_status ON workspace_tasks (title)");
        Fault fault = refuse();
        assertThat(fault.what()).contains("idx_proposals_status belongs to workspace_tasks");
        assertThat(fault.next()).contains("DROP INDEX");

        Sqlite.run(db, "DROP INDEX idx_proposals_status");
        run();
        WorkspaceState.requireIndexes(db);
    }

    @Test
    void a_trigger_on_a_table_that_rows_flow_into() {
        Tributary.workspace(db).migrate();
        Sqlite.run(db, "CREATE TRIGGER stamp AFTER INSERT ON tasks BEGIN DELETE FROM workspace_tasks; END");
        Fault fault = refuse();
        assertThat(fault.what()).contains("tasks has a trigger: stamp");
        assertThat(fault.next()).contains("drop the trigger");

        Sqlite.run(db, "DROP TRIGGER stamp");
        run();
    }

    @Test
    void somebody_dropped_an_index_that_a_migration_made() {
        Tributary.workspace(db).migrate();
        Sqlite.run(db, "DROP INDEX ix_tasks_status");
        Fault fault = refuse();
        assertThat(fault.what()).contains("tasks lacks the index ix_tasks_status");

        Sqlite.run(db, fault.next().replace("make it again: ", ""));
        run();
        WorkspaceState.requireComplete(db);
    }

    @Test
    void another_Flyway_sequence_owns_it() {
        history("1", "V1__create_users.sql");
        Fault fault = refuse();
        assertThat(fault.what()).contains("version '1' is V1__create_users.sql");
        assertThat(fault.why()).contains("another sequence of migrations owns this file");
        assertThat(fault.next()).contains("name the right file");
    }

    @Test
    void a_newer_Tributary_migrated_it() {
        run();
        Sqlite.run(
                db,
                "INSERT INTO flyway_schema_history SELECT 99, '006', 'x', 'SQL', 'V006__x.sql', 1, 'me', installed_on, 1, 1"
                        + " FROM flyway_schema_history LIMIT 1");
        Fault fault = refuse();
        assertThat(fault.why()).contains("versions up to 005", "newer Tributary");
        assertThat(fault.next()).contains("newest Tributary");
    }

    @Test
    void its_history_says_that_a_version_failed() {
        run();
        Sqlite.run(db, "UPDATE flyway_schema_history SET success = 0 WHERE version = '005'");
        assertThat(refuse().what()).contains(db.toString());
    }

    @Test
    void an_applied_migration_was_edited() {
        run();
        Sqlite.run(db, "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '004'");
        Fault fault = refuse();
        assertThat(fault.what()).contains("the migrations are not the ones that this file was made with");
        assertThat(fault.next()).contains("do not run repair first");
    }

    @Test
    void a_plan_of_a_refused_target_writes_nothing_either() {
        Sqlite.run(db, "DROP TABLE workflow_stages");
        FolderSnapshot before = FolderSnapshot.of(folder);

        MigrationPlan plan = Tributary.workspace(db).sources(sources).plan();

        assertThat(plan.problems())
                .singleElement()
                .extracting(Fault::what)
                .asString()
                .contains("workflow_stages");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    private void history(String version, String script) {
        Sqlite.run(
                db,
                "CREATE TABLE flyway_schema_history (installed_rank INT PRIMARY KEY, version VARCHAR(50), description"
                        + " VARCHAR(200), type VARCHAR(20), script VARCHAR(1000), checksum INT, installed_by VARCHAR(100),"
                        + " installed_on TEXT, execution_time INT, success BOOLEAN)",
                "INSERT INTO flyway_schema_history VALUES (1, '" + version + "', 'x', 'SQL', '" + script
                        + "', 1, 'me', '2025-01-01 00:00:00.000', 1, 1)");
    }

    private MigrationReport run() {
        return Tributary.workspace(db).sources(sources).migrate();
    }

    private Fault refuse() {
        return refused(folder, this::run);
    }
}
