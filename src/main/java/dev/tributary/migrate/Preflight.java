package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.document.Documenting;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.Ledger;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.Planner;
import dev.tributary.source.Holders;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SqliteFiles;
import dev.tributary.verify.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the target and at every source before anything is written, and says what a migration would do or why it
 * cannot. Works on a connection in memory to which all files are attached, read-only.
 */
final class Preflight {
    private static final String TARGET = "target";
    private static final double GROWTH = 1.3; // rows with their indexes, against the source that has them too

    private final Target target;
    private final Path file;
    private final boolean fileIsThere;
    private final RunSettings settings;
    private final String historyTable;
    private final LedgerFile ledger;

    /** Of a file that nobody has opened for writing. */
    Preflight(Target target, Path file, RunSettings settings) {
        this(target, file, Files.exists(file), settings, History.TABLE);
    }

    /** Of a file that a run has opened, and perhaps made. */
    Preflight(Target target, ManagedConnection opened, RunSettings settings, String historyTable) {
        this(target, opened.file(), !opened.newFile(), settings, historyTable);
    }

    private Preflight(Target target, Path file, boolean fileIsThere, RunSettings settings, String historyTable) {
        this.target = target;
        this.file = file;
        this.fileIsThere = fileIsThere;
        this.settings = settings;
        this.historyTable = historyTable;
        this.ledger = target.ledger();
    }

    /** Refuses a history that belongs to others; cheap, and before Flyway judges it in its own words. */
    void requireOwnHistory(Connection connection) throws SQLException {
        History.read(connection, "main", historyTable).requireOurs(target, ledger, file);
    }

    /** Whether no version is pending, read without looking at anything else. */
    boolean upToDate(Connection connection) throws SQLException {
        History history = History.read(connection, "main", historyTable);
        return history.exists() && ledger.versions().stream().allMatch(history::covers);
    }

    /**
     * Looks at everything.
     *
     * @param upTo no version beyond this one is wanted; empty for all
     */
    MigrationPlan run(Optional<String> upTo) {
        try (Examinations examinations = new Examinations()) {
            MigrationPlan plan = run(upTo, examinations);
            return plan.withProblems(examinations.faults());
        }
    }

    /**
     * Looks at everything but whether the sources are intact, which is examined meanwhile.
     *
     * @param examinations where the caller finds that out before anything is written
     */
    MigrationPlan run(Optional<String> upTo, Examinations examinations) {
        try (ManagedConnection scratch = SqliteFiles.openInMemory()) {
            if (!fileIsThere || Files.isRegularFile(file) && SqliteFiles.size(file) == 0) {
                return look(scratch, Optional.empty(), upTo, examinations);
            }
            SourceDatabase open = SourceDatabase.open("the target", file);
            scratch.afterClose(open::close);
            open.requireIntact();
            open.attachTo(scratch, TARGET);
            return look(scratch, Optional.of(SqliteCatalog.read(scratch, TARGET)), upTo, examinations);
        } catch (SQLException e) {
            throw SqliteFiles.explain("the target", file, e);
        }
    }

