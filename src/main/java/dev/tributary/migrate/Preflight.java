package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.SchemaComparison;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.Ledger;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.CopySpec;
import dev.tributary.plan.Planner;
import dev.tributary.source.Holders;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SourceSearch;
import dev.tributary.source.SqliteFiles;
import dev.tributary.verify.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at the target and at every source before anything is written, and says what a migration would do or why it
 * cannot. Works on a connection in memory to which all files are attached, read-only.
 */
final class Preflight {
    private static final String TARGET = "target";
    private static final double GROWTH = 1.3; // rows with their indexes, against the source that has them too

    private final Target target;
    private final Path file;
    private final RunSettings settings;
    private final String historyTable;
    private final LedgerFile ledger;
    private final List<Fault> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Preflight(Target target, Path file, RunSettings settings, String historyTable) {
        this.target = target;
        this.file = file;
        this.settings = settings;
        this.historyTable = historyTable;
        this.ledger = target.ledger();
    }

    /** Refuses a history that belongs to others; cheap, and before Flyway judges it in its own words. */
    void requireOwnHistory() {
        if (!hasContent(file)) {
            return;
        }
        try (SourceDatabase open = SourceDatabase.open("the target", file);
                ManagedConnection connection = open.connect()) {
            History.read(connection, "main", historyTable).requireOurs(target, ledger, file);
        } catch (SQLException e) {
            throw SqliteFiles.explain("the target", file, e);
        }
    }

    /** Whether no version is pending, read without looking at anything else. */
    boolean upToDate(java.sql.Connection connection) throws SQLException {
        History history = History.read(connection, "main", historyTable);
        return history.exists() && ledger.versions().stream().allMatch(history::covers);
    }

    /**
     * Looks at everything.
     *
     * @param upTo no version beyond this one is wanted; empty for all
     */
    MigrationPlan run(Optional<String> upTo) {
        try (ManagedConnection scratch = SqliteFiles.openInMemory()) {
            if (!hasContent(file)) {
                return look(scratch, Optional.empty(), upTo);
            }
            try (SourceDatabase open = SourceDatabase.open("the target", file)) {
                open.requireIntact();
                open.attachTo(scratch, TARGET);
                MigrationPlan plan = look(scratch, Optional.of(SqliteCatalog.read(scratch, TARGET)), upTo);
                scratch.close(); // before the file is tidied up
                return plan;
            }
        } catch (SQLException e) {
            throw SqliteFiles.explain("the target", file, e);
        }
    }

    private MigrationPlan look(ManagedConnection scratch, Optional<Catalog> live, Optional<String> upTo)
            throws SQLException {
        History history =
                live.isPresent() ? History.read(scratch, TARGET, historyTable) : new History(false, List.of());
        history.requireOurs(target, ledger, file);
        boolean foreignTables = live.filter(catalog ->
                        !catalog.tables().isEmpty() || !catalog.views().isEmpty())
                .isPresent();
        boolean adopting = foreignTables && history.rows().isEmpty();
        List<LedgerFile.Version> pending = ledger.versions().stream()
                .filter(version -> !history.covers(version))
                .filter(version ->
                        !(adopting && version.equals(ledger.versions().get(0))))
                .filter(version -> upTo.isEmpty() || version.number().compareTo(upTo.get()) <= 0)
                .toList();
        Optional<LedgerFile.Version> stop =
                settings.sources().declined() || settings.sources().configured()
                        ? Optional.empty()
                        : pending.stream().filter(LedgerFile.Version::isJava).findFirst();
        if (stop.isPresent()) {
            pending = pending.subList(0, pending.indexOf(stop.get()));
        }
        List<String> missing = new ArrayList<>();
        List<String> adopted = new ArrayList<>();
        Health health = new Health(List.of(), List.of());
        if (live.isPresent()) {
            health = Health.of(scratch, TARGET);
            health.orphans().forEach(orphan -> notes.add("before any change: " + orphan));
            if (!pending.isEmpty() || adopting || upTo.isPresent()) {
                compareSchema(live.get(), history, adopting, missing, adopted);
            }
        }
        Sources sources = new Sources(scratch, live, adopted);
        sources.plan(pending);
        return new MigrationPlan(
                file,
                live.isPresent(),
                history.exists(),
                pending,
                stop,
                missing,
                adopted,
                sources.plans,
                sources.absent,
                sources.holders,
                pending.isEmpty() ? 0 : sources.bytes(size(file)),
                free(),
                health,
                notes,
                problems);
    }

