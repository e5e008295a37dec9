package dev.tributary.migrate;

import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.Query;
import dev.tributary.fault.Fault;
import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.LockWatch;
import dev.tributary.postgres.ObservedLock;
import dev.tributary.postgres.PostgresFaults;
import dev.tributary.safety.Cleanup;
import dev.tributary.safety.PgDatabase;
import dev.tributary.safety.ThrowAway;
import dev.tributary.source.SqliteFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Migrates a copy of a PostgreSQL database that is thrown away afterwards. The real one is only read: by pg_dump, and in
 * sessions of ours in which the server refuses every write.
 */
public final class PostgresRehearsing {
    private static final String DOING = "the rehearsal of mcp";
    private static final String SIZE = "SELECT pg_catalog.pg_database_size(pg_catalog.current_database())";

    private final PgDatabase real;
    private final PostgresSettings settings;
    private final RehearsalPlace place;
    private final Optional<Path> in;
    private final Clock clock;

    /**
     * A rehearsal to be made.
     *
     * @param in where the dump lies in between; empty for the system's folder for temporary files
     */
    public PostgresRehearsing(PgDatabase real, PostgresSettings settings, RehearsalPlace place, Optional<Path> in) {
        this.real = real;
        this.settings = settings;
        this.place = place;
        this.in = in;
        this.clock = Clock.systemUTC();
    }

    /**
     * Rehearses.
     *
     * @param cleanup gets everything that is made for a while, and is closed by the caller: at the end, and where this
     *     process is stopped
     * @param tell hears in short lines how it goes on
     * @throws Fault when no copy can be made; what the migration itself refuses is in the result
     */
    public PostgresRehearsal run(Cleanup cleanup, Consumer<String> tell) {
        PostgresPlan plan = new PostgresMigration(real.readOnly(), settings, clock).plan();
        if (!plan.diagnosis().problems().isEmpty() || plan.upToDate()) {
            return PostgresRehearsal.notBegun(real.toString(), plan);
        }
        try {
            return rehearse(plan, cleanup, tell);
        } catch (SQLException e) {
            throw PostgresFaults.explain(DOING, e);
        }
    }

    private PostgresRehearsal rehearse(PostgresPlan plan, Cleanup cleanup, Consumer<String> tell) throws SQLException {
        ThrowAway folder = cleanup.add(ThrowAway.make(in));
        ThrowAwayCopy copy = place instanceof RehearsalPlace.Server server
                ? ThrowAwayCopy.on(server, real, cleanup, clock, tell)
                : ThrowAwayCopy.inContainer(real, folder, cleanup, tell);
        long start = System.nanoTime();
        tell.accept("copy      pg_dump reads " + real);
        Path dump = copy.tools().copy(real, folder.folder().resolve("copy.dump"));
        Duration dumped = since(start);
        long loading = System.nanoTime();
        tell.accept("copy      pg_restore loads it into " + copy.where());
        copy.load(dump);
        PostgresRehearsal.Copied copied = new PostgresRehearsal.Copied(dumped, since(loading), SqliteFiles.size(dump));
        try (LockWatch watch = LockWatch.on(copy.database());
                Connection look = copy.database().dataSource().getConnection()) {
            return migrate(plan, copy, copied, watch, look, tell);
        }
    }

    private PostgresRehearsal migrate(
            PostgresPlan plan,
            ThrowAwayCopy copy,
            PostgresRehearsal.Copied copied,
            LockWatch watch,
            Connection look,
            Consumer<String> tell)
            throws SQLException {
        PostgresCatalog before = PostgresCatalog.read(look, "mcp");
        long bytes = Query.number(look, SIZE);
        PostgresMigration migration = new PostgresMigration(watch.dataSource(), settings, clock);
        Clocked clocked = new Clocked(watch, look, bytes, tell);
        List<Fault> refusals = new ArrayList<>();
        Optional<PostgresReport> report = Optional.empty();
        Optional<PostgresVerification> verification = Optional.empty();
        try {
            report = Optional.of(migration.migrate(clocked));
            clocked.finish();
            verification = Optional.of(new PostgresMigration(copy.database().readOnly(), settings, clock).verify());
        } catch (Fault fault) {
            clocked.finish();
            refusals.add(fault);
        }
        return new PostgresRehearsal(
                real.toString(),
                copy.where(),
                plan,
                copied,
                report,
                verification,
                clocked.steps,
                clocked.work,
                SchemaChanges.between(before, PostgresCatalog.read(look, "mcp")),
                bytes,
                copy.notes(),
                refusals);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** Notes when each version and each of its steps ends, how large the copy is then, and what was locked. */
    private static final class Clocked implements PostgresListener {
        private final List<Rehearsal.Step> steps = new ArrayList<>();
        private final List<PostgresRehearsal.Work> work = new ArrayList<>();
        private final LockWatch watch;
        private final Connection look;
        private final Consumer<String> tell;
        private Optional<String> version = Optional.empty();
        private String description = "";
        private long bytes;
        private long versionBegan;
        private long stepBegan;

        Clocked(LockWatch watch, Connection look, long bytes, Consumer<String> tell) {
            this.watch = watch;
            this.look = look;
            this.bytes = bytes;
            this.tell = tell;
        }

        @Override
        public void waiting(String forWhom) {
            tell.accept(forWhom);
        }

        @Override
        public void planned(Diagnosis found, List<LedgerFile.Version> pending) {
            watch.drain(); // of the looks before
        }

        @Override
        public void versionStarted(String number, String what) {
            finish();
            tell.accept("version   " + number + "  " + what);
            version = Optional.of(number);
            description = what;
            versionBegan = System.nanoTime();
            stepBegan = versionBegan;
        }

        @Override
        public void stepDone(String step, boolean changed) {
            note(step, changed);
        }

        private void note(String step, boolean changed) {
            List<ObservedLock> locks = watch.drain();
            if (changed || !locks.isEmpty()) {
                Duration took = since(stepBegan);
                long now = size();
                work.add(new PostgresRehearsal.Work(version.orElse(""), step, took, changed, now - bytes, locks));
                bytes = now;
            }
            stepBegan = System.nanoTime();
        }

        /** The last version is over, done or refused. */
        void finish() {
            if (version.isPresent()) {
                note("the rest of version " + version.get(), false);
                steps.add(new Rehearsal.Step(version.get(), description, since(versionBegan), size()));
                version = Optional.empty();
            }
        }

        private long size() {
            try {
                return Query.number(look, SIZE);
            } catch (SQLException e) {
                throw PostgresFaults.explain(DOING, e);
            }
        }
    }
}