    private MigrationPlan look(
            ManagedConnection scratch, Optional<Catalog> live, Optional<String> upTo, Examinations examinations)
            throws SQLException {
        History history =
                live.isPresent() ? History.read(scratch, TARGET, historyTable) : new History(false, List.of());
        history.requireOurs(target, ledger, file);
        boolean adopting =
                history.rows().isEmpty() && live.filter(Preflight::hasTables).isPresent();
        List<LedgerFile.Version> wanted = ledger.versions().stream()
                .filter(version -> !history.covers(version))
                .filter(version -> !(adopting && version.equals(ledger.first())))
                .filter(version -> upTo.isEmpty() || version.number().compareTo(upTo.get()) <= 0)
                .toList();
        Optional<LedgerFile.Version> stop =
                settings.sources().declined() || settings.sources().configured()
                        ? Optional.empty()
                        : wanted.stream().filter(target::copies).findFirst();
        List<LedgerFile.Version> pending =
                stop.map(before -> wanted.subList(0, wanted.indexOf(before))).orElse(wanted);
        List<String> notes = new ArrayList<>();
        Health health = live.isPresent() ? Health.of(scratch, TARGET) : new Health(List.of(), List.of());
        health.orphans().forEach(orphan -> notes.add("before any change: " + orphan));
        SchemaJudgement schema = new SchemaJudgement(target, file, settings.createMissing(), historyTable);
        if (live.isPresent() && (!pending.isEmpty() || adopting || upTo.isPresent())) {
            schema.judge(live.get(), history, adopting);
            notes.addAll(schema.notes());
        }
        SourceSurvey sources = new SourceSurvey(
                scratch,
                examinations,
                target,
                settings,
                new Planner.Side(live.isPresent() ? TARGET : "main", asCopiesFindIt(live)),
                adoptedEver(scratch, live, schema.adopted()));
        sources.survey(pending);
        notes.addAll(sources.notes());
        for (CopyPlan copy : sources.plans()) {
            notes.addAll(MergeNotes.of(copy, target.names(), asCopiesFindIt(live)));
        }
        notes.addAll(besides());
        List<Fault> problems = new ArrayList<>(schema.problems());
        problems.addAll(sources.problems());
        RenameSurvey renames = new RenameSurvey(target, settings);
        if (live.isPresent()) {
            renames.survey(scratch, TARGET, pending);
        }
        notes.addAll(renames.notes());
        problems.addAll(renames.problems());
        if (live.isPresent() && pending.stream().anyMatch(target::documents)) {
            Documenting.obstacle(asCopiesFindIt(live), target.names()).ifPresent(problems::add);
        }
        long needed = pending.isEmpty() ? 0 : bytesNeeded(sources.plans());
        if (needed > bytesFree()) {
            problems.add(noSpace(needed));
        }
        return new MigrationPlan(
                file,
                live.isPresent(),
                history.exists(),
                pending,
                stop,
                schema.missing(),
                schema.adopted(),
                sources.plans(),
                sources.absent(),
                holders(live.isPresent(), sources.plans()),
                needed,
                bytesFree(),
                health,
                renames.legacyNames(asCopiesFindIt(live), sources.plans(), history),
                notes,
                problems);
    }

    /** Files that lie beside the sources and are not touched: what becomes of each is said. */
    private List<String> besides() {
        return settings.sources().folder().stream()
                .flatMap(folder -> target.besides().stream()
                        .filter(beside -> Files.exists(folder.resolve(beside.path())))
                        .map(beside -> beside.path() + ": " + beside.fate()))
                .toList();
    }

    private static boolean hasTables(Catalog catalog) {
        return !catalog.tables().isEmpty() || !catalog.views().isEmpty();
    }

    /** The target's tables: live ones as they are, the others as they will be made. */
    private Catalog asCopiesFindIt(Optional<Catalog> live) {
        Catalog future = target.schemaAt(ledger.last().number());
        if (live.isEmpty()) {
            return future;
        }
        List<Table> tables = new ArrayList<>(live.get().tables());
        future.tables().stream()
                .filter(table -> live.get().table(table.name()).isEmpty())
                .forEach(tables::add);
        return new Catalog(tables, live.get().views(), live.get().triggers());
    }

    private static List<String> adoptedEver(Connection scratch, Optional<Catalog> live, List<String> now)
            throws SQLException {
        List<String> adopted = new ArrayList<>(now);
        if (live.isPresent()) {
            new Ledger(scratch, TARGET)
                    .entries().stream()
                            .filter(entry -> entry.policy() == LedgerEntry.Policy.ADOPTED)
                            .map(LedgerEntry::table)
                            .forEach(adopted::add);
        }
        return adopted;
    }

    private Map<Path, Holders> holders(boolean targetExists, List<CopyPlan> copies) {
        List<Path> files = new ArrayList<>(copies.stream().map(CopyPlan::file).toList());
        if (targetExists) {
            files.add(file);
        }
        Map<Path, Holders> holders = new LinkedHashMap<>();
        for (Path each : files) {
            Holders found = Holders.of(each);
            if (!found.others().isEmpty()) {
                holders.put(each, found);
            }
        }
        return holders;
    }

    private long bytesNeeded(List<CopyPlan> copies) {
        long sources =
                copies.stream().mapToLong(plan -> SqliteFiles.size(plan.file())).sum();
        return SqliteFiles.size(file) + sources + Math.round(sources * GROWTH);
    }

    private Fault noSpace(long needed) {
        return new Fault(
                        "there is not enough space beside " + file,
                        "backups and growth need about " + needed + " bytes, the disk has " + bytesFree(),
                        "free space on that disk")
                .at(file);
    }

    private long bytesFree() {
        Path folder = file.toAbsolutePath().getParent();
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new Fault(
                            "the folder of the target cannot be used: " + folder,
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "make the folder, or correct the path")
                    .at(file)
                    .revealedBy(e);
        }
    }
}
