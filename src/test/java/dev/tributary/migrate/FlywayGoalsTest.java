package dev.tributary.migrate;

import static dev.tributary.migrate.FlywayRuns.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every goal of Flyway, set up as its Maven plugin does it: the same safety as through the library. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FlywayGoalsTest {
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
    void migrate_makes_the_same_file_as_the_library() throws IOException {
        Path other = folder.resolve("other.db");
        Files.copy(db, other);
        Tributary.workspace(other).sources(sources).migrate();

        with("placeholders.sources", sources.toString()).migrate();

        WorkspaceState.requireComplete(db);
        assertThat(withoutOurTables(db)).isEqualTo(withoutOurTables(other));
        String entries = "SELECT version, source, table_name, rows_copied, source_digest, target_digest, policy FROM"
                + " tributary_ledger ORDER BY id";
        assertThat(Sqlite.rows(db, entries)).isEqualTo(Sqlite.rows(other, entries));
        String history = "SELECT installed_rank, version, description, type, script, checksum, success FROM"
                + " flyway_schema_history ORDER BY installed_rank";
        assertThat(Sqlite.rows(db, history)).isEqualTo(Sqlite.rows(other, history));
    }

    @Test
    void migrate_again_changes_nothing() {
        with("placeholders.sources", sources.toString()).migrate();
        FolderSnapshot before = FolderSnapshot.of(folder);

        assertThat(with("placeholders.sources", sources.toString()).migrate().migrationsExecuted)
                .isZero();
        assertThat(with().migrate().migrationsExecuted).isZero();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void migrate_without_sources_stops_before_the_first_copy() {
        assertThat(with().migrate().migrationsExecuted).isEqualTo(1);

        assertThat(with().info().pending())
                .extracting(info -> info.getVersion().getVersion())
                .containsExactly("003", "004", "005");
        assertThat(with("placeholders.sources", "none").migrate().migrationsExecuted)
                .isEqualTo(3);
        assertThat(Sqlite.rows(db, "SELECT DISTINCT policy FROM tributary_ledger"))
                .containsExactly("no_sources");
    }

    @Test
    void migrate_of_one_named_source_needs_the_other_one() {
        Path queue = sources.resolve("task_queue.db");
        assertThat(refused(
                                folder,
                                () -> with("placeholders.source.task_queue", queue.toString())
                                        .migrate())
                        .next())
                .contains("-Dsource.proposals=FILE");

        with(
                        "placeholders.source.task_queue",
                        queue.toString(),
                        "placeholders.source.proposals",
                        sources.resolve("proposals.db").toString())
                .migrate();
        WorkspaceState.requireComplete(db);
    }

    @Test
    void migrate_with_a_folder_that_is_missing_is_refused() {
        assertThat(refused(
                                folder,
                                () -> with(
                                                "placeholders.sources",
                                                folder.resolve("surces").toString())
                                        .migrate())
                        .what())
                .contains("surces does not exist");
    }

    @Test
    void sources_that_are_named_and_declined_are_refused() {
        Fault fault = refused(
                folder,
                () -> with(
                                "placeholders.sources",
                                "none",
                                "placeholders.source.task_queue",
                                sources.resolve("task_queue.db").toString())
                        .migrate());
        assertThat(fault.what()).contains("named and declined");
    }

    @Test
    void a_word_that_is_neither_true_nor_false_is_refused() {
        assertThat(refused(
                                folder,
                                () -> with("placeholders.create.missing", "yes").migrate())
                        .what())
                .contains("create.missing is neither true nor false: yes");
    }

    @Test
    void no_database_file_at_all_is_refused() {
        for (String url : new String[] {"jdbc:sqlite:", "jdbc:sqlite:true", "jdbc:sqlite::memory:"}) {
            assertThat(refused(folder, () -> with("url", url).migrate()).next()).contains("-Dworkspace.db=FILE");
        }
    }

    @Test
    void migrate_goes_up_to_the_version_that_the_user_names() {
        with("placeholders.sources", sources.toString(), "target", "003").migrate();
        assertThat(Sqlite.number(db, "SELECT count(*) FROM proposals")).isEqualTo(1);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isZero();

        with("placeholders.sources", sources.toString()).migrate();
        WorkspaceState.requireComplete(db);
    }

    @Test
    void info_and_validate_change_nothing_before_and_after() {
        FolderSnapshot before = FolderSnapshot.of(folder);
        assertThat(with().info().all())
                .extracting(MigrationInfo::getScript)
                .contains(
                        "V001__create_base_tables.sql",
                        "V002__create_orchestrator_tables.sql",
                        "db.workspace.migrations.V003__copy_proposals",
                        "db.workspace.migrations.V004__copy_task_queue",
                        "db.workspace.migrations.V005__copy_orchestration_decisions");
        with().validate();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);

        with("placeholders.sources", sources.toString()).migrate();
        FolderSnapshot after = FolderSnapshot.of(folder);
        assertThat(with().info().pending()).isEmpty();
        with().validate();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(after);
    }

    @Test
    void validate_of_another_sequences_file_is_refused() {
        Sqlite.run(
                db,
                "CREATE TABLE flyway_schema_history (installed_rank INT PRIMARY KEY, version VARCHAR(50), description"
                        + " VARCHAR(200), type VARCHAR(20), script VARCHAR(1000), checksum INT, installed_by VARCHAR(100),"
                        + " installed_on TEXT, execution_time INT, success BOOLEAN)",
                "INSERT INTO flyway_schema_history VALUES (1, '1', 'x', 'SQL', 'V1__x.sql', 1, 'me', '2025-01-01', 1, 1)");
        assertThat(refused(folder, () -> with().validate()).why()).contains("another sequence of migrations");
        assertThat(refused(folder, () -> with().repair()).why()).contains("another sequence of migrations");
    }

    @Test
    void baseline_of_the_file_in_use_is_what_migrate_would_have_done() {
        with().baseline();
        assertThat(Sqlite.rows(db, "SELECT version, type FROM flyway_schema_history"))
                .containsExactly("001|BASELINE");

        assertThat(with("placeholders.sources", sources.toString()).migrate().migrationsExecuted)
                .isEqualTo(4);
        WorkspaceState.requireComplete(db);
    }

    @Test
    void baseline_without_the_objects_is_refused() throws IOException {
        Sqlite.run(db, "ALTER TABLE workspace_tasks DROP COLUMN notes");
        assertThat(refused(folder, () -> with().baseline()).what()).contains("notes");
        Sqlite.run(db, "ALTER TABLE workspace_tasks ADD COLUMN notes TEXT", "DROP TABLE workflow_stages");
        assertThat(refused(folder, () -> with().baseline()).what()).contains("workflow_stages");
        assertThat(refused(
                                folder,
                                () -> with("placeholders.create.missing", "true")
                                        .baseline())
                        .what())
                .contains("tables are missing: [workflow_stages]");
        Files.delete(db);
        assertThat(refused(folder, () -> with().baseline()).what()).contains("empty file");
        assertThat(db).doesNotExist();
    }

    @Test
    void baseline_above_the_copies_is_refused() {
        assertThat(refused(folder, () -> with("baselineVersion", "005").baseline())
                        .why())
                .contains("copies that never ran");
        assertThat(refused(
                                folder,
                                () -> with("baselineVersion", "005", "placeholders.sources", sources.toString())
                                        .migrate())
                        .what())
                .contains("baselineVersion");
    }

    @Test
    void repair_of_sound_objects_mends_a_checksum_and_of_missing_ones_is_refused() {
        with("placeholders.sources", sources.toString()).migrate();
        Sqlite.run(db, "UPDATE flyway_schema_history SET checksum = 1 WHERE version = '002'");

        Sqlite.run(db, "DROP INDEX ix_tasks_status");
        assertThat(refused(folder, () -> with().repair()).what()).contains("ix_tasks_status");

        Sqlite.run(db, "CREATE INDEX ix_tasks_status ON tasks (status)");
        with().repair();
        with().validate();
        WorkspaceState.requireComplete(db);
    }

    @Test
    void clean_is_refused_even_when_it_is_enabled() {
        DatabaseSnapshot before = DatabaseSnapshot.of(db);
        assertThat(refused(folder, () -> with("cleanDisabled", "false").clean()).next())
                .contains("move the file away");
        assertThat(DatabaseSnapshot.of(db)).isEqualTo(before);
    }

    private Flyway with(String... settings) {
        return FlywayRuns.on(db, settings);
    }

    private static DatabaseSnapshot withoutOurTables(Path file) {
        return DatabaseSnapshot.of(file, table -> !WorkspaceState.OUR_TABLES.contains(table));
    }
}
