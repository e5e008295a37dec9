package dev.tributary.safety;

import dev.tributary.fault.Fault;
import dev.tributary.source.Holders;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A database that nobody else uses: an exclusive lock of SQLite's, taken while the file is moved. Its log is empty then.
 *
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_locking_mode">SQLite: PRAGMA locking_mode</a>
 */
final class Hold implements AutoCloseable {
    private static final int PATIENCE_MS = 2_000;

    private final ManagedConnection connection;

    private Hold(ManagedConnection connection) {
        this.connection = connection;
    }

    /** What tells that a file was written to. */
    record Stamp(Map<String, String> entries) {
        static Stamp of(Path file) {
            Map<String, String> entries = new TreeMap<>();
            for (String suffix : new String[] {"", "-wal", "-journal"}) {
                Path path = SqliteFiles.beside(file, suffix);
                try {
                    if (Files.exists(path) && (suffix.isEmpty() || Files.size(path) > 0)) {
                        FileTime changed = Files.getLastModifiedTime(path);
                        entries.put(suffix, Files.size(path) + " " + changed);
                    }
                } catch (IOException e) {
                    throw SqliteFiles.cannotBeLookedAt(path, e);
                }
            }
            return new Stamp(entries);
        }
    }

    /** Refuses a file that some process has open, as far as this system tells. */
    static void requireFree(String name, Path file) {
        Holders holders = Holders.of(file);
        if (!holders.processes().isEmpty()) {
            Holders.Holder first = holders.processes().get(0);
            throw new Fault(
                            name + " is open in process " + first.pid() + " (" + first.command() + "): " + file,
                            "a file that is moved under a running program takes that program's next rows with it",
                            "stop that program, and run this again")
                    .at(file);
        }
    }

    /**
     * Takes the lock, and empties the log into the file.
     *
     * @param expected what the file was when it was looked at
     */
    static Hold take(String name, Path file, Stamp expected) {
        requireFree(name, file);
        try {
            Hold hold = new Hold(SqliteFiles.openForWriting(file));
            try {
                hold.lock();
                if (!Stamp.of(file).equals(expected)) {
                    throw new Fault(
                                    name + " was written to since it was verified: " + file,
                                    "a program that uses it was active in the meantime",
                                    "stop that program, run 'catch-up', and run this again")
                            .at(file);
                }
                hold.execute("ROLLBACK");
                hold.execute("PRAGMA wal_checkpoint(TRUNCATE)");
                hold.execute("BEGIN EXCLUSIVE");
                return hold;
            } catch (SQLException | RuntimeException e) {
                hold.closeAfter(e);
                throw e;
            }
        } catch (SQLException e) {
            throw explained(name, file, e);
        }
    }

    private void lock() throws SQLException {
        execute("PRAGMA busy_timeout = " + PATIENCE_MS);
        execute("PRAGMA locking_mode = EXCLUSIVE");
        execute("BEGIN EXCLUSIVE");
    }

    /** A file that is no database has no lock of SQLite's either. */
    private static Fault explained(String name, Path file, SQLException e) {
        if (e instanceof SQLiteException sqlite
                && sqlite.getResultCode().name().startsWith(SQLiteErrorCode.SQLITE_BUSY.name())) {
            return new Fault(
                            name + " is in use: " + file,
                            "another program has it open or locked",
                            "stop that program, and run this again")
                    .at(file)
                    .revealedBy(e);
        }
        return SqliteFiles.explain(name, file, e);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void closeAfter(Exception failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
