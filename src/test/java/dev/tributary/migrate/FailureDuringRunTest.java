package dev.tributary.migrate;

import static dev.tributary.support.Refusals.requireThreeLines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.safety.BackupSet;
import dev.tributary.support.Child;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.RunWorkspace;
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

/** What goes wrong after the preflight: everything is rolled back, only the backup stays. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FailureDuringRunTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("sources"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"002", "003", "004", "005"})
    void a_process_that_is_killed_in_a_version_leaves_nothing_and_the_next_run_completes(String version) {
        DatabaseSnapshot before = DatabaseSnapshot.of(db);
        FolderSnapshot sourcesBefore = FolderSnapshot.of(sources);

        try (Child killed = RunWorkspace.startAndDieIn(version, db, sources)) {
            assertThat(killed.exitCode()).as(killed.text()).isEqualTo(137);
        }

        assertThat(FolderSnapshot.of(sources)).isEqualTo(sourcesBefore);
        recover(db);
        assertThat(DatabaseSnapshot.of(db, table -> !table.equals(History.TABLE) && !table.startsWith("sqlite_"))
                        .tables())
                .isEqualTo(before.tables());
        assertThat(WorkspaceState.base(db).rows()).isEqualTo(before.rows());

        assertThat(run().applied()).containsExactly("002", "003", "004", "005");
        WorkspaceState.requireComplete(db);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(85);
        assertThat(FolderSnapshot.of(sources)).isEqualTo(sourcesBefore);
    }

    @Test
    void a_listener_that_throws_stops_the_run_and_everything_is_rolled_back() {
        DatabaseSnapshot before = DatabaseSnapshot.of(db);
        List<BackupSet> backups = new ArrayList<>();

        Fault fault = catchThrowableOfType(
                Fault.class,
                () -> Tributary.workspace(db).sources(sources).migrate(new MigrationListener() {
                    @Override
                    public void backedUp(BackupSet backup) {
                        backups.add(backup);
                    }

                    @Override
                    public void versionStarted(String version, String description) {
                        if (version.equals("005")) {
                            throw new Fault("stopped by hand", "somebody pressed a key", "run it again");
                        }
                    }
                }));

        requireThreeLines(fault);
        assertThat(fault.what()).isEqualTo("stopped by hand");
        assertThat(DatabaseSnapshot.of(db)).isEqualTo(before);
        WorkspaceState.requireNoLockFile(db);
        assertThat(backups)
                .singleElement()
                .satisfies(backup -> assertThat(backup.folder()).isDirectory());
        run();
        WorkspaceState.requireComplete(db);
    }

    @Test
    void a_listener_that_throws_on_a_new_file_leaves_no_file() {
        Path fresh = folder.resolve("fresh.db");

        Fault fault = catchThrowableOfType(
                Fault.class,
                () -> Tributary.workspace(fresh).sources(sources).migrate(new MigrationListener() {
                    @Override
                    public void planned(MigrationPlan plan) {
                        throw new Fault("stopped by hand", "somebody pressed a key", "run it again");
                    }
                }));

        assertThat(fault.what()).isEqualTo("stopped by hand");
        assertThat(fresh).doesNotExist();
        assertThat(folder.resolve("fresh.db.backups")).doesNotExist();
        assertThat(folder.resolve("fresh.db.migrate.lock")).doesNotExist();
    }

    @Test
    void a_source_that_changes_between_the_preflight_and_the_copy_is_judged_again() {
        DatabaseSnapshot before = DatabaseSnapshot.of(db);

        Fault fault = catchThrowableOfType(
                Fault.class,
                () -> Tributary.workspace(db).sources(sources).migrate(new MigrationListener() {
                    @Override
                    public void versionStarted(String version, String description) {
                        if (version.equals("004")) {
                            Sqlite.run(sources.resolve("task_queue.db"), "ALTER TABLE tasks ADD COLUMN surprise TEXT");
                        }
                    }
                }));

        requireThreeLines(fault);
        assertThat(fault.what()).contains("does not know: tasks.surprise");
        assertThat(DatabaseSnapshot.of(db)).isEqualTo(before);
    }

    /** Opens the file for writing, as any program would: SQLite then rolls a killed transaction back. */
    private static void recover(Path db) {
        Sqlite.run(db, "SELECT count(*) FROM sqlite_schema");
    }

    private MigrationReport run() {
        return Tributary.workspace(db).sources(sources).migrate();
    }
}
