package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.safety.MigrationLock;
import dev.tributary.safety.Restore;
import dev.tributary.source.SqliteFiles;
import dev.tributary.source.TableDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class FaultTest {
    private static final List<String> MILESTONES = List.of(
            Child.PLANNED,
            Child.BACKED_UP,
            Child.VERSION + "002",
            Child.VERSION + "003",
            Child.VERSION + "004",
            Child.VERSION + "005");

    @TempDir
    private Path folder;

    private Scene scene;
    private TableDigest tasks;

    @BeforeEach
    void prepare() throws Exception {
        scene = Scene.in(Files.createDirectory(folder.resolve("scene")))
                .withSources(5_000)
                .withTarget("DELETE");
        tasks = Scene.digest(scene.taskQueue(), "tasks");
    }

    /** EXCLUSIVE shuts everybody out, IMMEDIATE other writers, DEFERRED only reads, which delays a commit all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"EXCLUSIVE", "IMMEDIATE", "DEFERRED"})
    void a_lock_that_another_program_keeps_beyond_the_time_out_is_a_refusal_that_says_so(String kind) throws Exception {
        try (ChildJvm program = ChildJvm.start("hold", scene.target().toString(), kind)) {
            assertThat(program.awaitLine(line -> line.startsWith(Child.WRITTEN)))
                    .as(() -> program.said().toString())
                    .isTrue();
            long start = System.nanoTime();
            Fault fault =
                    catchThrowableOfType(Fault.class, () -> scene.tributary().migrate());
            assertThat(fault.what()).contains("is locked");
            assertThat(fault.why()).contains("process " + program.pid());
            assertThat(fault.effect()).isEqualTo("nothing changed");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("one time-out, not several")
                    .isLessThan(Duration.ofMillis(2 * SqliteFiles.WRITE_TIMEOUT_MS));
            program.kill();
        }
        assertThat(Scene.query(scene.target(), "SELECT name FROM sqlite_schema WHERE name = 'tasks'"))
                .isEmpty();
        requireMigrates();
    }

    @Test
    void a_migration_that_lasts_longer_than_another_one_waits_is_named_in_the_refusal() throws Exception {
        try (ChildJvm other = ChildJvm.start("keep-lock", scene.target().toString())) {
            assertThat(other.awaitLine(line -> line.startsWith(Child.WRITTEN)))
                    .as(() -> other.said().toString())
                    .isTrue();
            Fault fault = catchThrowableOfType(
                    Fault.class,
                    () -> MigrationLock.acquire(scene.target(), Duration.ofMillis(300), line -> {})
                            .close());
            assertThat(fault.what()).contains("another migration of " + scene.target());
            assertThat(fault.why()).contains("process " + other.pid());
            other.kill();
        }
        requireMigrates();
    }

    /** When the source is exchanged. */
    enum Moment {
        PLANNED,
        BACKED_UP,
        COPYING
    }

    @ParameterizedTest
    @EnumSource
    void a_source_that_is_replaced_between_plan_and_copy_stops_the_run(Moment moment) throws Exception {
        Scene other = Scene.in(Files.createDirectory(folder.resolve("other"))).withSources(7);
        Path replaced = folder.resolve("replaced.db");
        Fault fault = catchThrowableOfType(
                Fault.class,
                () -> scene.tributary().migrate(new MigrationListener() {
                    @Override
                    public void planned(MigrationPlan plan) {
                        replaceAt(Moment.PLANNED);
                    }

                    @Override
                    public void backedUp(BackupSet backup) {
                        replaceAt(Moment.BACKED_UP);
                    }

                    @Override
                    public void versionStarted(String version, String description) {
                        if ("004".equals(version)) {
                            replaceAt(Moment.COPYING);
                        }
                    }

                    private void replaceAt(Moment now) {
                        if (now != moment) {
                            return;
                        }
                        try {
                            Files.move(scene.taskQueue(), replaced);
                            Files.move(other.taskQueue(), scene.taskQueue());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                }));
        assertThat(fault.what()).contains("replaced").contains(scene.taskQueue().toString());
        assertThat(fault.effect()).isEqualTo("nothing changed");
        assertThat(Scene.query(
                        scene.target(), "SELECT name FROM sqlite_schema WHERE name IN ('tasks', 'tributary_ledger')"))
                .isEmpty();
        Files.move(replaced, scene.taskQueue(), StandardCopyOption.REPLACE_EXISTING);
        requireMigrates();
    }

    @Test
    void a_clock_that_stands_still_or_goes_back_costs_no_backup_and_no_kept_state() throws Exception {
        scene.tributary().migrate();
        Instant now = Instant.parse("2026-03-29T02:00:00Z");
        BackupSet first = backups(now).create(true, Map.of(), "by-hand", false);
        BackupSet second = backups(now).create(true, Map.of(), "by-hand", false);
        BackupSet third = backups(now.minusSeconds(3600)).create(true, Map.of(), "by-hand", false);
        assertThat(backups(now).list()).startsWith(third, second, first);
        Clock still = Clock.fixed(now, ZoneOffset.UTC);
        Path once = new Restore(scene.target(), still)
                .restore(second, line -> {})
                .keptAside()
                .orElseThrow();
        Path again = new Restore(scene.target(), still)
                .restore(third, line -> {})
                .keptAside()
                .orElseThrow();
        assertThat(again).isNotEqualTo(once);
        assertThat(Scene.digest(once.resolve("workspace.db"), "tasks")).isEqualTo(tasks);
        assertThat(Scene.digest(again.resolve("workspace.db"), "tasks")).isEqualTo(tasks);
        assertThat(Scene.digest(scene.target(), "tasks")).isEqualTo(tasks);
    }

    /** What Ctrl-C sends, and what a service manager does; each with the exit code of a process that it ends. */
    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void after_ctrl_c_at_any_moment_the_next_run_finishes(String signal, int exitCode) throws Exception {
        assumeFalse(
                "INT".equals(signal) && interruptsAreIgnored(),
                "this build was started in the background, where a shell makes its children ignore Ctrl-C");
        Path template = folder.resolve("template.db");
        Scene.copy(scene.target(), template);
        int stopped = 0;
        for (String reached : MILESTONES) {
            for (int milliseconds : new int[] {0, 15}) {
                scene.clear();
                Scene.copy(template, scene.target());
                try (ChildJvm child = ChildJvm.start(
                        "migrate", scene.target().toString(), scene.sources().toString())) {
                    assertThat(child.awaitLine(line -> line.startsWith(reached)))
                            .as(() -> child.said().toString())
                            .isTrue();
                    TimeUnit.MILLISECONDS.sleep(milliseconds);
                    child.signal(signal);
                    stopped += child.await() == exitCode ? 1 : 0;
                }
                assertThat(Scene.query(scene.target(), "PRAGMA integrity_check"))
                        .containsExactly("ok");
                requireMigrates();
            }
        }
        // the signal may meet a run that has just ended
        assertThat(stopped).as("runs that the signal really stopped").isGreaterThanOrEqualTo(MILESTONES.size());
    }

    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    private Backups backups(Instant now) {
        return new Backups(scene.target(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private void requireMigrates() throws Exception {
        MigrationReport report = scene.tributary().migrate();
        assertThat(report.applied().size()).isIn(0, 4);
        assertThat(Scene.digest(scene.target(), "tasks")).isEqualTo(tasks);
        assertThat(Scene.query(scene.target(), "SELECT version FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("001", "002", "003", "004", "005");
    }
}
