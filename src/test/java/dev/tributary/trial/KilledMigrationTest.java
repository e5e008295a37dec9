package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.migrate.MigrationReport;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.source.TableDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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

/** SIGKILL at a hundred moments of a migration, most of them between its first write and its commit. */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class KilledMigrationTest {
    private static final int TASKS = 20_000;
    private static final int ROUNDS = 100;
    private static final int EARLY_ROUNDS = 8; // in the preflight or while the backup is made
    private static final int INSIDE_AT_LEAST = 80;

    /** V002 has then written its tables into the transaction that the copies share. */
    private static final String FIRST_WRITE_DONE = Child.VERSION + "003";

    @TempDir
    private Path folder;

    private Scene scene;
    private Path templates;
    private Map<String, String> sourceFiles;
    private TableDigest sourceTasks;
    private TableDigest ownTasks;

    @BeforeEach
    void prepare() throws SQLException, IOException {
        scene = Scene.in(Files.createDirectory(folder.resolve("scene"))).withSources(TASKS);
        templates = Files.createDirectory(folder.resolve("templates"));
        sourceFiles = scene.sourceFiles();
        sourceTasks = Scene.digest(scene.taskQueue(), "tasks");
        for (String mode : List.of("DELETE", "WAL")) {
            scene.withTarget(mode);
            ownTasks = Scene.digest(scene.target(), "workspace_tasks");
            Files.move(scene.target(), templates.resolve(mode));
            scene.clear();
        }
    }

    @Test
    void after_kill_9_at_a_hundred_moments_every_rerun_finishes_and_no_row_is_lost_or_doubled() throws Exception {
        long[] window = calibrate();
        int inside = 0;
        int early = 0;
        int late = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String mode = round % 2 == 0 ? "DELETE" : "WAL";
            scene.clear();
            Scene.copy(templates.resolve(mode), scene.target());
            try (ChildJvm child = ChildJvm.start(
                    "migrate", scene.target().toString(), scene.sources().toString())) {
                boolean wantsEarly = round < EARLY_ROUNDS;
                long from = wantsEarly ? 0 : window[0];
                if (!wantsEarly) {
                    assertThat(child.awaitLine(FIRST_WRITE_DONE::equals))
                            .as("the child says %s: %s", FIRST_WRITE_DONE, child.said())
                            .isTrue();
                }
                long span = wantsEarly ? window[0] : window[1];
                int place = wantsEarly ? round : round - EARLY_ROUNDS;
                int places = wantsEarly ? EARLY_ROUNDS : ROUNDS - EARLY_ROUNDS;
                TimeUnit.NANOSECONDS.sleep(span * place / places);
                child.kill();
                boolean begun = child.hasSaid(FIRST_WRITE_DONE::equals);
                boolean committed = requireOldOrNew(child.said());
                if (!begun) {
                    early++;
                } else if (committed) {
                    late++;
                    window[1] = window[1] * 95 / 100; // the machine is quicker now than when it was measured
                } else {
                    inside++;
                }
            }
            requireBackupsSound();
            assertThat(scene.sourceFiles()).isEqualTo(sourceFiles);
            MigrationReport rerun = scene.tributary().migrate();
            requireMigrated(rerun);
        }
        System.out.printf(
                "kill -9 of migrate: %d rounds, %d before the first write, %d between first write and commit, %d after%n",
                ROUNDS, early, inside, late);
        assertThat(inside).as("kills between the first write and the commit").isGreaterThanOrEqualTo(INSIDE_AT_LEAST);
    }

    /** How long a run takes to its first write, and from there to its commit, on this machine now. */
    private long[] calibrate() throws Exception {
        Scene.copy(templates.resolve("DELETE"), scene.target());
        long start = System.nanoTime();
        try (ChildJvm child = ChildJvm.start(
                "migrate", scene.target().toString(), scene.sources().toString())) {
            assertThat(child.awaitLine(FIRST_WRITE_DONE::equals)).isTrue();
            long begun = System.nanoTime();
            assertThat(child.awaitLine(line -> line.startsWith(Child.VERSION + "005")))
                    .isTrue();
            long proven = System.nanoTime();
            assertThat(child.await()).as(() -> child.said().toString()).isZero();
            return new long[] {begun - start, proven - begun};
        }
    }

    /** Whether the killed run had committed; anything between old and new is an error. */
    private boolean requireOldOrNew(List<String> said) throws SQLException {
        Path target = scene.target();
        assertThat(Scene.query(target, "PRAGMA integrity_check"))
                .as("after %s", said)
                .containsExactly("ok");
        assertThat(Scene.digest(target, "workspace_tasks")).isEqualTo(ownTasks);
        List<String> tables = Scene.query(
                target,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN"
                        + " ('proposals', 'tasks', 'task_queue_metadata', 'orchestration_decisions', 'tributary_ledger')");
        List<String> versions = new ArrayList<>();
        if (!Scene.query(target, "SELECT 1 FROM sqlite_schema WHERE name = 'flyway_schema_history'")
                .isEmpty()) {
            versions.addAll(Scene.query(target, "SELECT version FROM flyway_schema_history WHERE type <> 'BASELINE'"));
        }
        if (tables.isEmpty()) {
            assertThat(versions).isEmpty();
            return false;
        }
        assertThat(tables).hasSize(5);
        assertThat(versions).containsExactly("002", "003", "004", "005");
        assertThat(Scene.digest(target, "tasks")).isEqualTo(sourceTasks);
        return true;
    }

    private void requireBackupsSound() throws Exception {
        for (BackupSet set : new Backups(scene.target(), Clock.systemUTC()).list()) {
            for (BackupSet.Copy copy : set.files()) {
                Path file = set.folder().resolve(copy.file());
                assertThat(Scene.sha256(file)).isEqualTo(copy.sha256());
                assertThat(Scene.query(file, "PRAGMA integrity_check")).containsExactly("ok");
            }
        }
    }

    private void requireMigrated(MigrationReport rerun) throws Exception {
        Path target = scene.target();
        assertThat(rerun.applied()).isIn(List.of(), List.of("002", "003", "004", "005"));
        assertThat(Scene.query(target, "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(Scene.digest(target, "tasks")).isEqualTo(sourceTasks);
        assertThat(Scene.digest(target, "proposals")).isEqualTo(Scene.digest(scene.proposals(), "proposals"));
        assertThat(Scene.digest(target, "workspace_tasks")).isEqualTo(ownTasks);
        assertThat(Scene.query(target, "SELECT version FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("001", "002", "003", "004", "005");
        assertThat(Scene.query(target, "SELECT table_name FROM tributary_ledger WHERE rows_copied > 0 ORDER BY 1"))
                .containsExactly("proposals", "task_queue_metadata", "tasks");
        assertThat(scene.sourceFiles()).isEqualTo(sourceFiles);
        assertThat(Scene.list(new Backups(target, Clock.systemUTC()).folder()))
                .as("a killed run's unfinished backup is gone after the next run")
                .noneMatch(path -> path.getFileName().toString().startsWith("."));
    }
}
