package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.safety.MigrationLock;
import dev.tributary.safety.OwnerOnly;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Logger;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * The JDBC driver that Flyway opens a target with: the one place where a target is opened for writing.
 *
 * <p>Everything behind {@code jdbc:sqlite:} is the path, literally, so that '#', '%' and '?' in it do no harm. Before
 * SQLite opens the file, the migration lock is taken and the file is judged; the lock is free again when the last
 * connection is closed. A file that was made for a run that then wrote nothing is removed again.
 */
public final class SqliteTargetDriver implements Driver {
    private static final String PREFIX = "jdbc:sqlite:";

    /** Flyway makes an instance by name. */
    public SqliteTargetDriver() {}

    /** The URL of a target's file. */
    static String url(Path file) {
        return PREFIX + file;
    }

    @Override
    public Connection connect(String url, Properties ignored) throws SQLException {
        return acceptsURL(url) ? open(path(url.substring(PREFIX.length()))) : null;
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    /** Opens a target in the same way for what is no run of Flyway's. */
    static ManagedConnection openTarget(Path file) {
        return open(file);
    }

    private static Path path(String text) {
        if (text.isBlank() || text.startsWith("${") || text.startsWith(":") || "true".equals(text)) {
            // "true" is what Maven makes of -Dworkspace.db without a value
            throw new Fault(
                    "no database file is named",
                    "a target is a file, and none was given" + (text.isBlank() ? "" : " (" + text + ")"),
                    "say -D<target>.db=FILE under Maven, such as -Dworkspace.db=FILE; --db FILE on the command line");
        }
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new Fault("this is not a path: " + text, String.valueOf(e.getReason()), "correct it").revealedBy(e);
        }
    }

    private static ManagedConnection open(Path file) {
        Log log = LogFactory.getLog(SqliteTargetDriver.class);
        MigrationLock lock = MigrationLock.acquire(file, MigrationLock.LIMIT, log::warn);
        try {
            boolean made = prepare(file);
            ManagedConnection connection = SqliteFiles.openForWriting(file, made, lock.writeIntent());
            connection.afterClose(lock::close);
            connection.afterClose(() -> removeIfUnused(file, made));
            probe(file, connection);
            return connection;
        } catch (SQLException e) {
            lock.close();
            throw SqliteFiles.explain("the target", file, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Judges a file that is there, or makes an empty one; says whether it made it. */
    private static boolean prepare(Path file) {
        try {
            if (!Files.exists(file)) {
                return OwnerOnly.createFile(file);
            }
            SqliteFiles.requireDatabaseOrEmpty("the target", file);
            if (!Files.isWritable(file) || !Files.isWritable(file.getParent())) {
                throw new Fault(
                                "the target may not be written: " + file,
                                "this user may not write to the file or to its folder",
                                "give this user the right, or run as the user who owns the file")
                        .at(file);
            }
            return false;
        } catch (IOException e) {
            throw new Fault(
                            "the target cannot be made: " + file,
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "check the path, and the rights on its folder")
                    .at(file)
                    .revealedBy(e);
        }
    }

    private static void probe(Path file, ManagedConnection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
            row.next();
        } catch (SQLException e) {
            try {
                connection.close();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw SqliteFiles.explain("the target", file, e);
        }
    }

    /** Called while the lock is still held, so that no other starter is about to use the file. */
    private static void removeIfUnused(Path file, boolean made) {
        try {
            if (made && Files.exists(file) && (Files.size(file) == 0 || holdsNothing(file))) {
                OwnerOnly.deleteFile(file);
            }
        } catch (IOException e) {
            throw new Fault(
                            "an empty file of ours could not be removed: " + file,
                            String.valueOf(e.getMessage()),
                            "delete it by hand")
                    .at(file)
                    .revealedBy(e);
        } catch (SQLException e) {
            throw SqliteFiles.explain("the target", file, e);
        }
    }

    private static boolean holdsNothing(Path file) throws SQLException {
        try (ManagedConnection connection = SqliteFiles.openReadOnly(file, true);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
            row.next();
            return row.getInt(1) == 0;
        }
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 0;
    }

    @Override
    public int getMinorVersion() {
        return 1;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("this driver logs through Flyway");
    }
}
