package dev.tributary.source;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * An SQLite connection that does what it was asked to do once it is closed, in the reverse order of asking: a database
 * that was attached inside a transaction can be tidied up only then.
 */
public final class ManagedConnection extends JDBC4Connection {
    private final Deque<Runnable> afterClose = new ArrayDeque<>();

    private final Path file;
    private final boolean newFile;

    ManagedConnection(Path file, boolean newFile, String uri, Properties settings) throws SQLException {
        super("jdbc:sqlite:" + uri, uri, settings);
        this.file = file;
        this.newFile = newFile;
    }

    /** Whether the file was made for this connection: to its user, it was not there before. */
    public boolean newFile() {
        return newFile;
    }

    /** The file that this connection was opened on. */
    public Path file() {
        return file;
    }

    /** Runs an action after this connection has been closed; every action runs, also when an earlier one has thrown. */
    public void afterClose(Runnable action) {
        afterClose.push(action);
    }

    @Override
    public void close() throws SQLException {
        super.close();
        RuntimeException first = null;
        while (!afterClose.isEmpty()) {
            try {
                afterClose.pop().run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
