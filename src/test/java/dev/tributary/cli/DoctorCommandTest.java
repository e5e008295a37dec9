package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.safety.MigrationLock;
import dev.tributary.support.Child;
import dev.tributary.support.Damage;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.Unwritable;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor sees, and that seeing changes nothing. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DoctorCommandTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path old;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        old = WorkspaceFiles.sources(folder.resolve("old"));
    }

    private Cli doctor(String... more) {
        String[] words = new String[6 + more.length];
        System.arraycopy(
                new String[] {"doctor", "workspace", "--db", db.toString(), "--sources", old.toString()},
                0,
                words,
                0,
                6);
        System.arraycopy(more, 0, words, 6, more.length);
        return Cli.run(words);
    }

    private static List<String> lines(Cli cli, String state) {
        return cli.out()
                .lines()
                .filter(line -> line.startsWith(state + " "))
                .map(line -> line.replaceAll("\\s+", " "))
                .toList();
    }

    @Test
    void without_a_target_this_machine_is_looked_at() {
        Cli cli = Cli.run("doctor");

        assertThat(cli.exit()).as(cli.out()).isZero();
        assertThat(lines(cli, "ok")).anyMatch(line -> line.startsWith("ok Java " + System.getProperty("java.version")));
        assertThat(lines(cli, "ok")).anyMatch(line -> line.startsWith("ok SQLite 3."));
        assertThat(lines(cli, "ok"))
                .anyMatch(line -> line.startsWith("ok Temporary " + System.getProperty("java.io.tmpdir")));
        assertThat(cli.out()).contains("Docker").contains("\nReady");
    }

    @Test
    void before_a_migration_every_file_is_looked_at_and_none_is_touched() {
        FolderSnapshot before = FolderSnapshot.of(folder);

        Cli cli = doctor();

        assertThat(cli.exit()).as(cli.out()).isZero();
        assertThat(lines(cli, "needs you")).isEmpty();
        assertThat(lines(cli, "ok"))
                .contains(
                        "ok Rights this user may write to the target, its folder and its backups",
                        "ok Lock nobody migrates this file now",
                        "ok Backups none yet; a migration makes one before it writes",
                        "ok Target " + db + ", intact",
                        "ok Versions 4 to run, 002, 003, 004, 005",
                        "ok Source proposals: " + old.resolve("proposals.db") + ", 1 row to copy",
                        "ok Source task_queue: " + old.resolve("task_queue.db") + ", 90 rows to copy",
                        "ok Source orchestration_decisions: optional, and not there",
                        "ok In use no other program of this user has a file open");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void after_a_migration_there_is_nothing_to_run_and_a_backup() {
        assertThat(Cli.run("migrate", "workspace", "--db", db.toString(), "--sources", old.toString())
                        .exit())
                .isZero();

        Cli cli = doctor("--json");

        assertThat(cli.exit()).isZero();
        assertThat(cli.result().required("ready").asBoolean()).isTrue();
        assertThat(cli.result()
                        .required("findings")
                        .valueStream()
                        .map(each -> each.required("found").asString()))
                .contains("every version has run")
                .anyMatch(found -> found.matches("1, the newest: \\d{8}_\\d{6}_\\d{3}-before-migrate"));
    }

    @Test
    void without_sources_it_warns_that_a_run_would_stop_before_the_first_copy() {
        Cli cli = Cli.run("doctor", "workspace", "--db", db.toString());

        assertThat(cli.exit()).isZero();
        assertThat(lines(cli, "warning"))
                .contains("warning Sources none are named, so that a run stops before V003__copy_proposals");
        assertThat(cli.out())
                .contains("Next: say --sources DIR, or --no-sources if there are none")
                .contains("Ready (");
    }

    @Test
    void a_source_that_is_missing_needs_you() throws IOException {
        Files.delete(old.resolve("task_queue.db"));

        Cli cli = doctor();

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(lines(cli, "needs you")).hasSize(1).first().asString().contains("task_queue");
        assertThat(cli.out()).endsWith("Not ready: 1 thing needs you.\n");
    }

    @Test
    void a_target_that_is_damaged_needs_you() {
        Damage.rootPage(db, "workspace_tasks");

        Cli cli = doctor();

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(lines(cli, "needs you")).hasSize(1).first().asString().startsWith("needs you Target");
    }

    @Test
    void a_folder_that_may_not_be_written_needs_you() {
        try (Unwritable closed = Unwritable.of(folder)) {
            Cli cli = doctor();

            assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
            assertThat(lines(cli, "needs you")).contains("needs you Rights this user may not write to " + folder);
        }
    }

    @Test
    void a_folder_that_does_not_exist_needs_you_once() {
        db = folder.resolve("none/workspace.db");

        Cli cli = doctor();

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(lines(cli, "needs you")).hasSize(1);
        assertThat(cli.out()).contains("Next: make the folder, or correct the path");
    }

    @Test
    void a_manifest_that_cannot_be_read_needs_you() throws IOException {
        Path backup = Files.createDirectories(folder.resolve("workspace.db.backups/20260101_000000_000-by-hand"));
        Files.writeString(backup.resolve("manifest.json"), "{");

        Cli cli = doctor();

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(lines(cli, "needs you")).hasSize(1).first().asString().startsWith("needs you Backups");
    }

    @Test
    void a_program_that_has_a_source_open_is_named_and_a_run_may_go_on() {
        try (Child program = HoldDatabase.start(old.resolve("task_queue.db"))) {
            Cli cli = doctor();

            assertThat(cli.exit()).isZero();
            if (Files.isDirectory(Path.of("/proc/self/fd"))) {
                assertThat(lines(cli, "warning"))
                        .anyMatch(line -> line.startsWith("warning In use " + old.resolve("task_queue.db")
                                + " is open in process " + program.pid() + " (java)"));
            }
        }
    }

    @Test
    void a_migration_that_runs_now_is_seen_and_its_lock_is_left_to_it() {
        try (MigrationLock lock = MigrationLock.acquire(db, Duration.ofSeconds(10), ignored -> {})) {
            Cli cli = doctor();

            assertThat(lines(cli, "warning")).contains("warning Lock a thread of this process migrates this file now");
            assertThat(MigrationLock.holder(db)).contains("a thread of this process");
        }
        assertThat(MigrationLock.holder(db)).isEmpty();
    }

    @Test
    void a_lock_of_another_process_is_seen_and_one_that_a_killed_process_left_is_not() {
        try (Child holder = Child.start(HoldLock.class, db.toString()).await(HoldLock.READY)) {
            assertThat(MigrationLock.holder(db))
                    .hasValueSatisfying(who -> assertThat(who).startsWith("process " + holder.pid() + " since "));
            holder.kill();
        }
        assertThat(folder.resolve("workspace.db.migrate.lock")).exists();
        assertThat(MigrationLock.holder(db)).isEmpty();
    }

    /** A process that holds the migration lock until its standard input ends. */
    static final class HoldLock {
        static final String READY = "locked";

        public static void main(String[] arguments) throws IOException {
            try (MigrationLock lock =
                    MigrationLock.acquire(Path.of(arguments[0]), Duration.ofSeconds(10), ignored -> {})) {
                System.out.println(READY);
                System.in.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }
}
