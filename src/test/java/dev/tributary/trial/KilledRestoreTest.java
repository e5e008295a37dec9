package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.safety.Restore;
import dev.tributary.source.TableDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at a hundred moments of a restore, from its first write to the rename that ends it. */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class KilledRestoreTest {
    private static final int TASKS = Integer.getInteger("tasks", 5_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 100);
    private static final int INSIDE_AT_LEAST = ROUNDS * 8 / 10;
    private static final List<String> SIDECARS = List.of("-wal", "-shm", "-journal");

    @TempDir
    private Path folder;

    private Scene scene;
    private BackupSet backup;
    private Map<String, String> sourceFiles;
    private TableDigest restored;
    private TableDigest replaced;
    private Path aside;

    /** A target with its newest rows in a log that nobody has checkpointed, and an older backup of it. */
    @BeforeEach
    void prepare() throws Exception {
        scene = Scene.in(Files.createDirectory(folder.resolve("scene")))
                .withSources(TASKS)
                .withTarget("WAL");
        sourceFiles = scene.sourceFiles();
        scene.tributary().migrate();
        backup = new Backups(scene.target(), Clock.systemUTC()).create(true, Map.of(), "by-hand", false);
        restored = Scene.digest(scene.target(), "tasks");
        aside = folder.resolve("as-it-was");
        try (Connection live = Scene.open(scene.target());
                Statement statement = live.createStatement()) {
            statement.executeUpdate("UPDATE tasks SET status = 'cancelled' WHERE rowid % 3 = 0");
            // copied by SQLite's rules only while nobody writes: this process is the only one
            Files.createDirectory(aside);
            new ProcessBuilder(
                            "cp",
                            scene.target().toString(),
                            scene.target() + "-wal",
                            scene.target() + "-shm",
                            aside.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        }
        replaced = Scene.digest(scene.target(), "tasks");
        assertThat(replaced).isNotEqualTo(restored);
        assertThat(aside.resolve("workspace.db-wal")).isNotEmptyFile();
    }

    @Test
    void after_kill_9_at_a_hundred_moments_every_rerun_finishes_and_the_replaced_state_is_kept_whole()
            throws Exception {
        long window = calibrate();
        int inside = 0;
        int late = 0;
        int exchanging = 0;
        for (int round = 0; round < ROUNDS; round++) {
            reset();
            try (ChildJvm child = ChildJvm.start("restore", scene.target().toString(), backup.name())) {
                awaitFirstWrite(child);
                if (round % 4 == 3) {
                    awaitExchange(child); // the shortest and most delicate part
                } else {
                    TimeUnit.NANOSECONDS.sleep(window * round / ROUNDS);
                }
                child.kill();
                if (child.hasSaid(line -> line.startsWith(Child.DONE)) || isRestored()) {
                    late++;
                    window = window * 95 / 100;
                } else {
                    inside++;
                    exchanging += exchangeFolders().isEmpty() ? 0 : 1;
                }
            }
            requireBackupUntouched();
            assertThat(scene.sourceFiles()).isEqualTo(sourceFiles);
            if (replacedFolders().isEmpty()) {
                assertThat(Scene.digest(scene.target(), "tasks"))
                        .as("nothing was exchanged yet")
                        .isEqualTo(replaced);
            }
            new Restore(scene.target(), Clock.systemUTC()).restore(backup, line -> {});
            requireRestored();
        }
        System.out.printf(
                "kill -9 of restore: %d rounds, %d between first write and end (%d of them while the files were"
                        + " exchanged), %d after%n",
                ROUNDS, inside, exchanging, late);
        assertThat(inside).as("kills between the first write and the end").isGreaterThanOrEqualTo(INSIDE_AT_LEAST);
    }

    private long calibrate() throws Exception {
        reset();
        try (ChildJvm child = ChildJvm.start("restore", scene.target().toString(), backup.name())) {
            awaitFirstWrite(child);
            long start = System.nanoTime();
            assertThat(child.await()).as(() -> child.said().toString()).isZero();
            long end = System.nanoTime() - start;
            requireRestored();
            return end;
        }
    }

    private void reset() throws IOException {
        for (Path path : exchangeFolders()) {
            Scene.delete(path);
        }
        for (String suffix : SIDECARS) {
            Files.deleteIfExists(Path.of(scene.target() + suffix));
        }
        for (Path file : Scene.list(aside)) {
            Scene.copy(file, scene.target().resolveSibling(file.getFileName()));
        }
    }

    private void awaitFirstWrite(ChildJvm child) throws InterruptedException {
        Path fresh = scene.target().resolveSibling("." + scene.target().getFileName() + ".restoring");
        while (child.isAlive() && !Files.exists(fresh) && !child.hasSaid(line -> line.startsWith(Child.DONE))) {
            Thread.onSpinWait();
        }
    }

    private void awaitExchange(ChildJvm child) throws IOException {
        while (child.isAlive() && exchangeFolders().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** By its bytes: opening it would replay the log that may still lie beside the state before. */
    private boolean isRestored() throws IOException {
        return Files.exists(scene.target())
                && Scene.sha256(scene.target()).equals(backup.files().get(0).sha256());
    }

    /** Those of {@link #replacedFolders}, and the one that is about to become one. */
    private List<Path> exchangeFolders() throws IOException {
        return Scene.list(new Backups(scene.target(), Clock.systemUTC()).folder()).stream()
                .filter(path -> path.getFileName().toString().endsWith("-replaced"))
                .toList();
    }

    private List<Path> replacedFolders() throws IOException {
        return Scene.list(new Backups(scene.target(), Clock.systemUTC()).folder()).stream()
                .filter(path -> path.getFileName().toString().endsWith("-replaced"))
                .filter(path -> !path.getFileName().toString().startsWith("."))
                .toList();
    }

    private void requireBackupUntouched() throws Exception {
        for (BackupSet.Copy copy : backup.files()) {
            assertThat(Scene.sha256(backup.folder().resolve(copy.file()))).isEqualTo(copy.sha256());
        }
    }

    private void requireRestored() throws SQLException, IOException {
        assertThat(Scene.query(scene.target(), "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(Scene.digest(scene.target(), "tasks")).isEqualTo(restored);
        List<TableDigest> kept = new ArrayList<>();
        for (Path path : replacedFolders()) {
            Path database = path.resolve(scene.target().getFileName());
            if (Files.exists(database)) {
                kept.add(Scene.digest(database, "tasks"));
            }
        }
        assertThat(kept)
                .as("the replaced state, its log included, in one place")
                .contains(replaced);
        assertThat(Scene.list(scene.target().getParent()))
                .as("nothing of the restore lies about")
                .noneMatch(path -> path.getFileName().toString().endsWith(".restoring"));
    }
}
