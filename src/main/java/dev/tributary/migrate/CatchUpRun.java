package dev.tributary.migrate;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.consolidation.CatchUp;
import dev.tributary.consolidation.CaughtUp;
import dev.tributary.consolidation.MergeSettings;
import dev.tributary.document.Documented;
import dev.tributary.document.Documenting;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.Ledger;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.CopySpec;
import dev.tributary.plan.MergePlan;
import dev.tributary.plan.Preferences;
import dev.tributary.plan.SourceCatchUp;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.safety.MigrationLock;
import dev.tributary.safety.SourceIdentity;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SourceSearch;
import dev.tributary.source.SqliteFiles;
import dev.tributary.verify.Checks;
import dev.tributary.verify.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Brings what has changed in the sources since they were copied. Not a version of Flyway's: it may be needed any number of
 * times, and a version runs once. Lock, preflight, backup, proof and ledger are those of a migration.
 */
final class CatchUpRun {
    private static final String MAIN = "main";
    private static final String SCRATCH_TARGET = "target";
    private static final String REASON = "before-catch-up";
    private static final double GROWTH = 1.3; // rows with their indexes, against the source that has them too

    private final Target target;
    private final Path file;
    private final RunSettings settings;
    private final Preferences preferences;
    private final MergeSettings merging;
    private final Clock clock = Clock.systemUTC();

    CatchUpRun(Target target, Path file, RunSettings settings, Preferences preferences) {
        this.target = target;
        this.file = file;
        this.settings = settings;
        this.preferences = preferences;
        this.merging = new MergeSettings(settings.policies(), target.names(), source -> Optional.empty());
    }

    /** What it would do; writes nothing. */
    CatchUpPlan plan() {
        requireSensible();
        MigrationPlan state = new Preflight(target, file, settings).run(Optional.of(""));
        List<Fault> problems = new ArrayList<>(state.problems());
        List<String> known = target.copies().stream()
                .flatMap(spec -> CatchUp.tableNames(spec, merging).stream())
                .distinct()
                .toList();
        problems.addAll(preferences.unknownNames(target.name(), known));
        List<String> notes = new ArrayList<>();
        List<SourceCatchUp> sources = new ArrayList<>();
        try (ManagedConnection scratch = SqliteFiles.openInMemory()) {
            SourceDatabase open = SourceDatabase.open("the target", file);
            scratch.afterClose(open::close);
            open.attachTo(scratch, SCRATCH_TARGET);
            History history = History.read(scratch, SCRATCH_TARGET, History.TABLE);
            requireMigrated(history);
            for (Source each : sources(scratch, SCRATCH_TARGET, history, notes)) {
                try {
                    sources.add(survey(scratch, SCRATCH_TARGET, each, true));
                } catch (Fault fault) {
                    problems.add(fault);
                }
            }
            open.requireUnchanged();
        } catch (SQLException e) {
            throw SqliteFiles.explain("the target", file, e);
        }
        sources.forEach(each -> problems.addAll(each.problems()));
        boolean nothing = sources.stream().allMatch(SourceCatchUp::nothingToDo);
        long needed = nothing ? 0 : bytesNeeded(sources);
        if (needed > state.bytesFree()) {
            problems.add(new Fault(
                            "there is not enough space beside " + file,
                            "backups and growth need about " + needed + " bytes, the disk has " + state.bytesFree(),
                            "free space on that disk")
                    .at(file));
        }
        return new CatchUpPlan(file, sources, notes, needed, state.healthBefore(), problems);
    }