    /** The tables that should be there, and the ones that are there before their version made them. */
    private void compareSchema(
            Catalog live, History history, boolean adopting, List<String> missing, List<String> adopted) {
        LedgerFile.Version first = ledger.versions().get(0);
        LedgerFile.Version last = ledger.versions().get(ledger.versions().size() - 1);
        String reached = adopting
                ? first.number()
                : ledger.versions().stream()
                        .filter(history::covers)
                        .map(LedgerFile.Version::number)
                        .reduce("", (a, b) -> b);
        Catalog base = target.schemaAt(first.number());
        Catalog applied = target.schemaAt(reached);
        for (Table expected : target.schemaAt(last.number()).tables()) {
            SchemaComparison comparison = SchemaComparison.of(expected, live);
            boolean isBase = base.table(expected.name()).isPresent();
            if (applied.table(expected.name()).isPresent()) {
                judgeApplied(comparison, isBase, missing);
            } else {
                judgeFuture(comparison, adopted);
            }
        }
        if (adopting && missing.size() == base.tables().size()) {
            notes.add("none of the " + missing.size() + " base tables is there");
        }
        Catalog all = target.schemaAt(last.number());
        for (Table table : live.tables()) {
            boolean ours = table.name().equals(historyTable) || table.name().equals(Ledger.TABLE);
            if (all.table(table.name()).isEmpty() && !ours) {
                notes.add("one more table: " + table.name());
            }
        }
    }

    private void judgeApplied(SchemaComparison comparison, boolean isBase, List<String> missing) {
        String table = comparison.expected().name();
        if (comparison.missingTable() && isBase && settings.createMissing()) {
            missing.add(table);
            return;
        }
        if (comparison.missingTable()) {
            problem(
                    "the target lacks the table " + table,
                    "a " + target.name() + " database has it; this may be another file",
                    isBase
                            ? "name the right file, or say --create-missing (-Dcreate.missing=true) to have it made, empty"
                            : "restore it from a backup: 'restore' lists them",
                    table);
            return;
        }
        comparison
                .conflicts()
                .forEach(conflict -> problem(
                        "the target's table " + table + " is not what it should be: " + conflict,
                        "the migrations rely on it",
                        "name the right file, or mend the table",
                        table));
        notes.addAll(comparison.notes());
        if (isBase) {
            notes.addAll(comparison.indexConflicts());
            comparison
                    .missingIndexes()
                    .forEach(index -> notes.add(table + " lacks the index " + index.name() + " " + index.shape()));
        } else {
            refuseIndexConflicts(comparison, table);
            comparison
                    .missingIndexes()
                    .forEach(index -> problem(
                            "the target's table " + table + " lacks the index " + index.name(),
                            "a migration made it, and somebody dropped it since",
                            "make it again: " + index.sql().orElse("").replaceAll("\\s+", " "),
                            table));
        }
    }

    private void judgeFuture(SchemaComparison comparison, List<String> adopted) {
        String table = comparison.expected().name();
        refuseIndexConflicts(comparison, table);
        if (comparison.missingTable()) {
            return;
        }
        comparison
                .conflicts()
                .forEach(conflict -> problem(
                        "the table " + table + " is there already and cannot be adopted: " + conflict,
                        "somebody made it before, in another shape",
                        "rename it, and let the migration make its own; or mend it",
                        table));
        notes.addAll(comparison.notes());
        comparison
                .missingIndexes()
                .forEach(index -> notes.add(
                        table + " is adopted; its index " + index.name() + " " + index.shape() + " will be made"));
        adopted.add(table);
    }

    private void refuseIndexConflicts(SchemaComparison comparison, String table) {
        comparison
                .indexConflicts()
                .forEach(conflict -> problem(
                        "the indexes of " + table + " cannot be made: " + conflict,
                        "index names are global to a file, and a second one of the same name would silently not be made",
                        "rename the index that is there: DROP INDEX, and CREATE INDEX under another name",
                        table));
    }

    private void problem(String what, String why, String next, String table) {
        problems.add(new Fault(what, why, next).at(file).at(table));
    }

    private long free() {
        try {
            return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        } catch (IOException e) {
            throw new Fault(
                            "the folder of the target cannot be used: "
                                    + file.toAbsolutePath().getParent(),
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "make the folder, or correct the path")
                    .at(file)
                    .revealedBy(e);
        }
    }

