package dev.tributary.source;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One database file, open for reading only, in a way that leaves its folder as it was.
 *
 * <p>How it is read depends on what lies beside it. A file in write-ahead-log mode without a log is read as immutable,
 * because a plain read would create a log and a shared-memory file; that it stayed unchanged meanwhile is checked by
 * {@link #requireUnchanged}. With a log, the rows in it are read too, and its shared memory is not written to. Where the
 * log has no shared memory and the folder may not be written, a private copy of file and log is read.
 */
public final class SourceDatabase implements AutoCloseable {
    private static final int TRIES = 3;

    private final String name;
    private final Path file;
    private final Path readFrom;
    private final ReadMode mode;
    private final boolean hadSharedMemory;
    private final FileStamp stamp;

    private SourceDatabase(String name, Path file, Path readFrom, ReadMode mode, FileStamp stamp) {
        this.name = name;
        this.file = file;
        this.readFrom = readFrom;
        this.mode = mode;
        this.stamp = stamp;
        this.hadSharedMemory = Files.exists(SqliteFiles.beside(file, "-shm"));
    }

    /**
     * Judges a file and prepares to read it.
     *
     * @param name how to call it in a fault, such as {@code the source 'tasks'}
     * @throws Fault when it is not a readable, complete UTF-8 SQLite database, or is locked exclusively
     */
    public static SourceDatabase open(String name, Path file) {
        SqliteFiles.requireRegularFile(name, file);
        for (int left = TRIES; ; left--) {
            SourceDatabase judged = judge(name, file);
            try {
                judged.probe();
                return judged;
            } catch (SQLException e) {
                judged.close();
                // a log that goes with the last program that used it takes the judgement with it
                if (left == 0 || !judged.logIsGone()) {
                    throw SqliteFiles.explain(name, file, e);
                }
            } catch (Fault refused) {
                judged.close();
                if (left == 0 || !judged.logIsGone()) {
                    throw refused;
                }
            }
        }
    }

    private static SourceDatabase judge(String name, Path file) {
        boolean ownConnection = Holders.heldByThisProcess(file);
        boolean walMode = !ownConnection && SqliteHeader.read(name, file).walMode();
        boolean log = Files.exists(SqliteFiles.beside(file, "-wal"));
        boolean sharedMemory = Files.exists(SqliteFiles.beside(file, "-shm"));
        if (walMode && !log && !Files.exists(SqliteFiles.beside(file, "-journal"))) {
            return new SourceDatabase(name, file, file, ReadMode.IMMUTABLE, FileStamp.quiet(file));
        }
        FileStamp stamp = FileStamp.of(file);
        Path folder = SqliteFiles.beside(file, "-wal").toAbsolutePath().getParent();
        if (walMode && log && !sharedMemory && !Files.isWritable(folder)) {
            Path copy = PrivateCopy.of(name, file, stamp);
            return new SourceDatabase(name, file, copy, ReadMode.PLAIN, stamp);
        }
        if (walMode && log && sharedMemory) {
            SourceDatabase untouched = new SourceDatabase(name, file, file, ReadMode.WITH_LOG, stamp);
            if (untouched.canConnect() || untouched.logIsGone()) {
                return untouched;
            }
        }
        return new SourceDatabase(name, file, file, ReadMode.PLAIN, stamp);
    }

    private boolean canConnect() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet any = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
            return any.next();
        } catch (SQLException | Fault e) {
            return false; // no mark in the shared memory that fits: the plain way says what is really wrong, if
            // anything is
        }
    }

    private void probe() throws SQLException {
        try (Connection probe = connect();
                Statement statement = probe.createStatement()) {
            try (ResultSet any = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
                any.next();
            }
            requireUtf8(name, file, statement);
        }
    }

    /** Whether the log that was to be read with it has gone since; an empty one is what a vain try leaves. */
    private boolean logIsGone() {
        return mode == ReadMode.WITH_LOG
                && (stamp.log() ? !FileStamp.of(file).log() : !Files.exists(SqliteFiles.beside(file, "-wal")));
    }

    private void requireLog() {
        if (logIsGone()) {
            throw writtenTo();
        }
    }

    /** The file itself, wherever its content is read from. */
    public Path file() {
        return file;
    }

    /** A new connection of its own; close it before this source. */
    public ManagedConnection connect() throws SQLException {
        requireLog();
        return SqliteFiles.openReadOnly(readFrom, mode);
    }

    /**
     * Whether every connection sees the same rows: the file is read as immutable, and {@link #requireUnchanged} would tell
     * if it were not.
     */
    public boolean sameForAll() {
        return mode == ReadMode.IMMUTABLE;
    }

    /** Attaches the file, read-only, to a connection that may be inside a transaction. */
    public void attachTo(Connection connection, String alias) throws SQLException {
        requireLog();
        String uri = SqliteFiles.uri(readFrom, mode.parameters());
        try (Statement statement = connection.createStatement()) {
            statement.execute("ATTACH DATABASE " + Identifier.literal(uri) + " AS " + Identifier.quote(alias));
        } catch (SQLException e) {
            throw SqliteFiles.explain(name, file, e);
        }
    }

    /** Refuses when the file is not what SQLite calls intact. Reads all of it. */
    public void requireIntact() {
        try (ManagedConnection connection = connect()) {
            requireIntact(connection);
        } catch (SQLException e) {
            throw SqliteFiles.explain(name, file, e);
        }
    }

    /** The same on a connection to it that somebody else closes. */
    public void requireIntact(Connection connection) {
        try {
            requireSound(connection);
        } catch (Fault damaged) {
            requireUnchangedAfter(damaged);
            throw damaged;
        }
    }

    private void requireSound(Connection connection) {
        try (Statement statement = connection.createStatement();
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
        if (mode == ReadMode.IMMUTABLE && !FileStamp.of(file).equals(stamp)) {
            throw writtenTo();
        }
    }

    private Fault writtenTo() {
        return new Fault(
                        name + " was written to while it was being read: " + file,
                        "a program that uses it was active in the meantime",
                        "run this again; it is safe to repeat")
                .at(file);
    }

    /**
     * The same after something went wrong: pages that are exchanged while they are read look like damage, and a log that
     * goes with the last program that used it looks like a file that cannot be opened.
     *
     * @param failure what went wrong; kept where this throws
     */
    public void requireUnchangedAfter(Exception failure) {
        if (logIsGone() || mode == ReadMode.IMMUTABLE && !FileStamp.of(file).equals(stamp)) {
            throw writtenTo().revealedBy(failure);
        }
    }

    /** Removes what reading has left beside the file, and a private copy. */
    @Override
    public void close() {
        if (!readFrom.equals(file)) {
            PrivateCopy.remove(readFrom);
        } else if (!hadSharedMemory
                && Files.exists(SqliteFiles.beside(file, "-shm"))
                && Holders.of(file).processes().isEmpty()) {
            // a log without shared memory was lying there: SQLite made the shared memory for us
            PrivateCopy.delete(SqliteFiles.beside(file, "-shm"));
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
}
