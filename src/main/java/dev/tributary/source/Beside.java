package dev.tributary.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Something that is read from a source on a second connection, by a thread of its own, while the first one goes on.
 *
 * @param <T> what comes of it
 */
public final class Beside<T> implements AutoCloseable {
    /** An interrupt before the first step is lost, so it is repeated. */
    private static final int JOIN_MS = 20;

    private final ManagedConnection connection;
    private final FutureTask<T> task;
    private final Thread thread;

    private Beside(ManagedConnection connection, String name, Work<T> work) {
        this.connection = connection;
        this.task = new FutureTask<>(() -> work.on(connection));
        this.thread = new Thread(task, name);
        this.thread.setDaemon(true);
    }

    /** What to do on the second connection. */
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Begins; the source must stay open until this is closed.
     *
     * @param name of the thread, for whoever looks at a dump of them
     */
    public static <T> Beside<T> start(SourceDatabase source, String name, Work<T> work) throws SQLException {
        Beside<T> started = new Beside<>(source.connect(), name, work);
        started.thread.start();
        return started;
    }

    /** Waits for it; throws what it has thrown. */
    public T get() throws SQLException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failed) {
                throw failed;
            }
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IllegalStateException(thread.getName() + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for " + thread.getName(), e);
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
