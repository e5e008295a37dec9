package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.SchemaComparison;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.Ledger;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.CopySpec;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SourceSearch;
import dev.tributary.source.SourceSettings;
import dev.tributary.source.SourceSpec;
import dev.tributary.source.SqliteFiles;
import dev.tributary.source.TableDigest;
import dev.tributary.verify.Checks;
import dev.tributary.verify.Health;
import dev.tributary.verify.TableProof;
import dev.tributary.verify.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a {@link Verification}: the later proof of what the ledger says. Reads only. */
final class Verifying {
    private static final String TARGET = "target";

    private final Target target;
    private final Path file;
    private final SourceSettings settings;
    private final Optional<String> upTo;
    private final List<Verification.TableState> tables = new ArrayList<>();
    private final List<String> unproven = new ArrayList<>();
    private NameMap names = new NameMap(List.of());

    /**
     * A proof to be made.
     *
     * @param upTo no version beyond this one is expected; empty for all
     */
    Verifying(Target target, Path file, SourceSettings settings, Optional<String> upTo) {
        this.upTo = upTo;
        this.target = target;
        this.file = file;
        this.settings = settings;
    }

    Verification run() {
        if (!Files.exists(file)) {
            throw new Fault("the target does not exist: " + file, "there is nothing to verify", "correct --db")
                    .at(file);
        }
        settings.unknownNames(target.name(), target.sourceNames()).stream()
                .findFirst()
                .ifPresent(unknown -> {
                    throw unknown;
                });
        try (SourceDatabase open = SourceDatabase.open("the target", file)) {
            try (ManagedConnection scratch = SqliteFiles.openInMemory()) {
                open.attachTo(scratch, TARGET);
                return verify(open, scratch);
            }
        } catch (SQLException e) {
            throw SqliteFiles.explain("the target", file, e);
        }
    }

    private Verification verify(SourceDatabase open, ManagedConnection scratch) throws SQLException {
        LedgerFile ledger = target.ledger();
        History history = History.read(scratch, TARGET, History.TABLE);
        history.requireOurs(target, ledger, file);
        List<LedgerFile.Version> applied =
                ledger.versions().stream().filter(history::covers).toList();
        Catalog live = SqliteCatalog.read(scratch, TARGET);
        names = target.names().inUse(live);
        List<LedgerEntry> entries = new Ledger(scratch, TARGET).entries();
        MigrationGuard guard = new MigrationGuard(target);
        for (LedgerFile.Version version : applied) {
            if (version.isJava() && guard.load(version) instanceof CopyMigration copy) {
                compare(scratch, live, version, copy.spec(), entries);
            }
        }
        List<Checks.Finding> warnings = new ArrayList<>();
        List<String> schema = schema(applied, live);
        List<Verification.Proof> checklist = List.of();
        try (ManagedConnection connection = open.connect()) {
            for (LedgerFile.Version version : applied) {
                warnings.addAll(target.checks(version, connection).run(connection));
            }
            if (!applied.isEmpty()) {
                checklist = new Checklist(target, file, settings, names)
                        .run(connection, live, applied.get(applied.size() - 1).number(), entries, schema, tables);
            }
        }
        return new Verification(
                file,
                Health.of(scratch, TARGET),
                schema,
                ledger.versions().stream()
                        .filter(version -> !history.covers(version))
                        .filter(version -> upTo.isEmpty() || version.number().compareTo(upTo.get()) <= 0)
                        .map(LedgerFile.Version::scriptName)
                        .toList(),
                tables,
                unproven,
                warnings,
                checklist);
    }

    private List<String> schema(List<LedgerFile.Version> applied, Catalog live) {
        List<String> differences = new ArrayList<>();
        if (applied.isEmpty()) {
            return differences;
        }
        Catalog base = target.schemaAt(target.ledger().first().number());
        for (Table expected :
                target.schemaAt(applied.get(applied.size() - 1).number()).tables()) {
            SchemaComparison comparison = target.compare(expected, live);
            if (comparison.missingTable()) {
                differences.add("the table " + expected.name() + " is missing");
                continue;
            }
            differences.addAll(comparison.conflicts());
            if (base.table(expected.name()).isEmpty()) {
                differences.addAll(comparison.indexConflicts());
                comparison
                        .missingIndexes()
                        .forEach(index -> differences.add("the index " + index.name() + " of "
                                + expected.name() + " is missing; make it again: "
                                + index.sql().orElse("").replaceAll("\\s+", " ")));
            }
        }
        return differences;
    }

    private void compare(
            ManagedConnection scratch,
            Catalog live,
            LedgerFile.Version version,
            CopySpec spec,
            List<LedgerEntry> entries)
            throws SQLException {
        String name = spec.source().name();
        // a source that turned up later has lines of its own by then
        Optional<LedgerEntry> skipped = entries.stream()
                .filter(entry -> entry.source().equals(name))
                .reduce((older, newer) -> newer)
                .filter(entry -> entry.table().isEmpty());
        if (skipped.isPresent()) {
            unproven.add(LedgerLines.asText(skipped.get()) + thereNow(spec));
            return;
        }
        if (!settings.configured()) {
            unproven.add(name + ": not compared, no sources are configured (--sources DIR)");
            return;
        }
        SourceSearch.Location location = SourceSearch.find(spec.source(), settings);
        if (!(location instanceof SourceSearch.Found found)) {
            unproven.add(name
                    + (location instanceof SourceSearch.Without
                            ? ": not compared, as told (--source " + name + "=none)"
                            : ": not compared, the optional source does not exist now"));
            return;
        }
        SourceDatabase source = SourceDatabase.open("the source '" + name + "'", found.file());
        scratch.afterClose(source::close);
        try {
            compare(scratch, live, version, spec, entries, found.file(), source);
        } catch (SQLException | Fault e) {
            source.requireUnchangedAfter(e);
            throw e;
        }
    }

