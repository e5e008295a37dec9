package dev.tributary;

import dev.tributary.migrate.ArchiveReport;
import dev.tributary.migrate.CatchUpPlan;
import dev.tributary.migrate.CatchUpReport;
import dev.tributary.migrate.Examination;
import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.migrate.PostgresMigration;
import dev.tributary.migrate.PostgresSettings;
import dev.tributary.migrate.RunSettings;
import dev.tributary.migrate.SqliteMigration;
import dev.tributary.migrate.StartReport;
import dev.tributary.migrate.StartSettings;
import dev.tributary.migrate.Target;
import dev.tributary.migrate.Verification;
import dev.tributary.plan.Preferences;
import dev.tributary.source.SourceSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Start here. The library's front door: name a target, say where its sources are, and plan, migrate or verify.
 *
 * <pre>{@code
 * MigrationReport report = Tributary.workspace(Path.of("workspace.db"))
 *         .sources(Path.of("data"))
 *         .migrate();
 * }</pre>
 *
 * <p>Values: every method returns a new one, and none of them touches a file before {@link #plan}, {@link #migrate} or
 * {@link #verify}. All of those throw {@link dev.tributary.fault.Fault}, and nothing else on purpose.
 */
public final class Tributary {
    private final Target target;
    private final Path file;
    private final RunSettings settings;
    private final Preferences preferences;

    private Tributary(Target target, Path file, RunSettings settings, Preferences preferences) {
        this.preferences = preferences;
        this.target = target;
        this.file = file;
        this.settings = settings;
    }

    /**
     * The target {@code workspace}: proposals.db, task_queue.db and orchestration_decisions.db flow into one file.
     *
     * @param db the target's file; made when it does not exist, in a folder that does
     */
    public static Tributary workspace(Path db) {
        return new Tributary(Target.WORKSPACE, db, RunSettings.defaults(), Preferences.NONE);
    }

    /**
     * The target {@code roadmap}: orchestrator.db, notifications.db, agent_messages.db, coffee_maker.db and
     * task_metrics.db flow into one file, whose tables then get the names of their domains.
     *
     * @param db the target's file; made when it does not exist, in a folder that does
     */
    public static Tributary roadmap(Path db) {
        return new Tributary(Target.ROADMAP, db, RunSettings.defaults(), Preferences.NONE);
    }

    /**
     * The target {@code mcp}: a PostgreSQL schema that is stuck "dirty" at golang-migrate's version 1, or not yet there.
     *
     * @param dataSource gives at least four connections at once; the role owns the schema, or may create it
     */
    public static PostgresMigration mcp(DataSource dataSource) {
        return new PostgresMigration(dataSource, PostgresSettings.defaults());
    }

    /** Looks for the sources in this folder. Without any sources a migration stops before the first copy. */
    public Tributary sources(Path folder) {
        return with(settings.sources().in(folder));
    }

    /** Takes one source from this file, wherever the others are. */
    public Tributary source(String name, Path db) {
        return with(settings.sources().with(name, db));
    }

    /** Says that this installation does not have this one source; its tables are made empty, and the ledger notes it. */
    public Tributary withoutSource(String name) {
        return with(settings.sources().with(name, Path.of(SourceSettings.NONE)));
    }

    /** Says that there are no sources: the copies are recorded without rows, and the ledger notes it. */
    public Tributary noSources() {
        return with(new SourceSettings(
                settings.sources().folder(),
                settings.sources().named(),
                settings.sources().without(),
                true));
    }

    /** Makes base tables that the target lacks, instead of refusing. */
    public Tributary createMissing() {
        return new Tributary(target, file, settings.withCreateMissing(true), preferences);
    }

    /** Adds the target as SQL text to the backup. */
    public Tributary dump() {
        return new Tributary(target, file, settings.withDump(true), preferences);
    }

    /**
     * Drops views and triggers that are broken already, where they would stop the tables from being renamed; without this
     * a migration refuses, and names them. The report says what was dropped, with its SQL.
     */
    public Tributary dropBrokenViews() {
        return new Tributary(target, file, settings.withDropBrokenViews(true), preferences);
    }

    /** Leaves the rows of tables that should have been empty, each named as {@code source.table}, in their sources. */
    public Tributary leave(String... tables) {
        return new Tributary(
                target, file, settings.withPolicies(settings.policies().leaving(List.of(tables))), preferences);
    }

    /** Brings tables that should have been empty along, under the names that the plan shows. */
    public Tributary carry(String... tables) {
        return new Tributary(
                target, file, settings.withPolicies(settings.policies().carrying(List.of(tables))), preferences);
    }

    /** Stops after a stage, such as {@code expand}; without it a migration goes to the end. */
    public Tributary until(String stage) {
        return new Tributary(target, file, settings.withUntil(Optional.of(stage)), preferences);
    }

    /** Whether this machine, the file and its sources are ready for a run; writes nothing. */
    public Examination examine() {
        return migration().examine();
    }

    /** What a migration would do; writes nothing. */
    public MigrationPlan plan() {
        return migration().plan();
    }

    /**
     * Migrates: lock, preflight over everything, backup, then all pending versions with their proofs in one transaction.
     *
     * @throws dev.tributary.fault.Fault on any doubt; the target is then as it was
     */
    public MigrationReport migrate() {
        return migrate(MigrationListener.NONE);
    }

    /** Migrates, and tells a listener how it goes on. */
    public MigrationReport migrate(MigrationListener listener) {
        return migration().migrate(listener);
    }

    /**
     * Migrates at an application's start: one of many instances does, the others wait for it. Never repairs, and never takes
     * over a file that was not made or migrated by Tributary before: do that once with {@link #migrate}.
     *
     * @throws dev.tributary.fault.Fault on any doubt; the target is then as it was
     */
    public StartReport migrateOnStart() {
        return migrateOnStart(StartSettings.defaults());
    }

    /** The same, with what the application wants of its start: a time limit, a listener, or to validate only. */
    public StartReport migrateOnStart(StartSettings start) {
        return migration().migrateOnStart(start);
    }

    /** Proves again, later, that nothing of the sources is missing; reads only. */
    public Verification verify() {
        return migration().verify();
    }

    /** What catching up would do; writes nothing. */
    public CatchUpPlan catchUpPlan() {
        return migration().catchUpPlan(preferences);
    }

    /**
     * Brings rows that are new or have changed in the sources since they were copied, and sources that turned up later: all
     * of it, proven, in one transaction, after a backup.
     *
     * @throws dev.tributary.fault.Fault on any doubt, such as a row that has changed on both sides and of whose table
     *     {@link #prefer} says nothing; the target is then as it was
     */
    public CatchUpReport catchUp() {
        return migration().catchUp(preferences, forWhom -> {});
    }

    /** Says which side's rows stay where a row of this table has changed on both sides; for {@link #catchUp}. */
    public Tributary prefer(String table, Preferences.Side side) {
        return new Tributary(target, file, settings, preferences.with(table, side));
    }

    /**
     * Moves the sources aside, when a verification made here and now shows that nothing of them is missing in the target.
     * A read-only text stays at each old path, so that an old program fails there instead of making an empty database.
     *
     * @throws dev.tributary.fault.Fault when something is missing, or somebody uses one of the files
     */
    public ArchiveReport archive() {
        return migration().archive(false, path -> "Tributary." + target.name() + "(..).restoreArchive()", any -> {});
    }

    /** Puts archived sources back to where their programs look for them. */
    public ArchiveReport restoreArchive() {
        return migration().restoreArchive(any -> {});
    }

    private SqliteMigration migration() {
        return new SqliteMigration(target, file, settings);
    }

    private Tributary with(SourceSettings sources) {
        return new Tributary(target, file, settings.withSources(sources), preferences);
    }
}