    /**
     * Brings it: all sources in one transaction.
     *
     * @param waiting told for whom we wait
     * @throws Fault on any doubt; the target is then as it was
     */
    CatchUpReport run(Consumer<String> waiting) {
        long start = System.nanoTime();
        requireSensible();
        try (MigrationLock lock = MigrationLock.acquire(file, MigrationLock.LIMIT, waiting)) {
            CatchUpPlan plan = plan();
            plan.requirePossible();
            if (plan.nothingToDo()) {
                return new CatchUpReport(plan, List.of(), Optional.empty(), List.of(), List.of(), since(start));
            }
            SourceIdentity identity = SourceIdentity.of(
                    plan.sources().stream().map(SourceCatchUp::file).toList());
            BackupSet backup = backUp(plan);
            return bring(plan, identity, backup, start);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void requireSensible() {
        if (!Files.exists(file)) {
            throw new Fault("the target does not exist: " + file, "there is nothing to catch up", "correct --db")
                    .at(file);
        }
        if (!settings.sources().configured()) {
            throw new Fault(
                    "it is not said where the sources are",
                    "catching up compares the target with them",
                    "say --sources DIR, or --source NAME=FILE");
        }
    }

    private void requireMigrated(History history) {
        LedgerFile ledger = target.ledger();
        history.requireOurs(target, ledger, file);
        Optional<LedgerFile.Version> pending = ledger.versions().stream()
                .filter(target::copies)
                .filter(version -> !history.covers(version))
                .findFirst();
        if (pending.isPresent()) {
            throw new Fault(
                            "version " + pending.get().number() + " of " + file + " has not run: "
                                    + pending.get().scriptName(),
                            "catching up begins where the copies are done",
                            "run 'migrate' first")
                    .at(file);
        }
    }

    /** A declaration and the file that it means now. */
    private record Source(String version, CopySpec spec, SourceSearch.Found found) {
        String alias() {
            return "source_" + version;
        }
    }

    private List<Source> sources(Connection connection, String alias, History history, List<String> notes)
            throws SQLException {
        List<LedgerEntry> entries = new Ledger(connection, alias).entries();
        MigrationGuard guard = new MigrationGuard(target);
        List<Source> sources = new ArrayList<>();
        for (LedgerFile.Version version : target.ledger().versions()) {
            if (!history.covers(version)
                    || !version.isJava()
                    || !(guard.load(version) instanceof CopyMigration migration)) {
                continue;
            }
            CopySpec spec = migration.spec();
            String name = spec.source().name();
            boolean onlyNamed = settings.sources().folder().isEmpty()
                    && !settings.sources().named().containsKey(name);
            if (onlyNamed) {
                notes.add(name + ": not looked at, it was not named");
                continue;
            }
            boolean neverCopied = entries.stream()
                    .noneMatch(entry ->
                            entry.source().equals(name) && !entry.table().isEmpty());
            try {
                if (SourceSearch.find(spec.source(), settings.sources()) instanceof SourceSearch.Found found) {
                    sources.add(new Source(version.number(), spec, found));
                } else {
                    notes.add(name + ": the optional source does not exist");
                }
            } catch (Fault missing) {
                if (!neverCopied || settings.sources().named().containsKey(name)) {
                    throw missing;
                }
                notes.add(name + ": was never copied, and does not exist now either");
            }
        }
        return sources;
    }

    private SourceCatchUp survey(ManagedConnection connection, String alias, Source source, boolean examine)
            throws SQLException {
        String name = source.spec().source().name();
        SourceDatabase open =
                SourceDatabase.open("the source '" + name + "'", source.found().file());
        connection.afterClose(open::close);
        if (examine) {
            open.requireIntact();
        }
        try {
            open.attachTo(connection, source.alias());
            List<BackupSet> backups = new Backups(file, clock).list();
            SourceCatchUp plan = new CatchUp(
                            connection, alias, merging, preferences, new Ledger(connection, alias).entries())
                    .plan(
                            source.version(),
                            source.spec(),
                            source.found(),
                            source.alias(),
                            new BackupBases(connection, backups, name, "base_" + source.version() + "_"));
            open.requireUnchanged();
            return plan;
        } catch (SQLException | Fault e) {
            open.requireUnchangedAfter(e);
            throw e;
        }
    }

    private BackupSet backUp(CatchUpPlan plan) {
        Map<String, SourceDatabase> sources = new LinkedHashMap<>();
        try {
            for (SourceCatchUp each : plan.sources()) {
                sources.put(each.source(), SourceDatabase.open("the source '" + each.source() + "'", each.file()));
            }
            Backups backups = new Backups(file, clock);
            backups.removeUnfinished();
            return backups.create(true, sources, REASON, settings.dump());
        } finally {
            sources.values().forEach(SourceDatabase::close);
        }
    }

    private CatchUpReport bring(CatchUpPlan planned, SourceIdentity identity, BackupSet backup, long start) {
        try (ManagedConnection connection = SqliteTargetDriver.openTarget(file)) {
            connection.beginWriting();
            connection.setAutoCommit(false);
            try {
                CatchUpReport report = bring(connection, planned, identity, backup, start);
                connection.commit();
                return report;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteFiles.explain("the target", file, e);
        }
    }

    /** What cannot be rolled back explicitly is rolled back by closing; the failure itself is what counts. */
    private static void rollBack(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private CatchUpReport bring(
            ManagedConnection connection, CatchUpPlan planned, SourceIdentity identity, BackupSet backup, long start)
            throws SQLException {
        History history = History.read(connection, MAIN, History.TABLE);
        requireMigrated(history);
        List<Object> before = statements(connection);
        List<LedgerEntry> entries = new ArrayList<>();
        boolean carried = false;
        boolean merged = false;
        for (Source each : sources(connection, MAIN, history, new ArrayList<>())) {
            SourceCatchUp plan = survey(connection, MAIN, each, false);
            plan.problems().stream().findFirst().ifPresent(problem -> {
                throw problem;
            });
            entries.addAll(new CaughtUp(connection, ToolVersion.current(), clock).run(plan, each.spec(), each.alias()));
            carried |= !plan.carried().isEmpty();
            merged |= plan.tables().stream().anyMatch(table -> table.newestWins() && !table.nothingToDo());
        }
        List<String> notes = carried || merged ? describe(connection, history) : List.of();
        identity.requireSame();
        if (!carried && !statements(connection).equals(before)) {
            throw new Fault(
                    "the schema of the target is not what it was",
                    "catching up brings rows, and changes no table, index, view or trigger; everything was rolled back",
                    "report this as a defect of Tributary, with the output of 'catch-up --dry-run'");
        }
        Health.of(connection, MAIN).requireNoWorseThan(planned.health().and(orphans(connection, planned)));
        List<Checks.Finding> warnings = new ArrayList<>();
        for (LedgerFile.Version version : target.ledger().versions()) {
            if (entries.stream().anyMatch(entry -> LedgerFile.sameNumber(entry.version(), version.number()))) {
                warnings.addAll(target.checks(version, connection).run(connection));
            }
        }
        return new CatchUpReport(planned, entries, Optional.of(backup), notes, warnings, since(start));
    }

    /** Where the target describes itself, old names in new descriptions follow, and nothing is described twice. */
    private List<String> describe(Connection connection, History history) throws SQLException {
        MigrationGuard guard = new MigrationGuard(target);
        boolean describes = target.ledger().versions().stream()
                .filter(LedgerFile.Version::isJava)
                .filter(history::covers)
                .anyMatch(version -> guard.load(version) instanceof DocumentMigration);
        if (!describes) {
            return List.of();
        }
        Documented done = new Documenting(connection, target.names(connection), target.descriptions()).run();
        List<String> notes = new ArrayList<>();
        done.merged().forEach(each -> notes.add("described twice, and one description is gone: " + each));
        done.fromCatalog().forEach(each -> notes.add("not described yet: " + each));
        return notes;
    }

    /** A foreign key that leads nowhere in its source already may do so in the target too. */
    private static List<MergePlan.Orphan> orphans(Connection connection, CatchUpPlan plan) throws SQLException {
        List<MergePlan.Orphan> orphans = new ArrayList<>();
        for (SourceCatchUp source : plan.sources()) {
            Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            source.tables()
                    .forEach(table -> names.put(
                            table.rows().source().name(), table.rows().target().name()));
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "PRAGMA " + Identifier.quote("source_" + source.version()) + ".foreign_key_check")) {
                while (row.next()) {
                    String parent = row.getString(3);
                    if (names.containsKey(row.getString(1))) {
                        orphans.add(
                                new MergePlan.Orphan(names.get(row.getString(1)), names.getOrDefault(parent, parent)));
                    }
                }
            }
        }
        return orphans;
    }

    /** Everything that the schema consists of. */
    private static List<Object> statements(Connection connection) throws SQLException {
        var catalog = SqliteCatalog.read(connection, MAIN);
        return List.of(catalog.tables(), catalog.views(), catalog.triggers());
    }

    private long bytesNeeded(List<SourceCatchUp> sources) {
        long all = sources.stream().mapToLong(each -> size(each.file())).sum();
        return size(file) + all + Math.round(all * GROWTH);
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw SqliteFiles.cannotBeLookedAt(path, e);
        }
    }
}