    /** A source that was not there, or was said not to be, and that is there now: nobody has brought its rows. */
    private String thereNow(CopySpec spec) {
        if (settings.folder().isEmpty()
                && !settings.named().containsKey(spec.source().name())) {
            return "";
        }
        SourceSpec optional = new SourceSpec(spec.source().name(), spec.source().searched(), false);
        return SourceSearch.find(optional, settings) instanceof SourceSearch.Found found
                ? "; a file is there now, and its rows are not in the target: " + found.file()
                        + " (catch-up brings them)"
                : "";
    }

    private void compare(
            ManagedConnection scratch,
            Catalog live,
            LedgerFile.Version version,
            CopySpec spec,
            List<LedgerEntry> entries,
            Path sourceFile,
            SourceDatabase source)
            throws SQLException {
        String name = spec.source().name();
        String alias = "source_" + version.number();
        source.attachTo(scratch, alias);
        Catalog sourceCatalog = SqliteCatalog.read(scratch, alias);
        for (CopySpec.TableCopy copy : spec.tables()) {
            Sides sides = new Sides(scratch, alias, name, sourceFile, sourceCatalog, live);
            if (copy.rule() instanceof CopySpec.Rule.ExpectedEmpty && !carried(name, copy, entries)) {
                stayed(sides, copy, entries);
            } else {
                compare(sides, copy, entries);
            }
        }
        source.requireUnchanged();
    }

    /** Both sides of one source. */
    private record Sides(
            ManagedConnection scratch, String alias, String name, Path file, Catalog source, Catalog target) {}

    private boolean carried(String source, CopySpec.TableCopy copy, List<LedgerEntry> entries) {
        return entries.stream()
                .anyMatch(entry -> entry.policy() == LedgerEntry.Policy.CARRIED
                        && entry.source().equals(source)
                        && Identifier.same(entry.table(), copy.to()));
    }

    /** A table that should be empty: what was left as told is no loss, what has come since is. */
    private void stayed(Sides sides, CopySpec.TableCopy copy, List<LedgerEntry> entries) throws SQLException {
        LedgerEntry recorded = recorded(sides.name(), sides.name() + "." + copy.from(), entries);
        Optional<Table> from = sides.source().table(copy.from());
        TableDigest now = from.isEmpty()
                ? new TableDigest(0, recorded.sourceDigest())
                : TableDigest.of(
                        sides.scratch(),
                        sides.alias(),
                        from.get().name(),
                        from.get().columnNames(),
                        "");
        if (recorded.policy() == LedgerEntry.Policy.EXPECTED_EMPTY && now.rows() > 0) {
            tables.add(new Verification.TableState(
                    sides.name(),
                    sides.file(),
                    recorded.table(),
                    recorded.recordedAt(),
                    true,
                    now.rows(),
                    0,
                    now.rows(),
                    0,
                    0,
                    now.hex(),
                    "",
                    List.of()));
            return;
        }
        boolean changed = !now.hex().equals(recorded.sourceDigest());
        unproven.add(LedgerLines.asText(recorded) + (changed ? "; changed since, now " + now.rows() + " rows" : ""));
    }

    private void compare(Sides sides, CopySpec.TableCopy copy, List<LedgerEntry> entries) throws SQLException {
        Optional<Table> from = copy.names().stream()
                .flatMap(each -> sides.source().table(each).stream())
                .findFirst();
        Optional<Table> to = names.presentNames(copy.to()).stream()
                .flatMap(each -> sides.target().table(each).stream())
                .findFirst();
        if (from.isEmpty() || to.isEmpty()) {
            unproven.add(sides.name() + ": not compared, the table "
                    + (from.isEmpty() ? copy.from() + " is gone in the source" : copy.to() + " is gone in the target"));
            return;
        }
        tables.add(state(
                sides,
                proof(sides, copy, from.get(), to.get()),
                recorded(sides.name(), to.get().name(), entries)));
    }

    private TableProof proof(Sides sides, CopySpec.TableCopy copy, Table from, Table to) throws SQLException {
        if (copy.rule() instanceof CopySpec.Rule.NewestWins rule) {
            return new NewestState(sides.scratch(), sides.alias(), from, TARGET, to, rule, names).compare();
        }
        List<String> columns = to.columnNames().stream()
                .filter(column -> from.column(column).isPresent())
                .toList();
        return new Verifier(sides.scratch(), sides.alias(), TARGET)
                .compare(new Verifier.Comparison(from, to, columns, to.key()), true);
    }

    /** The newest line of the ledger about a table, which may have got another name since. */
    private LedgerEntry recorded(String source, String table, List<LedgerEntry> entries) {
        String name = names.newName(table);
        return entries.stream()
                .filter(entry -> entry.source().equals(source) && Identifier.same(names.newName(entry.table()), name))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new Fault(
                                "the ledger does not know the copy of " + table,
                                "the version is recorded in Flyway's history, and " + Ledger.TABLE
                                        + " has no line for it",
                                "restore the file from a backup, or find out who deleted the line")
                        .at(table));
    }

    private static Verification.TableState state(Sides sides, TableProof proof, LedgerEntry recorded) {
        return new Verification.TableState(
                sides.name(),
                sides.file(),
                proof.table(),
                recorded.recordedAt(),
                !recorded.sourceDigest().equals(proof.sourceDigest().hex()),
                proof.sourceRows(),
                proof.targetRows(),
                proof.missing(),
                proof.changed(),
                proof.added(),
                proof.sourceDigest().hex(),
                proof.targetDigest().hex(),
                proof.examples());
    }
}
