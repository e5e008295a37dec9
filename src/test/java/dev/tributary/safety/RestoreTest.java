package dev.tributary.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.fault.Fault;
import dev.tributary.source.TableDigest;
import dev.tributary.support.Child;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RestoreTest {
    @TempDir
    Path folder;

    private Path target;
    private Backups backups;
    private Map<String, TableDigest> before;
    private BackupSet backup;

    @BeforeEach
    void make_a_backup_and_change_the_target() throws SQLException {
        target = folder.resolve("w.db");
        backups = new Backups(target, Clock.systemUTC());
        Sqlite.run(target, "CREATE TABLE t (id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES (1, 'old')");
        before = BackupsTest.digests(target);
        backup = backups.create(true, Map.of(), "before-migrate", false);
        Sqlite.run(target, "UPDATE t SET v = 'new'");
    }

    private Restore.Restored restore() {
        return new Restore(target, Clock.systemUTC()).restore(backup, waiting -> {});
    }

    @Test
    void the_target_is_what_it_was_and_what_it_was_since_is_kept_aside() throws SQLException {
        Map<String, TableDigest> changed = BackupsTest.digests(target);
        Restore.Restored restored = restore();
        assertThat(BackupsTest.digests(target)).isEqualTo(before).isNotEqualTo(changed);
        assertThat(BackupsTest.digests(restored.keptAside().orElseThrow().resolve("w.db")))
                .isEqualTo(changed);
        assertThat(restored.backup()).isEqualTo(backup);
        assertThat(backups.list()).containsExactly(backup);
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("restoring"));
    }

    @Test
    void stale_files_beside_the_target_go_with_it() throws SQLException, IOException {
        String[] sidecars = {"-wal", "-shm", "-journal"};
        for (String suffix : sidecars) {
            Files.writeString(folder.resolve("w.db" + suffix), "stale " + suffix);
        }
        Path aside = restore().keptAside().orElseThrow();
        for (String suffix : sidecars) {
            assertThat(folder.resolve("w.db" + suffix)).doesNotExist();
            assertThat(aside.resolve("w.db" + suffix)).hasContent("stale " + suffix);
        }
        assertThat(BackupsTest.digests(target)).isEqualTo(before);
    }

    @Test
    void a_log_that_would_be_replayed_onto_the_restored_file_is_not() throws SQLException {
        Child program = HoldDatabase.withRowsOnlyInTheLog(target, "INSERT INTO t VALUES (2, 'only in the log')");
        program.kill();
        assertThat(folder.resolve("w.db-wal")).isNotEmptyFile();
        Path aside = restore().keptAside().orElseThrow();
        assertThat(BackupsTest.digests(target)).isEqualTo(before);
        assertThat(Sqlite.rows(aside.resolve("w.db"), "SELECT v FROM t ORDER BY id"))
                .containsExactly("new", "only in the log");
    }

    @Test
    void a_target_that_another_process_holds_is_not_exchanged_under_it() {
        try (Child program = HoldDatabase.start(target, "SELECT count(*) FROM t")) {
            FolderSnapshot untouched = FolderSnapshot.of(folder);
            Fault fault = catchThrowableOfType(Fault.class, this::restore);
            assertThat(fault.what()).contains("the target is open in process " + program.pid());
            assertThat(fault.effect()).isEqualTo("nothing changed");
            assertThat(FolderSnapshot.of(folder)).isEqualTo(untouched);
        }
        assertThat(restore().keptAside()).isPresent();
    }

    @Test
    void a_damaged_backup_is_refused_and_nothing_changes() throws IOException {
        BackupsTest.flip(backup.folder().resolve("target-w.db"), 100);
        FolderSnapshot untouched = FolderSnapshot.of(folder);
        Fault fault = catchThrowableOfType(Fault.class, this::restore);
        assertThat(fault.what()).contains("the backup is damaged");
        assertThat(fault.effect()).isEqualTo("nothing changed");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(untouched);
    }

    @Test
    void a_target_that_did_not_exist_before_is_gone_again_and_kept_aside() {
        Path fresh = folder.resolve("fresh.db");
        BackupSet empty = new Backups(fresh, Clock.systemUTC()).create(false, Map.of(), "before-migrate", false);
        Sqlite.run(fresh, "CREATE TABLE t (id)");
        Restore.Restored restored = new Restore(fresh, Clock.systemUTC()).restore(empty, waiting -> {});
        assertThat(fresh).doesNotExist();
        assertThat(restored.keptAside().orElseThrow().resolve("fresh.db")).exists();
    }

    @Test
    void a_target_that_is_gone_comes_back_without_anything_kept_aside() throws SQLException, IOException {
        Files.delete(target);
        assertThat(restore().keptAside()).isEmpty();
        assertThat(BackupsTest.digests(target)).isEqualTo(before);
    }

    @Test
    void a_restore_that_was_killed_at_any_moment_is_finished_by_the_next_one() throws SQLException, IOException {
        // before the exchange: the fresh copy lies there, complete or not
        Files.writeString(folder.resolve(".w.db.restoring"), "half");
        assertThat(restore().keptAside()).isPresent();
        assertThat(BackupsTest.digests(target)).isEqualTo(before);
        // in the middle of the exchange: the target was moved away, its log was not
        Path aside = folder.resolve("w.db.backups/20260101_000000_000-replaced");
        Files.createDirectory(aside);
        Files.move(target, aside.resolve("w.db"));
        Files.writeString(folder.resolve("w.db-wal"), "left behind");
        Path second = restore().keptAside().orElseThrow();
        assertThat(second.resolve("w.db-wal")).hasContent("left behind");
        assertThat(BackupsTest.digests(target)).isEqualTo(before);
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("restoring"));
    }

    @Test
    void whoever_could_use_the_target_can_use_it_again() throws IOException {
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
        restore();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-r--r--");
    }
}
