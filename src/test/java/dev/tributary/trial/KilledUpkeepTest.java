package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.migrate.Verification;
import dev.tributary.source.TableDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at moments of catch-up, archive and restore --archive: nothing is lost, and whoever runs it again finishes. */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class KilledUpkeepTest {
    private static final int TASKS = Integer.getInteger("tasks", 5_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 20);

    @TempDir
    private Path folder;

    private Scene scene;

    @BeforeEach
    void migrated() throws Exception {
        scene = Scene.in(Files.createDirectory(folder.resolve("scene")))
                .withSources(TASKS)
                .withTarget("WAL");
        tributary().migrate();
    }

    private Tributary tributary() {
        return scene.tributary();
    }

    private boolean runAndKill(String command, long window, int round) throws Exception {
        try (ChildJvm child = ChildJvm.start(
                command, scene.target().toString(), scene.sources().toString())) {
            Path lock = scene.target().resolveSibling(scene.target().getFileName() + ".migrate.lock");
            while (child.isAlive() && !Files.exists(lock) && !child.hasSaid(line -> line.startsWith(Child.DONE))) {
                Thread.onSpinWait();
            }
            TimeUnit.NANOSECONDS.sleep(window * round / ROUNDS);
            child.kill();
            return child.hasSaid(line -> line.startsWith(Child.DONE));
        }
    }

    /** From the moment the lock is taken to the end. */
    private long window(String command) throws Exception {
        try (ChildJvm child = ChildJvm.start(
                command, scene.target().toString(), scene.sources().toString())) {
            Path lock = scene.target().resolveSibling(scene.target().getFileName() + ".migrate.lock");
            while (child.isAlive() && !Files.exists(lock) && !child.hasSaid(line -> line.startsWith(Child.DONE))) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            assertThat(child.await()).as(() -> child.said().toString()).isZero();
            return System.nanoTime() - start;
        }
    }

    private void change(int round) throws Exception {
        try (Connection source = Scene.open(scene.taskQueue());
                Statement statement = source.createStatement()) {
            Scene.addTasks(source, TASKS + 1L + round, TASKS + 1L + round);
            statement.executeUpdate("UPDATE tasks SET title = 'round " + round + "' WHERE rowid % 7 = 0");
        }
    }

    @Test
    void a_killed_catch_up_leaves_the_target_as_it_was_or_complete() throws Exception {
        change(0);
        long window = window("catch-up");
        int inside = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            TableDigest before = Scene.digest(scene.target(), "tasks");
            change(round);
            TableDigest after = Scene.digest(scene.taskQueue(), "tasks");
            inside += runAndKill("catch-up", window, round) ? 0 : 1;
            assertThat(Scene.digest(scene.target(), "tasks")).isIn(before, after);

            tributary().catchUp();

            assertThat(Scene.digest(scene.target(), "tasks")).isEqualTo(after);
            assertThat(tributary().verify()).matches(Verification::ok);
        }
        System.out.printf("kill -9 of catch-up: %d rounds, %d before its end%n", ROUNDS, inside);
        assertThat(inside).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void a_killed_archive_is_completed_and_a_killed_way_back_too() throws Exception {
        TableDigest rows = Scene.digest(scene.taskQueue(), "tasks");
        long there = window("archive");
        long back = window("put-back");
        int inside = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            inside += runAndKill("archive", there, round) ? 0 : 1;
            assertThat(tributary().verify())
                    .as("a source is found at every moment")
                    .matches(Verification::ok);
            tributary().archive();
            assertThat(archives()).hasSize(2);
            assertThat(Files.readString(scene.taskQueue())).startsWith("This database was archived by Tributary");

            inside += runAndKill("put-back", back, round) ? 0 : 1;
            assertThat(tributary().verify()).matches(Verification::ok);
            if (!archives().isEmpty()) {
                tributary().restoreArchive();
            }
            assertThat(archives()).isEmpty();
            assertThat(Scene.digest(scene.taskQueue(), "tasks")).isEqualTo(rows);
        }
        System.out.printf("kill -9 of archive and back: %d rounds, %d before their end%n", 2 * ROUNDS, inside);
        assertThat(inside).isGreaterThan(ROUNDS / 2);
    }

    private List<Path> archives() throws Exception {
        return Scene.list(scene.taskQueue().getParent()).stream()
                .filter(path -> path.getFileName().toString().contains(".archived_")
                        || path.getFileName().toString().endsWith(".archiving"))
                .toList();
    }
}
