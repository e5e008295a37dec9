package dev.tributary.source;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The only place that opens database files, and that knows how a path becomes a URI. */
public final class SqliteFiles {
    /** How long a statement waits for another process's lock before it gives up, in milliseconds. */
    public static final int WRITE_TIMEOUT_MS = 60_000;

    private static final int READ_TIMEOUT_MS = 5_000;

    /** Page cache of a reading connection, in KiB: whoever looks up a million index entries reads each page once. */
    private static final int READ_CACHE_KIB = 64 * 1024;

    private SqliteFiles() {}

    /**
     * The file as a URI that SQLite understands, with spaces, '#', '%' and '?' encoded.
     *
     * @param parameters such as {@code mode=ro}
     * @see <a href="https://www.sqlite.org/uri.html">SQLite: URI filenames</a>
     */
    public static String uri(Path file, String parameters) {
        String path = file.toAbsolutePath().toUri().getRawPath();
        return "file://" + path + "?" + parameters;
    }

    /** Opens a file for reading only; {@code immutable} promises SQLite that nobody writes to it meanwhile. */
    public static ManagedConnection openReadOnly(Path file, boolean immutable) throws SQLException {
        return openReadOnly(file, immutable ? ReadMode.IMMUTABLE : ReadMode.PLAIN);
    }

    static ManagedConnection openReadOnly(Path file, ReadMode mode) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(READ_TIMEOUT_MS);
        config.setCacheSize(-READ_CACHE_KIB);
        return new ManagedConnection(file, false, uri(file, mode.parameters()), config.toProperties());
    }

    /** Opens a file for writing, creating it when missing; every transaction takes the write lock at its beginning. */
    public static ManagedConnection openForWriting(Path file) throws SQLException {
        return openForWriting(file, false, WriteIntent.atOnce());
    }

    /**
     * The same, for one of the connections of a run.
     *
     * @param newFile see {@link ManagedConnection#newFile}
     * @param intent until it is announced, transactions only read
     */
    public static ManagedConnection openForWriting(Path file, boolean newFile, WriteIntent intent) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(WRITE_TIMEOUT_MS);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return new ManagedConnection(file, newFile, uri(file, "mode=rwc"), config.toProperties(), intent);
    }

    /** A database in memory, for working out what a schema looks like. */
    public static ManagedConnection openInMemory() throws SQLException {
        return new ManagedConnection(Path.of(":memory:"), true, ":memory:", new SQLiteConfig().toProperties());
    }

    /**
     * The file of that name beside a database: its write-ahead log, shared memory or rollback journal. SQLite keeps them
     * beside the file itself, also when it was opened by a symbolic link.
     */
    public static Path beside(Path database, String suffix) {
        Path file = database;
        if (Files.isSymbolicLink(database)) {
            try {
                file = database.toRealPath();
            } catch (IOException e) {
                file = database; // a link that leads nowhere has nothing beside it
            }
        }
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /**
     * Refuses what cannot be a database file, looking only at the folder's entry.
     *
     * @param what how to call the file, such as {@code the source 'tasks'}
     */
    public static void requireRegularFile(String what, Path file) {
        if (Files.isDirectory(file)) {
            throw new Fault(what + " is a folder: " + file, "a database is one file", "name the file inside it")
                    .at(file);
        }
        if (!Files.isRegularFile(file)) {
            throw new Fault(
                            what + " is not a regular file: " + file,
                            "it is missing, or a device, a pipe or a broken link",
                            "name the database file itself")
                    .at(file);
        }
        if (!Files.isReadable(file)) {
            throw new Fault(
                            what + " cannot be read: " + file,
                            "this user may not read it",
                            "give this user the right to read the file")
                    .at(file);
        }
    }

    /** Bytes of a file; 0 when there is none. */
    public static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw cannotBeLookedAt(file, e);
        }
    }

    /** Why the folder's entry of a file could not be read, and what to check. */
    public static Fault cannotBeLookedAt(Path file, IOException e) {
        return new Fault(
                        "the file cannot be looked at: " + file,
                        e.getClass().getSimpleName() + ": " + e.getMessage(),
                        "check the rights on its folder")
                .at(file)
                .revealedBy(e);
    }

    /** Refuses an existing file that is neither empty nor an SQLite database in UTF-8. */
    public static void requireDatabaseOrEmpty(String what, Path file) throws IOException {
        requireRegularFile(what, file);
        if (Files.size(file) > 0 && !Holders.heldByThisProcess(file)) {
            SqliteHeader.read(what, file);
        }
    }

    /** Turns what SQLite says about a file into a fault that names the file and the way out. */
    public static Fault explain(String what, Path file, SQLException e) {
        SQLiteErrorCode code =
                e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        String name = code.name().toUpperCase(Locale.ROOT);
        if (name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_LOCKED")) {
            return new Fault(
                            what + " is locked: " + file,
                            "another process is reading or writing it, and did not finish in time"
                                    + Holders.of(file).asReason(),
                            "wait until that program has finished, or stop it, and run this again")
                    .at(file)
                    .revealedBy(e);
        }
        if (name.startsWith("SQLITE_CORRUPT") || name.startsWith("SQLITE_NOTADB")) {
            return new Fault(
                            what + " is damaged: " + file,
                            "SQLite says: " + e.getMessage(),
                            "restore it from a backup, or save what is left with: sqlite3 DAMAGED.db .recover | sqlite3 SAVED.db")
                    .at(file)
                    .revealedBy(e);
        }
        if (name.startsWith("SQLITE_FULL")) {
            return new Fault(
                            what + " cannot grow: " + file,
                            "the disk is full (" + e.getMessage() + ")",
                            "free space on that disk and run this again")
                    .at(file)
                    .revealedBy(e);
        }
        if (name.startsWith("SQLITE_CONSTRAINT")) {
            return new Fault(
                            "a row breaks a rule of " + what + ": " + file,
                            "SQLite says: " + e.getMessage(),
                            "change that row in the source, and run this again")
                    .at(file)
                    .revealedBy(e);
        }
        if (name.startsWith("SQLITE_READONLY")
                || name.startsWith("SQLITE_CANTOPEN")
                || name.startsWith("SQLITE_PERM")) {
            return new Fault(
                            what + " cannot be opened: " + file,
                            "SQLite says: " + e.getMessage()
                                    + (Files.exists(beside(file, "-journal"))
                                            ? "; a rollback journal lies beside it: the program that wrote it was interrupted"
                                            : ""),
                            Files.exists(beside(file, "-journal"))
                                    ? "open it once with the program it belongs to, or with sqlite3, so that SQLite finishes the rollback"
                                    : "check the rights on the file and on its folder")
                    .at(file)
                    .revealedBy(e);
        }
        return new Fault(
                        what + " cannot be used: " + file,
                        "SQLite says: " + e.getMessage(),
                        "run: sqlite3 FILE \"PRAGMA integrity_check\"")
                .at(file)
                .revealedBy(e);
    }
}
