package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.StartReport.Outcome;
import dev.tributary.safety.MigrationLock;
import dev.tributary.support.Child;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.Unwritable;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application's start on a file. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StartTest {
    private static final int INSTANCES = 6;

    @TempDir
    private Path folder;

    private Path db;
    private Path old;

    @BeforeEach
    void files() {
        db = folder.resolve("workspace.db");
        old = WorkspaceFiles.sources(folder.resolve("old"));
    }

    private Tributary workspace() {
        return Tributary.workspace(db).sources(old);
    }

    /** Writes down what it is told. */
    private static final class Told implements StartListener {
        private final List<String> events = new ArrayList<>();

        @Override
        public void waiting(String forWhom) {
            events.add(forWhom);
        }

        @Override
        public void migrating(List<String> versions) {
            events.add("migrating " + versions);
        }

        @Override
        public void versionStarted(String version, String description) {
            events.add(version + " " + description);
        }

        @Override
        public void ready(StartReport report) {
            events.add("ready " + report.outcome());
        }
    }

    @Test
    void the_first_start_migrates_and_the_next_one_has_nothing_to_do() {
        Told first = new Told();
        StartReport migrated =
                workspace().migrateOnStart(StartSettings.defaults().listener(first));
        Told second = new Told();
        StartReport again =
                Tributary.workspace(db).migrateOnStart(StartSettings.defaults().listener(second));

        assertThat(migrated.outcome()).isEqualTo(Outcome.MIGRATED);
        assertThat(migrated.applied()).containsExactly("001", "002", "003", "004", "005");
        assertThat(migrated.asText()).startsWith(db + " was migrated: 001, 002, 003, 004, 005, in ");
        assertThat(first.events)
                .containsExactly(
                        "migrating [001, 002, 003, 004, 005]",
                        "001 create base tables",
                        "002 create orchestrator tables",
                        "003 copy proposals",
                        "004 copy task queue",
                        "005 copy orchestration decisions",
                        "ready MIGRATED");
        assertThat(again.outcome()).isEqualTo(Outcome.UP_TO_DATE);
        assertThat(again.applied()).isEmpty();
        assertThat(second.events).containsExactly("ready UP_TO_DATE");
        WorkspaceState.requireComplete(db);
    }

    @Test
    void of_many_instances_one_migrates_and_every_other_one_finds_it_done() throws Exception {
        CyclicBarrier gate = new CyclicBarrier(INSTANCES);
        Callable<Outcome> instance = () -> {
            gate.await();
            return workspace().migrateOnStart().outcome();
        };
        ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
        List<Outcome> outcomes = new ArrayList<>();
        try {
            List<Future<Outcome>> running = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                running.add(threads.submit(instance));
            }
            for (Future<Outcome> each : running) {
                outcomes.add(each.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(outcomes).containsOnlyOnce(Outcome.MIGRATED);
        WorkspaceState.requireComplete(db);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tributary_ledger")).isEqualTo(4);
    }

    @Test
    void who_waits_says_for_whom_and_goes_on_when_the_other_one_has_ended() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        List<String> told = new ArrayList<>();
        StartListener listener = new StartListener() {
            @Override
            public void waiting(String forWhom) {
                told.add(forWhom);
                waits.countDown();
            }
        };
        CompletableFuture<StartReport> started;
        try (Child other = Child.start(Holding.class, db.toString()).await(Holding.READY)) {
            started = CompletableFuture.supplyAsync(
                    () -> workspace().migrateOnStart(StartSettings.defaults().listener(listener)));
            assertThat(waits.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(told)
                    .singleElement()
                    .asString()
                    .startsWith("waiting for process " + other.pid() + " since ")
                    .endsWith("which migrates " + db);
            assertThat(started).isNotDone();
        }

        assertThat(started.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.MIGRATED);
    }

    @Test
    void who_waits_in_vain_refuses_after_the_limit_and_names_the_holder() {
        FolderSnapshot before = FolderSnapshot.of(old);
        try (Child other = Child.start(Holding.class, db.toString()).await(Holding.READY)) {
            StartSettings hasty = StartSettings.defaults().waitAtMost(Duration.ofMillis(200));

            assertThatThrownBy(() -> workspace().migrateOnStart(hasty))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("has not finished")
                    .hasMessageContaining("process " + other.pid());
        }
        assertThat(db).doesNotExist();
        assertThat(FolderSnapshot.of(old)).isEqualTo(before);
    }

    @Test
    void a_file_that_Tributary_has_never_migrated_is_not_taken_over() {
        WorkspaceFiles.workspace(db);
        FolderSnapshot before = FolderSnapshot.of(folder);

        assertThatThrownBy(() -> workspace().migrateOnStart())
                .isInstanceOf(Fault.class)
                .hasMessageContaining("a database that Tributary has never migrated: " + db)
                .hasMessageContaining("migrate workspace --db " + db);
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);

        workspace().migrate(); // a person's decision, once
        assertThat(workspace().migrateOnStart().outcome()).isEqualTo(Outcome.UP_TO_DATE);
    }

    @Test
    void a_start_that_would_end_before_the_copies_refuses_instead_of_running_on_empty_tables() {
        FolderSnapshot before = FolderSnapshot.of(folder);

        assertThatThrownBy(() -> Tributary.workspace(db).migrateOnStart())
                .isInstanceOf(Fault.class)
                .hasMessageContaining("would stop before version 003")
                .hasMessageContaining(".sources(folder)");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);

        assertThat(Tributary.workspace(db).noSources().migrateOnStart().applied())
                .hasSize(5);
    }

    @Test
    void what_a_listener_throws_stops_the_start_and_nothing_is_left_of_it() {
        FolderSnapshot before = FolderSnapshot.of(old);
        Path fresh = folder.resolve("fresh.db");
        StartListener unwilling = new StartListener() {
            @Override
            public void versionStarted(String version, String description) {
                if ("004".equals(version)) {
                    throw new IllegalStateException("not now");
                }
            }
        };

        assertThatThrownBy(() -> Tributary.workspace(fresh)
                        .sources(old)
                        .migrateOnStart(StartSettings.defaults().listener(unwilling)))
                .hasMessageContaining("not now");

        assertThat(fresh).doesNotExist();
        assertThat(FolderSnapshot.of(old)).isEqualTo(before);
    }

    @Test
    void a_replica_validates_without_a_trace_also_where_it_may_not_write() {
        workspace().migrate();
        FolderSnapshot before = FolderSnapshot.of(folder);

        assertThat(Tributary.workspace(db)
                        .migrateOnStart(StartSettings.defaults().validateOnly())
                        .outcome())
                .isEqualTo(Outcome.UP_TO_DATE);
        try (Unwritable closed = Unwritable.of(folder)) {
            assertThat(Tributary.workspace(db)
                            .migrateOnStart(StartSettings.defaults().validateOnly())
                            .outcome())
                    .isEqualTo(Outcome.UP_TO_DATE);
        }
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void a_replica_refuses_what_is_pending_when_nobody_migrates_and_makes_no_file() {
        FolderSnapshot before = FolderSnapshot.of(folder);

        assertThatThrownBy(() ->
                        workspace().migrateOnStart(StartSettings.defaults().validateOnly()))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("versions are pending in " + db + ": 001, 002, 003, 004, 005")
                .hasMessageContaining("nobody migrates now");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void a_replica_waits_while_another_instance_migrates() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        StartListener listener = new StartListener() {
            @Override
            public void waiting(String forWhom) {
                waits.countDown();
            }
        };
        CompletableFuture<StartReport> replica;
        try (MigrationLock lock = MigrationLock.acquire(db, Duration.ofSeconds(10), ignored -> {})) {
            replica = CompletableFuture.supplyAsync(() -> workspace()
                    .migrateOnStart(StartSettings.defaults().validateOnly().listener(listener)));
            assertThat(waits.await(60, TimeUnit.SECONDS)).isTrue();
            workspace().migrate();
        }

        assertThat(replica.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.MIGRATED_BY_ANOTHER);
    }

    @Test
    void a_replica_that_waits_in_vain_refuses_after_the_limit() {
        StartSettings hasty = StartSettings.defaults().validateOnly().waitAtMost(Duration.ofMillis(200));
        try (Child other = Child.start(Holding.class, db.toString()).await(Holding.READY)) {
            assertThatThrownBy(() -> workspace().migrateOnStart(hasty))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("has not finished its migration of " + db)
                    .hasMessageContaining("process " + other.pid());
        }
    }

    @Test
    void a_migration_that_was_edited_after_it_ran_stops_every_start_and_is_not_repaired() {
        workspace().migrate();
        Sqlite.run(db, "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '002'");
        FolderSnapshot before = FolderSnapshot.of(folder);

        for (StartSettings start :
                List.of(StartSettings.defaults(), StartSettings.defaults().validateOnly())) {
            assertThatThrownBy(() -> workspace().migrateOnStart(start))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("the migrations are not the ones that this file was made with");
        }
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void a_start_may_stop_after_a_stage_and_knows_when_that_is_reached() {
        Path roadmap = folder.resolve("roadmap.db");
        Tributary expand = Tributary.roadmap(roadmap).noSources().until("expand");

        assertThat(expand.migrateOnStart().applied()).last().isEqualTo("007");
        assertThat(expand.migrateOnStart(StartSettings.defaults().validateOnly())
                        .outcome())
                .isEqualTo(Outcome.UP_TO_DATE);
        assertThatThrownBy(() -> Tributary.roadmap(roadmap)
                        .migrateOnStart(StartSettings.defaults().validateOnly()))
                .hasMessageContaining("versions are pending in " + roadmap + ": 008");
    }

    @Test
    void a_time_to_wait_is_not_negative() {
        assertThatThrownBy(() -> StartSettings.defaults().waitAtMost(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Another instance, which holds the migration lock until its standard input ends. */
    static final class Holding {
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