    private static boolean hasContent(Path file) {
        return Files.exists(file) && (Files.isDirectory(file) || size(file) > 0);
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new Fault(
                            "the file cannot be looked at: " + file,
                            String.valueOf(e.getMessage()),
                            "check the rights on its folder")
                    .at(file)
                    .revealedBy(e);
        }
    }

    /** The copy plans of the pending versions, over all sources, problems collected rather than thrown. */
    private final class Sources {
        private final ManagedConnection scratch;
        private final Optional<Catalog> live;
        private final List<String> adopted;
        private final List<CopyPlan> plans = new ArrayList<>();
        private final Map<String, List<Path>> absent = new LinkedHashMap<>();
        private final Map<Path, Holders> holders = new LinkedHashMap<>();

        Sources(ManagedConnection scratch, Optional<Catalog> live, List<String> adopted) throws SQLException {
            this.scratch = scratch;
            this.live = live;
            List<String> all = new ArrayList<>(adopted);
            if (live.isPresent()) {
                new Ledger(scratch, TARGET).entries().forEach(entry -> {
                    if (entry.policy() == dev.tributary.ledger.LedgerEntry.Policy.ADOPTED) {
                        all.add(entry.table());
                    }
                });
            }
            this.adopted = List.copyOf(all);
        }

        void plan(List<LedgerFile.Version> pending) throws SQLException {
            MigrationGuard guard = new MigrationGuard(target);
            List<CopySpec> declared = ledger.versions().stream()
                    .filter(LedgerFile.Version::isJava)
                    .map(guard::load)
                    .flatMap(migration ->
                            migration instanceof CopyMigration copy ? Stream.of(copy.spec()) : Stream.empty())
                    .toList();
            requireKnownNames(declared);
            if (live.isPresent()) {
                noteHolders(file);
            }
            for (LedgerFile.Version version : pending) {
                if (version.isJava() && guard.load(version) instanceof CopyMigration copy) {
                    try {
                        plan(version, copy.spec());
                    } catch (Fault fault) {
                        problems.add(fault);
                    }
                }
            }
        }

        private void requireKnownNames(List<CopySpec> declared) {
            List<String> names =
                    declared.stream().map(spec -> spec.source().name()).toList();
            for (String named : settings.sources().named().keySet()) {
                if (!names.contains(named)) {
                    problems.add(new Fault(
                            "there is no source '" + named + "'",
                            "the sources of " + target.name() + " are: " + String.join(", ", names),
                            "correct --source " + named + "=.."));
                }
            }
        }

        private void plan(LedgerFile.Version version, CopySpec spec) throws SQLException {
            SourceSearch.Location location = SourceSearch.find(spec.source(), settings.sources());
            if (location instanceof SourceSearch.Absent nowhere) {
                absent.put(spec.source().name(), nowhere.looked());
            }
            if (!(location instanceof SourceSearch.Found found)) {
                return;
            }
            SourceDatabase source =
                    SourceDatabase.open("the source '" + spec.source().name() + "'", found.file());
            scratch.afterClose(source::close);
            noteHolders(found.file());
            source.requireIntact();
            String alias = "source_" + version.number();
            source.attachTo(scratch, alias);
            Catalog future = target.schemaAt(
                    ledger.versions().get(ledger.versions().size() - 1).number());
            CopyPlan plan = new Planner(
                            scratch,
                            new Planner.Side(alias, SqliteCatalog.read(scratch, alias)),
                            new Planner.Side(live.isPresent() ? TARGET : "main", merged(future)),
                            table -> found.archived() && adopted.stream().anyMatch(one -> Identifier.same(one, table)))
                    .plan(spec, found.file(), found.archived());
            source.requireUnchanged();
            plans.add(plan);
            problems.addAll(plan.problems());
        }

        /** The target's tables as the copy will find them: live ones as they are, the others as they will be made. */
        private Catalog merged(Catalog future) {
            if (live.isEmpty()) {
                return future;
            }
            List<Table> tables = new ArrayList<>(live.get().tables());
            future.tables().stream()
                    .filter(table -> live.get().table(table.name()).isEmpty())
                    .forEach(tables::add);
            return new Catalog(tables, live.get().views(), live.get().triggers());
        }

        private void noteHolders(Path held) {
            Holders found = Holders.of(held);
            if (!found.others().isEmpty()) {
                holders.put(held, found);
            }
        }

        long bytes(long targetSize) {
            long sources = plans.stream().mapToLong(plan -> size(plan.file())).sum();
            long needed = targetSize + sources + Math.round(sources * GROWTH);
            if (needed > free()) {
                problems.add(new Fault(
                                "there is not enough space beside " + file,
                                "backups and growth need about " + needed + " bytes, the disk has " + free(),
                                "free space on that disk")
                        .at(file));
            }
            return needed;
        }
    }
}
