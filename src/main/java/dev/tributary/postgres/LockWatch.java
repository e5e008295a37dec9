package dev.tributary.postgres;

import dev.tributary.safety.PgDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Notes the locks of everything that is done through its connections. After each statement of a transaction the session
 * itself is asked what it holds, which is exact. What runs outside a transaction cannot be asked; then a second session
 * samples {@code pg_locks}, every few milliseconds.
 *
 * <p>For rehearsals: every statement costs one more.
 */
public final class LockWatch implements AutoCloseable {
    private static final long SAMPLE_MS = 10;
    private static final String MODES = "l.granted AND l.locktype = 'relation' AND l.mode IN"
            + " ('ShareUpdateExclusiveLock','ShareLock','ShareRowExclusiveLock','ExclusiveLock','AccessExclusiveLock')"
            + " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
            + " AND l.relation >= 16384"; // the server's own are below
    private static final String MINE =
            "SELECT l.relation, l.mode FROM pg_catalog.pg_locks AS l WHERE l.pid = pg_backend_pid() AND " + MODES;
    private static final String THEIRS =
            "SELECT l.pid, l.relation, l.mode FROM pg_catalog.pg_locks AS l WHERE l.pid = ANY (?) AND " + MODES;
    private static final String NAMES = "SELECT c.oid, n.nspname || '.' || c.relname FROM pg_catalog.pg_class AS c"
            + " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
            + " WHERE c.oid = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'i', 'I') AND n.nspname !~ '^pg_'";

    private record Key(long relation, String mode) {}

    private final PgDatabase database;
    private final Connection observer;
    private final Connection sampler;
    private final Map<Long, String> names = new HashMap<>();
    private final List<ObservedLock> held = new ArrayList<>();
    private final Map<Integer, Map<Key, long[]>> sampled = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<SQLException> failed = new AtomicReference<>();
    private final Thread thread = new Thread(this::sample, "tributary-locks");

