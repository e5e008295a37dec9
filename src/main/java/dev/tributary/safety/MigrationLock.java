package dev.tributary.safety;

import dev.tributary.fault.Fault;
import dev.tributary.source.SqliteFiles;
import dev.tributary.source.WriteIntent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One migration of a database at a time: among processes by a lock on the file {@code <database>.migrate.lock}, among
 * the threads of this process by a lock in memory, because Java's file locks do not exclude threads.
 *
 * <p>A thread may take it several times; it is free again when each of them is closed. SQLite's own locks stand behind
 * it: this one exists so that the second starter waits in front of the door, and not inside a transaction.
 */
public final class MigrationLock implements AutoCloseable {
    /** How long a starter waits for another one. */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    private static final int POLL_MS = 25;
    private static final int SAY_SO_AFTER_MS = 1_000;
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /** Necessarily shared: it is the meeting point of the threads of this process. */
    private static final Map<Path, InProcess> IN_PROCESS = new ConcurrentHashMap<>();

    private final InProcess held;
    private boolean closed;

    private MigrationLock(InProcess held) {
        this.held = held;
    }

    /**
     * Takes the lock, waiting for whoever holds it.
     *
     * @param database the file that is to be migrated; it need not exist, its folder must
     * @param limit how long to wait
     * @param waiting told once, after a second, for whom we wait
     * @throws Fault when the limit is reached, or the lock file cannot be made
     */
    public static MigrationLock acquire(Path database, Duration limit, Consumer<String> waiting) {
        Path file = lockFile(database);
        InProcess lock = IN_PROCESS.computeIfAbsent(file, InProcess::new);
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            if (!lock.threads.tryLock(SAY_SO_AFTER_MS, TimeUnit.MILLISECONDS)) {
                waiting.accept("waiting for another thread of this process that migrates " + database);
                if (!lock.threads.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw taken(database, "another thread of this process", limit);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
        try {
            if (lock.threads.getHoldCount() == 1) {
                lock.waitForProcesses(database, deadline, limit, waiting);
            }
            return new MigrationLock(lock);
        } catch (RuntimeException e) {
            lock.threads.unlock();
            throw e;
        }
    }

    /**
     * Who migrates a database now, without taking the lock or writing anything; empty when nobody does.
     *
     * @throws Fault when the lock file may not be looked at
     */
    public static Optional<String> holder(Path database) {
        Path file = lockFile(database);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        InProcess lock = IN_PROCESS.computeIfAbsent(file, InProcess::new);
        // while a thread of ours holds the file's lock, closing any descriptor of it would give that up
        if (lock.threads.isHeldByCurrentThread() || !lock.threads.tryLock()) {
            return Optional.of("a thread of this process");
        }
        try {
            return lock.otherProcess();
        } finally {
            lock.threads.unlock();
        }
    }

    /** Whether its holder is going to write: one for as long as the lock is held, however often it is taken. */
    public WriteIntent writeIntent() {
        return held.intent;
    }

    /** Gives the lock back, once; must be called by the thread that took it. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (held.threads.getHoldCount() == 1) {
            held.release();
        }
        held.threads.unlock();
    }

    private static Path lockFile(Path database) {
        Path absolute = database.toAbsolutePath().normalize();
        if (Files.exists(absolute.getParent()) && !Files.isDirectory(absolute.getParent())) {
            throw new Fault(
                            "the folder of the target is not a folder: " + absolute.getParent(),
                            "a database is made in a folder that is there",
                            "correct the path")
                    .at(absolute);
        }
        try {
            // two names of one file must lead to one lock
            Path real = Files.exists(absolute)
                    ? absolute.toRealPath()
                    : absolute.getParent().toRealPath().resolve(absolute.getFileName());
            return SqliteFiles.beside(real, ".migrate.lock");
        } catch (IOException e) {
            throw new Fault(
                            "the folder of the target does not exist: " + absolute.getParent(),
                            "a database is made in a folder that is there",
                            "make the folder, or correct the path")
                    .at(absolute)
                    .revealedBy(e);
        }
    }

    private static Fault taken(Path database, String holder, Duration limit) {
        return new Fault(
                        "another migration of " + database + " has not finished within " + limit.toSeconds() + " s",
                        "the lock is held by " + holder,
                        "wait for it, or find out what it is doing, and run this again")
                .at(database);
    }

    private static Fault interrupted(InterruptedException e) {
        return new Fault(
                        "the run was interrupted while it waited for another one",
                        "somebody asked it to stop",
                        "run it again")
                .revealedBy(e);
    }

    /** The lock of one file in this process: the threads' part, and the channel while it is held. */
    private static final class InProcess {
        private final ReentrantLock threads = new ReentrantLock(true);
        private final Path file;
        private List<FileChannel> channels = List.of();
        private WriteIntent intent = new WriteIntent();

        InProcess(Path file) {
            this.file = file;
        }

        void waitForProcesses(Path database, long deadline, Duration limit, Consumer<String> waiting) {
            long saySo = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SAY_SO_AFTER_MS);
            boolean said = false;
            while (!tryProcessLock()) {
                if (System.nanoTime() > deadline) {
                    throw taken(database, holder(), limit);
                }
                if (!said && System.nanoTime() > saySo) {
                    waiting.accept("waiting for " + holder() + ", which migrates " + database);
                    said = true;
                }
                try {
                    Thread.sleep(POLL_MS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw interrupted(e);
                }
            }
        }

        /**
         * One try, on the file that bears the name now. Its last holder may have removed the one that we opened, and a third
         * process may hold the next one of the same name already: what we write into our file must be what is read by name.
         */
        private boolean tryProcessLock() {
            List<FileChannel> opened = new ArrayList<>();
            try {
                OwnerOnly.createFile(file);
                FileChannel ours = FileChannel.open(file, StandardOpenOption.WRITE);
                opened.add(ours);
                // a byte far behind the text, so that waiting processes can read the text on every system
                if (ours.tryLock(LOCKED_BYTE, 1, false) == null) {
                    closeAll(opened);
                    return false;
                }
                byte[] holder = ("process " + ProcessHandle.current().pid() + " since " + Instant.now())
                        .getBytes(StandardCharsets.UTF_8);
                ours.truncate(0).write(ByteBuffer.wrap(holder));
                // stays open as long as the lock is held: closing any descriptor of a file gives up the locks on it
                FileChannel byName = FileChannel.open(file, StandardOpenOption.READ);
                opened.add(byName);
                if (!holds(byName, holder)) {
                    closeAll(opened);
                    return false;
                }
                channels = opened;
                return true;
            } catch (NoSuchFileException e) {
                closeAll(opened);
                return false; // removed meanwhile: try again
            } catch (IOException e) {
                closeAll(opened);
                throw new Fault(
                                "the lock file cannot be used: " + file,
                                e.getClass().getSimpleName() + ": " + e.getMessage(),
                                "see that this user may write to the folder of the target, and free space on its disk"
                                        + " where there is none")
                        .at(file)
                        .revealedBy(e);
            }
        }

        /** A shared lock is refused exactly while somebody holds the exclusive one; a file that was left behind is not locked. */
        Optional<String> otherProcess() {
            try (FileChannel looking = FileChannel.open(file, StandardOpenOption.READ)) {
                return looking.tryLock(LOCKED_BYTE, 1, true) == null ? Optional.of(holder()) : Optional.empty();
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new Fault(
                                "the lock file cannot be looked at: " + file,
                                e.getClass().getSimpleName() + ": " + e.getMessage(),
                                "run as the user who owns it, or delete it when nobody migrates")
                        .at(file)
                        .revealedBy(e);
            }
        }

        private static boolean holds(FileChannel channel, byte[] expected) throws IOException {
            ByteBuffer content = ByteBuffer.allocate(expected.length + 1);
            while (content.hasRemaining() && channel.read(content) >= 0) {
                // read on until the text is complete, or longer than ours
            }
            return Arrays.equals(Arrays.copyOf(content.array(), content.position()), expected);
        }

        private void closeAll(List<FileChannel> opened) {
            for (FileChannel each : opened) {
                try {
                    each.close();
                } catch (IOException e) {
                    throw new Fault(
                                    "the lock file cannot be closed: " + file,
                                    String.valueOf(e.getMessage()),
                                    "check the disk that holds it")
                            .at(file)
                            .revealedBy(e);
                }
            }
        }

        private String holder() {
            try {
                String text = Files.readString(file);
                return text.isBlank() ? "another process" : text;
            } catch (IOException e) {
                return "another process";
            }
        }

        void release() {
            List<FileChannel> held = channels;
            channels = List.of();
            intent = new WriteIntent();
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // the lock itself goes with the channels; a file that stays behind is harmless
                return;
            } finally {
                closeAll(held);
            }
        }
    }
}
