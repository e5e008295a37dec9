package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.SchemaComparison;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Holds the tables of a target against what its migrations make: what may be adopted, what is missing, what refuses. */
final class SchemaJudgement {
    private final Target target;
    private final LedgerFile ledger;
    private final Path file;
    private final boolean createMissing;
    private final String historyTable;
    private final List<String> missing = new ArrayList<>();
    private final List<String> adopted = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Fault> problems = new ArrayList<>();

    SchemaJudgement(Target target, Path file, boolean createMissing, String historyTable) {
        this.target = target;
        this.ledger = target.ledger();
        this.file = file;
        this.createMissing = createMissing;
        this.historyTable = historyTable;
    }

    /** Base tables that will be made, because the user asked for it. */
    List<String> missing() {
        return missing;
    }

    /** Tables of later versions that are there already. */
    List<String> adopted() {
        return adopted;
    }

    List<String> notes() {
        return notes;
    }

    List<Fault> problems() {
        return problems;
    }

    /**
     * Judges every table that the migrations make.
     *
     * @param adopting the file has tables and no history: it counts as being at the first version
     */
    void judge(Catalog live, History history, boolean adopting) {
        String first = ledger.first().number();
        String reached = adopting
                ? first
                : ledger.versions().stream()
                        .filter(history::covers)
                        .map(LedgerFile.Version::number)
                        .reduce("", (earlier, later) -> later);
        Catalog base = target.schemaAt(first);
        Catalog applied = target.schemaAt(reached);
        Catalog all = target.schemaAt(ledger.last().number());
        for (Table expected : all.tables()) {
            SchemaComparison comparison = target.compare(expected, live);
            if (applied.table(expected.name()).isPresent()) {
                judgeApplied(comparison, base.table(expected.name()).isPresent());
            } else {
                judgeFuture(comparison);
            }
        }
        NameMap names = target.names().inUse(live);
        for (Table table : live.tables()) {
            boolean ours = table.name().equals(historyTable) || table.name().equals(Ledger.TABLE);
            boolean known = all.table(table.name()).isPresent()
                    || names.tableCalled(table.name()).isPresent();
            if (!known && !ours) {
                notes.add("one more table: " + table.name());
            }
        }
    }

    private void judgeApplied(SchemaComparison comparison, boolean isBase) {
        String table = comparison.expected().name();
        if (comparison.missingTable()) {
            judgeMissing(table, isBase);
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
            return;
        }
        refuseIndexConflicts(comparison, table);
        comparison
                .missingIndexes()
                .forEach(index -> problem(
                        "the target's table " + table + " lacks the index " + index.name(),
                        "a migration made it, and somebody dropped it since",
                        "make it again: " + index.sql().orElse("").replaceAll("\\s+", " "),
                        table));
    }

    private void judgeMissing(String table, boolean isBase) {
        if (isBase && createMissing) {
            missing.add(table);
            return;
        }
        problem(
                "the target lacks the table " + table,
                "a " + target.name() + " database has it; this may be another file",
                isBase
                        ? "name the right file, or say --create-missing (-Dcreate.missing=true) to have it made, empty"
                        : "restore it from a backup: 'restore' lists them",
                table);
    }

    private void judgeFuture(SchemaComparison comparison) {
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
}
