package dev.tributary.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.fault.Fault;
import dev.tributary.support.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MigrationLockTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String HELD = "held";

    @TempDir
    Path folder;

    private Path database() {
        return folder.resolve("w.db");
    }

    private Path lockFile() {
        return folder.resolve("w.db.migrate.lock");
    }

    private MigrationLock acquire(Duration limit) {
        return MigrationLock.acquire(database(), limit, waiting -> {});
    }

    @Test
    void the_lock_file_is_there_while_it_is_held_and_gone_afterwards() throws IOException {
        try (MigrationLock lock = acquire(LONG)) {
            assertThat(lockFile()).exists();
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                assertThat(Files.getPosixFilePermissions(lockFile()))
                        .extracting(Enum::name)
                        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_thread_may_take_it_again_and_it_is_free_when_the_outermost_is_closed() {
        try (MigrationLock outer = acquire(LONG)) {
            try (MigrationLock inner = acquire(SHORT)) {
                assertThat(lockFile()).exists();
            }
            assertThat(lockFile()).exists();
            assertThat(refusedToAnotherThread()).isTrue();
        }
        assertThat(lockFile()).doesNotExist();
        assertThat(refusedToAnotherThread()).isFalse();
    }

    @Test
    void closing_it_twice_does_no_harm_and_gives_back_only_one() {
        try (MigrationLock outer = acquire(LONG)) {
            MigrationLock inner = acquire(LONG);
            inner.close();
            inner.close();
            assertThat(refusedToAnotherThread()).isTrue();
            outer.close();
        }
        assertThat(refusedToAnotherThread()).isFalse();
    }

    private boolean refusedToAnotherThread() {
        return call(() -> {
            try (MigrationLock lock = acquire(SHORT)) {
                return false;
            } catch (Fault refused) {
                assertThat(refused.why()).contains("another thread of this process");
                return true;
            }
        });
    }

    private static <T> T call(Callable<T> callable) {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(callable).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void threads_go_one_after_the_other() throws Exception {
        int threads = 8;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(() -> {
                    start.await();
                    for (int round = 0; round < 20; round++) {
                        try (MigrationLock lock = acquire(LONG)) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            Thread.yield();
                            inside.decrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(most).hasValue(1);
        assertThat(lockFile()).doesNotExist();
    }

    @Test
    void two_names_of_one_file_lead_to_one_lock() throws IOException {
        Files.createFile(database());
        Path other = Files.createSymbolicLink(folder.resolve("other.db"), database());
        try (MigrationLock lock = acquire(LONG)) {
            Fault refused = call(
                    () -> catchThrowableOfType(Fault.class, () -> MigrationLock.acquire(other, SHORT, waiting -> {})));
            assertThat(refused.what()).contains("has not finished");
        }
    }

    @Test
    void a_folder_that_does_not_exist_is_refused() {
        Fault refused = catchThrowableOfType(
                Fault.class, () -> MigrationLock.acquire(folder.resolve("none/w.db"), SHORT, waiting -> {}));
        assertThat(refused.what()).contains("the folder of the target does not exist");
    }

    @Test
    void the_time_limit_names_the_process_that_holds_it_and_who_waits_is_told() {
        try (Child other = Child.start(Holder.class, database().toString()).await(HELD)) {
            List<String> told = new ArrayList<>();
            Fault refused = catchThrowableOfType(
                    Fault.class, () -> MigrationLock.acquire(database(), Duration.ofMillis(1_500), told::add));
            assertThat(refused.what()).contains("another migration of " + database(), "has not finished");
            assertThat(refused.why()).contains("process " + other.pid());
            assertThat(told).singleElement().satisfies(line -> assertThat(line).contains("process " + other.pid()));
        }
        assertThat(lockFile()).doesNotExist();
    }

    @Test
    void it_is_free_once_a_process_that_held_it_was_killed() {
        Child other = Child.start(Holder.class, database().toString()).await(HELD);
        other.kill();
        try (MigrationLock lock = acquire(LONG)) {
            assertThat(lockFile()).exists();
        }
        assertThat(lockFile()).doesNotExist();
    }

    @Test
    void processes_never_hold_it_at_the_same_time() {
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            children.add(Child.start(Contender.class, database().toString(), "150"));
        }
        for (Child child : children) {
            int exit = child.exitCode();
            assertThat(exit).as(child.text()).isZero();
            assertThat(child.text()).isEqualTo("150 times alone");
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** Holds the lock until its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            try (MigrationLock lock = MigrationLock.acquire(Path.of(arguments[0]), LONG, waiting -> {})) {
                System.out.println(HELD);
                System.in.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }

    /** Takes the lock again and again, and makes a file that must not exist yet while it holds it. */
    static final class Contender {
        public static void main(String[] arguments) throws IOException {
            Path database = Path.of(arguments[0]);
            Path inside = database.resolveSibling("inside");
            int alone = 0;
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                try (MigrationLock lock = MigrationLock.acquire(database, LONG, waiting -> {})) {
                    Files.createFile(inside);
                    Thread.yield();
                    Files.delete(inside);
                    alone++;
                }
            }
            System.out.println(alone + " times alone");
        }
    }
}
