package dev.tributary.source;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteException;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * An SQLite connection that does what it was asked to do once it is closed, in the reverse order of asking: a database
 * that was attached inside a transaction can be tidied up only then.
 */
public final class ManagedConnection extends JDBC4Connection {
    private static final int TIDYING_UP_MS = 500;

    private final CloseActions afterClose = new CloseActions();

    private final Path file;
    private final boolean newFile;
    private final WriteIntent intent;

    ManagedConnection(Path file, boolean newFile, String uri, Properties settings) throws SQLException {
        this(file, newFile, uri, settings, WriteIntent.atOnce());
    }

    ManagedConnection(Path file, boolean newFile, String uri, Properties settings, WriteIntent intent)
            throws SQLException {
        super("jdbc:sqlite:" + uri, uri, settings);
        this.file = file;
        this.newFile = newFile;
        this.intent = intent;
    }

    /**
     * Says that this run is going to write, after taking and giving back every lock that this needs: what another program
     * keeps, be it to write or to read, is met here, once and before any work, and not in a transaction that its caller
     * would begin again and again.
     *
     * @throws SQLException if a lock was not free within the time-out; nothing is announced then
     */
    public void beginWriting() throws SQLException {
        getDatabase().exec("begin immediate;", getAutoCommit());
        try {
            getDatabase().exec("commit;", getAutoCommit()); // in a file with a rollback journal it waits for readers
        } catch (SQLException e) {
            getDatabase().exec("rollback;", getAutoCommit());
            throw e;
        }
        intent.announce();
    }

    /**
     * Begins or ends a transaction. Where one has waited for others in vain, those who try again do not wait as long again.
     */
    @Override
    public void setAutoCommit(boolean on) throws SQLException {
        try {
            super.setAutoCommit(on);
        } catch (SQLiteException e) {
            waitNoMoreAfter(e);
            throw e;
        }
    }

    @Override
    protected String transactionPrefix() {
        return intent.announced() ? super.transactionPrefix() : "begin;";
    }

    /**
     * Commits. Where that has waited for others in vain, nothing that tidies up afterwards waits as long again.
     */
    @Override
    public void commit() throws SQLException {
        try {
            super.commit();
        } catch (SQLiteException e) {
            waitNoMoreAfter(e);
            throw e;
        }
    }

    private void waitNoMoreAfter(SQLiteException e) throws SQLException {
        if (e.getResultCode().name().startsWith("SQLITE_BUSY")) {
            getDatabase().busy_timeout(TIDYING_UP_MS);
        }
    }

    /** Whether the file was made for this connection: to its user, it was not there before. */
    public boolean newFile() {
        return newFile;
    }

    /** The file that this connection was opened on. */
    public Path file() {
        return file;
    }

    /** Whether a database is attached under this alias. */
    public boolean hasAttached(String alias) throws SQLException {
        try (Statement statement = createStatement();
                ResultSet row = statement.executeQuery("PRAGMA database_list")) {
            while (row.next()) {
                if (alias.equals(row.getString(2))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Runs an action after this connection has been closed; every action runs, also when an earlier one has thrown. */
    public void afterClose(Runnable action) {
        afterClose.add(action);
    }

    /**
     * Rolls back, also where SQLite has done so by itself, as it does when the disk is full: what was written is gone
     * either way, and that it cannot be rolled back twice is no failure.
     *
     * @see <a href="https://www.sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction">SQLite: response
     *     to errors within a transaction</a>
     */
    @Override
    public void rollback() throws SQLException {
        try {
            super.rollback();
        } catch (SQLiteException e) {
            if (getAutoCommit() || !String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw e;
            }
            getDatabase().exec(transactionPrefix(), false); // the driver's next one, as after every rollback
        }
    }

    @Override
    public void close() throws SQLException {
        super.close();
        afterClose.run();
    }
}
