package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.safety.Restore;
import dev.tributary.source.TableDigest;
import dev.tributary.support.Command;
import dev.tributary.support.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full from a certain stage on, with so many KiB left. Needs the right to mount a tmpfs. */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class FullDiskTest {
    private static final int DISK_MB = 96;
    private static final int SWEEP = 30;

    @TempDir
    private Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = Command.succeeds("mount", "-t", "tmpfs", "-o", "size=" + DISK_MB + "m", "tmpfs", disk.toString());
        assumeTrue(mounted, "this user may not mount a tmpfs, so that no disk can be filled");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(Command.succeeds("umount", disk.toString())).isTrue();
        }
    }

    @ParameterizedTest(name = "full from {0} on, {1} KiB left")
    @CsvSource({
        "planned, 0",
        "planned, 64",
        "planned, 2000",
        "planned, 12000",
        "backedUp, 0",
        "backedUp, 16",
        "backedUp, 200",
        "002, 0",
        "002, 16",
        "002, 200",
        "003, 0",
        "003, 16",
        "003, 200",
        "004, 0",
        "004, 16",
        "004, 200",
        "004, 2000",
        "004, 6000",
        "004, 9000",
        "005, 0"
    })
    void the_run_is_refused_nothing_changed_and_with_space_again_it_finishes(String stage, long kib) throws Exception {
        Scene scene = Scene.in(disk).withSources(20_000).withTarget(stage.hashCode() % 2 == 0 ? "DELETE" : "WAL");
        TableDigest own = Scene.digest(scene.target(), "workspace_tasks");
        TableDigest tasks = Scene.digest(scene.taskQueue(), "tasks");
        String sources = scene.sourceFiles().toString();

        Throwable thrown = catchThrowable(() -> scene.tributary().migrate(new Filling(stage, kib)));

        boolean finished = thrown == null; // what was left was enough: the last stages write little
        if (!finished) {
            assertThat(thrown).isInstanceOf(Fault.class);
            // a disk without a single page left refuses even to remove the empty history table
            assertThat(((Fault) thrown).effect())
                    .matches("nothing changed|but for the history table flyway_schema_history, which was made .*");
            assertThat(Scene.query(
                            scene.target(),
                            "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
                                    + " AND name IN ('tasks', 'proposals', 'tributary_ledger')"))
                    .containsExactly("0");
        }
        if (!"005".equals(stage)) { // which writes so little that what SQLite has at hand may do
            assertThat(finished).as("%s, %d KiB", stage, kib).isFalse();
        }
        assertThat(scene.sourceFiles().toString()).isEqualTo(sources);
        SmallDisk.free(disk);
        scene.tributary().migrate();
        assertThat(Scene.query(scene.target(), "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(Scene.digest(scene.target(), "workspace_tasks")).isEqualTo(own);
        assertThat(Scene.digest(scene.target(), "tasks")).isEqualTo(tasks);
    }

    /** The same stage with more and more left, so that the disk is full at every point up to the end of the commit. */
    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void wherever_the_disk_is_full_the_file_is_old_or_new_and_the_answer_says_which(String mode) throws Exception {
        Scene scene = Scene.in(disk).withSources(6_000).withTarget(mode);
        TableDigest tasks = Scene.digest(scene.taskQueue(), "tasks");
        Path old = folder.resolve("old.db");
        Scene.copy(scene.target(), old);
        long enough = 3 * Files.size(scene.taskQueue()) / 1024;
        int refused = 0;
        int finished = 0;
        for (int i = 0; i < SWEEP; i++) {
            scene.clear();
            Scene.copy(old, scene.target());
            long left = enough * i / (SWEEP - 1);
            String what = left + " KiB left of " + enough;
            Throwable thrown = catchThrowable(() -> scene.tributary().migrate(new Filling("002", left)));
            boolean there = !Scene.query(scene.target(), "SELECT name FROM sqlite_schema WHERE name = 'tasks'")
                    .isEmpty();
            assertThat(there).as("%s: %s", what, thrown).isEqualTo(thrown == null);
            if (thrown == null) {
                finished++;
            } else {
                refused++;
                assertThat(thrown).as(what).isInstanceOf(Fault.class);
                SmallDisk.free(disk);
                scene.tributary().migrate();
            }
            assertThat(Scene.query(scene.target(), "PRAGMA integrity_check")).containsExactly("ok");
            assertThat(Scene.digest(scene.target(), "tasks")).as(what).isEqualTo(tasks);
        }
        System.out.printf("full disk, journal mode %s: %d refused, %d finished%n", mode, refused, finished);
        assertThat(refused).isGreaterThan(SWEEP / 5);
        assertThat(finished).isGreaterThan(1);
    }

    @ParameterizedTest(name = "{0} KiB left")
    @ValueSource(longs = {0, 16, 2_000})
    void a_restore_onto_a_full_disk_leaves_what_is_there_and_with_space_again_it_finishes(long left) throws Exception {
        Scene scene = Scene.in(disk).withSources(6_000).withTarget("DELETE");
        scene.tributary().migrate();
        TableDigest now = Scene.digest(scene.target(), "tasks");
        BackupSet backup = new Backups(scene.target(), Clock.systemUTC()).list().get(0);
        Restore restore = new Restore(scene.target(), Clock.systemUTC());
        SmallDisk.fill(disk, left);
        Fault fault = catchThrowableOfType(Fault.class, () -> restore.restore(backup, line -> {}));
        boolean done = fault == null; // the backup is of a small file
        if (!done) {
            assertThat(fault.effect()).isEqualTo("nothing changed");
            assertThat(Scene.digest(scene.target(), "tasks")).isEqualTo(now);
            assertThat(Scene.list(disk))
                    .noneMatch(path -> path.getFileName().toString().endsWith(".restoring"));
        }
        assertThat(done).isEqualTo(left == 2_000);
        SmallDisk.free(disk);
        restore.restore(backup, line -> {});
        assertThat(Scene.query(scene.target(), "SELECT count(*) FROM sqlite_schema WHERE name = 'tasks'"))
                .containsExactly("0");
    }

    /** Fills the disk at a stage, except for so many KiB. */
    private final class Filling implements MigrationListener {
        private final String stage;
        private final long kib;

        Filling(String stage, long kib) {
            this.stage = stage;
            this.kib = kib;
        }

        @Override
        public void planned(MigrationPlan plan) {
            at("planned");
        }

        @Override
        public void backedUp(BackupSet backup) {
            at("backedUp");
        }

        @Override
        public void versionStarted(String version, String description) {
            at(version);
        }

        private void at(String now) {
            if (!now.equals(stage)) {
                return;
            }
            SmallDisk.fill(disk, kib);
        }
    }
}