    private LockWatch(PgDatabase database, Connection observer, Connection sampler) {
        this.database = database;
        this.observer = observer;
        this.sampler = sampler;
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins to watch. */
    public static LockWatch on(PgDatabase database) throws SQLException {
        Connection observer = database.dataSource().getConnection();
        try {
            return new LockWatch(database, observer, database.dataSource().getConnection());
        } catch (SQLException e) {
            observer.close();
            throw e;
        }
    }

    /** Connections that are watched. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource() {
            @Override
            public Connection getConnection(String role, String secret) throws SQLException {
                return watched(super.getConnection(role, secret));
            }
        };
        database.copyTo(source);
        return source;
    }

    /** What was held since the last call, by transactions and statements that have ended; the longest first. */
    public synchronized List<ObservedLock> drain() {
        List<ObservedLock> drained = held.stream()
                .sorted(Comparator.comparing(ObservedLock::held).reversed().thenComparing(ObservedLock::object))
                .toList();
        held.clear();
        return drained;
    }

    private static Connection watched(Session session) {
        return proxy(Connection.class, session);
    }

    private Connection watched(Connection raw) throws SQLException {
        return watched(new Session(raw));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(LockWatch.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** One connection, and the locks of its transaction. */
    private final class Session implements InvocationHandler {
        private final Connection raw;
        private final BaseConnection driver;
        private final int pid;
        private final Map<Key, Long> since = new HashMap<>();

        Session(Connection raw) throws SQLException {
            this.raw = raw;
            this.driver = raw.unwrap(BaseConnection.class);
            this.pid = driver.getBackendPID();
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("equals")) {
                return proxy == arguments[0];
            }
            try {
                Object result = call(raw, method, arguments);
                if (result instanceof Statement statement) {
                    boolean prepared = arguments != null && arguments.length > 0 && arguments[0] instanceof String;
                    Class<? extends Statement> type = statement instanceof CallableStatement
                            ? CallableStatement.class
                            : statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
                    return LockWatch.proxy(type, new Watched(this, statement, prepared ? (String) arguments[0] : ""));
                }
                return result;
            } finally {
                endIfOver();
            }
        }

        boolean isOpen() throws SQLException {
            return !raw.isClosed() && driver.getTransactionState() == TransactionState.OPEN;
        }

        /** After a statement that began then. */
        void look(long began) throws SQLException {
            Map<Key, Long> fresh = new HashMap<>();
            try (Statement statement = raw.createStatement();
                    ResultSet row = statement.executeQuery(MINE)) {
                while (row.next()) {
                    Key key = new Key(row.getLong(1), row.getString(2));
                    if (!since.containsKey(key)) {
                        fresh.put(key, began);
                    }
                }
            }
            if (!fresh.isEmpty()) {
                // asked before the commit: what this transaction has made itself, nobody can wait for
                Set<Long> known =
                        known(fresh.keySet().stream().map(Key::relation).toList());
                fresh.keySet().removeIf(key -> !known.contains(key.relation()));
                since.putAll(fresh);
            }
        }

        void endIfOver() throws SQLException {
            if (!since.isEmpty() && (raw.isClosed() || driver.getTransactionState() == TransactionState.IDLE)) {
                long now = System.nanoTime();
                since.forEach((key, began) -> note(key, Duration.ofNanos(now - began), true));
                since.clear();
            }
        }
    }

    /** One statement of a session. */
    private final class Watched implements InvocationHandler {
        private final Session session;
        private final Statement raw;
        private final String prepared;

        Watched(Session session, Statement raw, String prepared) {
            this.session = session;
            this.raw = raw;
            this.prepared = prepared;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (!method.getName().startsWith("execute")) {
                return method.getName().equals("equals") ? proxy == arguments[0] : call(raw, method, arguments);
            }
            String sql = arguments != null && arguments[0] instanceof String text ? text : prepared;
            boolean alone = !session.isOpen() && session.raw.getAutoCommit();
            long began = System.nanoTime();
            if (alone) {
                sampled.put(session.pid, new ConcurrentHashMap<>());
            }
            try {
                Object result = call(raw, method, arguments);
                // nothing may be asked between the beginning of a transaction and what sets its isolation
                if (session.isOpen() && !sql.stripLeading().matches("(?is)(BEGIN|START|SET|SHOW|RESET)\\b.*")) {
                    session.look(began);
                }
                return result;
            } finally {
                if (alone) {
                    Map<Key, long[]> seen = sampled.remove(session.pid);
                    known(seen.keySet().stream().map(Key::relation).toList());
                    seen.forEach((key, times) -> note(key, Duration.ofNanos(times[1] - times[0]), false));
                }
                session.endIfOver();
            }
        }
    }

    private synchronized void note(Key key, Duration time, boolean exact) {
        String name = names.get(key.relation());
        if (name != null) {
            held.add(new ObservedLock(name, ObservedLock.Mode.of(key.mode()), time, exact));
        }
    }

    /** Those relations that others see too; remembers their names. */
    private synchronized Set<Long> known(List<Long> relations) throws SQLException {
        List<Long> asked =
                relations.stream().filter(each -> !names.containsKey(each)).toList();
        if (!asked.isEmpty()) {
            try (PreparedStatement query = observer.prepareStatement(NAMES)) {
                query.setArray(1, observer.createArrayOf("oid", asked.toArray()));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        names.put(row.getLong(1), row.getString(2));
                    }
                }
            }
        }
        return relations.stream().filter(names::containsKey).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void sample() {
        try (PreparedStatement query = sampler.prepareStatement(THEIRS)) {
            while (!over.await(SAMPLE_MS, TimeUnit.MILLISECONDS)) {
                if (!sampled.isEmpty()) {
                    query.setArray(
                            1, sampler.createArrayOf("int4", sampled.keySet().toArray()));
                    look(query);
                }
            }
        } catch (SQLException e) {
            failed.set(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(PreparedStatement query) throws SQLException {
        long before = System.nanoTime();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Map<Key, long[]> seen = sampled.get(row.getInt(1));
                if (seen != null) {
                    seen.merge(
                            new Key(row.getLong(2), row.getString(3)),
                            new long[] {before, System.nanoTime()},
                            (first, last) -> new long[] {first[0], last[1]});
                }
            }
        }
    }

    /**
     * Ends the watch and its two sessions.
     *
     * @throws SQLException when sampling has failed meanwhile: what was drained is then not complete
     */
    @Override
    public void close() throws SQLException {
        over.countDown();
        try (observer;
                sampler) {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        SQLException error = failed.get();
        if (error != null) {
            throw error;
        }
    }
}
