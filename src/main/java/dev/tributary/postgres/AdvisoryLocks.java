package dev.tributary.postgres;

import dev.tributary.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Advisory locks of one session of their own: golang-migrate's, so that no service migrates meanwhile, and ours, so that
 * one Tributary does. The server frees them when the session ends, however it ends.
 */
public final class AdvisoryLocks {
    /** One Tributary at a time in one database: "tributary" in ASCII, its first eight letters. */
    private static final long OURS = 0x7472696275746172L;

    private static final long SALT = 1486364155L;
    private static final long UINT32 = 0xFFFF_FFFFL;
    private static final Duration SAY_SO_AFTER = Duration.ofSeconds(1);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final Connection session;
    private final LivePace pace = LivePace.REAL;
    private final Deque<Long> golang = new ArrayDeque<>();

    /** A session that nobody else uses and that commits by itself. */
    public AdvisoryLocks(Connection session) {
        this.session = session;
    }

    /** Waits for another Tributary to end. */
    public void takeOurs(Duration limit) throws SQLException {
        takeOurs(limit, forWhom -> {});
    }

    /**
     * The same.
     *
     * @param waiting told once, after a second, for whom we wait
     */
    public void takeOurs(Duration limit, Consumer<String> waiting) throws SQLException {
        take(OURS, limit, "another run of Tributary", "wait for it to end, then run this again", waiting);
    }

    /**
     * Takes every key by which golang-migrate may lock this database.
     *
     * @see <a href="https://github.com/golang-migrate/migrate/blob/v4.18.1/database/util.go">golang-migrate:
     *     GenerateAdvisoryLockId</a>
     */
    public void takeGolangMigrates(Duration limit) throws SQLException {
        takeGolangMigrates(limit, forWhom -> {});
    }

    /**
     * The same.
     *
     * @param waiting told once, after a second, for whom we wait
     */
    public void takeGolangMigrates(Duration limit, Consumer<String> waiting) throws SQLException {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            for (long key : golangKeys(database(), Tracker.find(session))) {
                take(
                        key,
                        Duration.ofNanos(Math.max(0, deadline - System.nanoTime())),
                        "golang-migrate's lock",
                        "let that service finish its start or stop it, then run this again",
                        waiting);
                golang.push(key);
            }
        } catch (Fault | SQLException e) {
            releaseGolangMigrates();
            throw e;
        }
    }

    /** Who migrates this database now: another Tributary, or a service with golang-migrate; empty when nobody does. */
    public Optional<String> holder() throws SQLException {
        Optional<String> ours = holder(OURS).map(who -> "another run of Tributary: " + who);
        if (ours.isPresent()) {
            return ours;
        }
        for (long key : golangKeys(database(), Tracker.find(session))) {
            Optional<String> theirs = holder(key).map(who -> "golang-migrate's lock: " + who);
            if (theirs.isPresent()) {
                return theirs;
            }
        }
        return Optional.empty();
    }

    /** Frees golang-migrate's keys and keeps ours; harmless when they were never taken. */
    public void releaseGolangMigrates() throws SQLException {
        while (!golang.isEmpty()) {
            try (PreparedStatement unlock = session.prepareStatement("SELECT pg_advisory_unlock(?)")) {
                unlock.setLong(1, golang.peek());
                unlock.execute();
                golang.pop();
            }
        }
    }

    /** Frees everything, for a session that goes back to a pool. */
    public void releaseAll() throws SQLException {
        releaseGolangMigrates();
        try (Statement statement = session.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
        }
    }

    /**
     * The keys: by URL the database's name begins with a slash, by connection it does not; the table is in the service's
     * schema or, with another search path, in public; and wherever one has been found.
     */
    static Set<Long> golangKeys(String database, List<Tracker> trackers) {
        Set<Long> keys = new LinkedHashSet<>();
        List<String[]> tables = new ArrayList<>();
        tables.add(new String[] {InitialSchema.SCHEMA, Tracker.NAME});
        tables.add(new String[] {"public", Tracker.NAME});
        trackers.forEach(tracker -> tables.add(new String[] {tracker.schema(), tracker.table()}));
        for (String[] table : tables) {
            for (String name : List.of(database, "/" + database)) {
                CRC32 crc = new CRC32();
                crc.update((table[0] + '\0' + table[1] + '\0' + name).getBytes(StandardCharsets.UTF_8));
                keys.add(crc.getValue() * SALT & UINT32);
            }
        }
        return keys;
    }

    /** Asks again and again: a statement that waits keeps a snapshot, and a CREATE INDEX CONCURRENTLY waits for that. */
    private void take(long key, Duration limit, String whose, String next, Consumer<String> waiting)
            throws SQLException {
        long begin = System.nanoTime();
        long deadline = begin + limit.toNanos();
        boolean said = false;
        while (!tried(key)) {
            if (!said && System.nanoTime() - begin > SAY_SO_AFTER.toNanos()) {
                said = true;
                waiting.accept("waiting for " + whose + ": " + holder(key).orElse("a session that has just ended"));
            }
            if (System.nanoTime() >= deadline) {
                throw new Fault(
                        whose + " is held by " + holder(key).orElse("a session that has just ended"),
                        "it was not free within " + limit.toSeconds()
                                + " s, and two migrations at once would undo each other's work",
                        next);
            }
            try {
                pace.pause(BETWEEN_TRIES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Fault("the wait for a lock was interrupted", whose + " was held", "run this again")
                        .revealedBy(e);
            }
        }
    }

    private boolean tried(long key) throws SQLException {
        try (PreparedStatement lock = session.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, key);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private Optional<String> holder(long key) throws SQLException {
        try (PreparedStatement query = session.prepareStatement("""
                SELECT a.pid, coalesce(a.usename, ''), coalesce(nullif(a.application_name, ''), 'no application name'),
                       coalesce(host(a.client_addr), 'local'), coalesce(left(a.query, 120), '')
                  FROM pg_catalog.pg_locks l
                  JOIN pg_catalog.pg_stat_activity a USING (pid)
                 WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                   AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                   AND (l.classid::bigint << 32) | l.objid::bigint = ?
                 LIMIT 1""")) {
            query.setLong(1, key);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of("process " + row.getInt(1) + " (role " + row.getString(2) + ", "
                                + row.getString(3) + ", from " + row.getString(4) + "), whose last statement is: "
                                + row.getString(5).strip().replaceAll("\\s+", " "))
                        : Optional.empty();
            }
        }
    }

    private String database() throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_database()")) {
            row.next();
            return row.getString(1);
        }
    }
}
