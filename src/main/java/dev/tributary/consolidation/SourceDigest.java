package dev.tributary.consolidation;

import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.TableDigest;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The digest of a source's table, made on a second connection while the first one copies. Only for a source that every
 * connection sees alike.
 */
final class SourceDigest implements AutoCloseable {
    /** An interrupt before the first step is lost, so it is repeated. */
    private static final int JOIN_MS = 20;

    private final ManagedConnection connection;
    private final FutureTask<TableDigest> digest;
    private final Thread thread;

    private SourceDigest(ManagedConnection connection, String table, List<String> columns) {
        this.connection = connection;
        this.digest = new FutureTask<>(() -> TableDigest.of(connection, "main", table, columns, ""));
        this.thread = new Thread(digest, "digest of " + table);
        this.thread.setDaemon(true);
    }

    static SourceDigest start(SourceDatabase source, String table, List<String> columns) throws SQLException {
        SourceDigest started = new SourceDigest(source.connect(), table, columns);
        started.thread.start();
        return started;
    }

    /** Waits for it. */
    TableDigest get() throws SQLException {
        try {
            return digest.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failed) {
                throw failed;
            }
            throw new IllegalStateException("the digest of a source failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while the digest of a source was made", e);
        }
    }

    /** Ends it, finished or not; the source may be closed then. */
    @Override
    public void close() throws SQLException {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                connection.getDatabase().interrupt();
                thread.join(JOIN_MS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
