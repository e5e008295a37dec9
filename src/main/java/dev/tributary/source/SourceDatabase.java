package dev.tributary.source;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * One database file, open for reading only, in a way that leaves its folder as it was.
 *
 * <p>How it is read depends on what lies beside it. A file in write-ahead-log mode without a log is read as immutable,
 * because a plain read would create a log and a shared-memory file; that it stayed unchanged meanwhile is checked by
 * {@link #requireUnchanged}. With a log, the rows in it are read too. Where the folder may not be written, a private
 * copy of file and log is read.
 */
public final class SourceDatabase implements AutoCloseable {
    private static final int QUIET_MS = 25;
    private static final int QUIET_COARSE_MS = 2_100;
    private static final int TRIES = 5;

    private final String name;
    private final Path file;
    private final Path readFrom;
    private final boolean immutable;
    private final boolean hadSharedMemory;
    private final Stamp stamp;

    private SourceDatabase(String name, Path file, Path readFrom, boolean immutable, Stamp stamp) {
        this.name = name;
        this.file = file;
        this.readFrom = readFrom;
        this.immutable = immutable;
        this.stamp = stamp;
        this.hadSharedMemory = Files.exists(SqliteFiles.beside(file, "-shm"));
    }

    /** What tells that a file was written to: its size, its time of change, and the files beside it. */
    private record Stamp(long size, FileTime modified, boolean log, boolean journal) {
        static Stamp of(Path file) {
            try {
                return new Stamp(
                        Files.size(file),
                        Files.getLastModifiedTime(file),
                        hasContent(SqliteFiles.beside(file, "-wal")),
                        hasContent(SqliteFiles.beside(file, "-journal")));
            } catch (IOException e) {
                throw new Fault(
                                "the file disappeared while it was being read: " + file,
                                String.valueOf(e.getMessage()),
                                "find out who moved it, and run this again")
                        .at(file)
                        .revealedBy(e);
            }
        }

        private static boolean hasContent(Path sidecar) throws IOException {
            return Files.exists(sidecar) && Files.size(sidecar) > 0;
        }
    }

    /**
     * Judges a file and prepares to read it.
     *
     * @param name how to call it in a fault, such as {@code the source 'tasks'}
     * @throws Fault when it is not a readable, complete UTF-8 SQLite database, or is locked exclusively
     */
    public static SourceDatabase open(String name, Path file) {
        SqliteFiles.requireRegularFile(name, file);
        boolean ownConnection = Holders.heldByThisProcess(file);
        boolean walMode = !ownConnection && SqliteHeader.read(name, file).walMode();
        boolean log = Files.exists(SqliteFiles.beside(file, "-wal"));
        boolean idleWal = walMode && !log && !Files.exists(SqliteFiles.beside(file, "-journal"));
        Stamp stamp = idleWal ? quietStamp(file) : Stamp.of(file);
        Path readFrom = file;
        if (walMode
                && log
                && !Files.exists(SqliteFiles.beside(file, "-shm"))
                && !Files.isWritable(
                        SqliteFiles.beside(file, "-wal").toAbsolutePath().getParent())) {
            readFrom = privateCopy(name, file, stamp);
        }
        SourceDatabase source = new SourceDatabase(name, file, readFrom, idleWal, stamp);
        try (Connection probe = source.connect();
                Statement statement = probe.createStatement()) {
            try (ResultSet any = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
                any.next();
            }
            requireUtf8(name, file, statement);
        } catch (SQLException e) {
            source.close();
            throw SqliteFiles.explain(name, file, e);
        } catch (Fault refused) {
            source.close();
            throw refused;
        }
        return source;
    }

    /** The file itself, wherever its content is read from. */
    public Path file() {
        return file;
    }

    /** A new connection of its own; close it before this source. */
    public ManagedConnection connect() throws SQLException {
        return SqliteFiles.openReadOnly(readFrom, immutable);
    }

    /** Attaches the file, read-only, to a connection that may be inside a transaction. */
    public void attachTo(Connection connection, String alias) throws SQLException {
        String uri = SqliteFiles.uri(readFrom, SqliteFiles.readOnly(immutable));
        try (Statement statement = connection.createStatement()) {
            statement.execute("ATTACH DATABASE " + Identifier.literal(uri) + " AS " + Identifier.quote(alias));
        } catch (SQLException e) {
            throw SqliteFiles.explain(name, file, e);
        }
    }

    /** Refuses when the file is not what SQLite calls intact. Reads all of it. */
    public void requireIntact() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet findings = statement.executeQuery("PRAGMA integrity_check(1)")) {
            String finding = findings.next() ? findings.getString(1) : "no answer";
            if (!"ok".equals(finding)) {
                throw new Fault(
                                name + " is damaged: " + file,
                                "PRAGMA integrity_check says: "
                                        + finding.strip().replaceAll("\\s+", " "),
                                "restore it from a backup, or save what is left with: sqlite3 DAMAGED.db .recover | sqlite3 SAVED.db")
                        .at(file);
            }
        } catch (SQLException e) {
            throw SqliteFiles.explain(name, file, e);
        }
    }

    /** Refuses when somebody wrote to a file that was read as immutable: what was read may then be torn. */
    public void requireUnchanged() {
        if (immutable && !Stamp.of(file).equals(stamp)) {
            throw new Fault(
                            name + " was written to while it was being read: " + file,
                            "a program that uses it was active in the meantime",
                            "run this again; it is safe to repeat")
                    .at(file);
        }
    }

    /** Removes what reading has left beside the file, and a private copy. */
    @Override
    public void close() {
        if (!readFrom.equals(file)) {
            deleteFolder(readFrom.getParent());
        } else if (!hadSharedMemory
                && Files.exists(SqliteFiles.beside(file, "-shm"))
                && Holders.of(file).processes().isEmpty()) {
            // a log without shared memory was lying there: SQLite made the shared memory for us
            deleteIfExists(SqliteFiles.beside(file, "-shm"));
        }
    }

    private static void requireUtf8(String name, Path file, Statement statement) throws SQLException {
        try (ResultSet encoding = statement.executeQuery("PRAGMA encoding")) {
            encoding.next();
            if (!"UTF-8".equals(encoding.getString(1))) {
                throw SqliteHeader.wrongEncoding(name, file);
            }
        }
    }

    /** Waits until the last change is old enough that a later one must show in the time of change. */
    private static Stamp quietStamp(Path file) {
        Stamp stamp = Stamp.of(file);
        for (int i = 0; i < TRIES; i++) {
            boolean fineClock = stamp.modified().toInstant().getNano() % 1_000_000_000 != 0;
            long age = System.currentTimeMillis() - stamp.modified().toMillis();
            long quiet = fineClock ? QUIET_MS : QUIET_COARSE_MS;
            if (age < 0 || age > quiet) {
                return stamp;
            }
            sleep(quiet - age + 1);
            stamp = Stamp.of(file);
        }
        return stamp;
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("the run was interrupted", "somebody asked this process to stop", "run it again")
                    .revealedBy(e);
        }
    }

    private static Path privateCopy(String name, Path file, Stamp before) {
        try {
            Path folder = Files.createTempDirectory("tributary-");
            Path copy = folder.resolve(file.getFileName().toString());
            Files.copy(file, copy);
            Files.copy(SqliteFiles.beside(file, "-wal"), SqliteFiles.beside(copy, "-wal"));
            if (!Stamp.of(file).equals(before)) {
                deleteFolder(folder);
                throw new Fault(
                                name + " was written to while it was being copied: " + file,
                                "its folder may not be written, so a private copy is read, and that needs a quiet moment",
                                "run this again")
                        .at(file);
            }
            return copy;
        } catch (IOException e) {
            throw new Fault(
                            name + " cannot be read: " + file,
                            "its newest rows are in " + SqliteFiles.beside(file, "-wal")
                                    + ", its folder may not be written, and a private copy failed: " + e.getMessage(),
                            "make room in the folder for temporary files, or allow this user to write to the source's folder")
                    .at(file)
                    .revealedBy(e);
        }
    }

    private static void deleteFolder(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(SourceDatabase::deleteIfExists);
        } catch (IOException e) {
            throw new Fault(
                            "a temporary copy could not be removed: " + folder,
                            String.valueOf(e.getMessage()),
                            "delete it by hand")
                    .revealedBy(e);
        }
    }

    private static void deleteIfExists(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Fault(
                            "a file of ours could not be removed: " + file,
                            String.valueOf(e.getMessage()),
                            "delete it by hand")
                    .at(file)
                    .revealedBy(e);
        }
    }
}
