package dev.tributary.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a live table can stand for an expected one. What a program could notice is a conflict; what it could not is a
 * note.
 *
 * @param missingTable the live database has no such table
 * @param conflicts columns that are missing, or differ in affinity or key
 * @param indexConflicts expected index names that another table owns, or that stand for something else
 * @param missingIndexes expected indexes that are not there
 * @param notes differences that do no harm: columns, indexes, defaults and declared types beyond what is expected
 */
public record SchemaComparison(
        Table expected,
        boolean missingTable,
        List<String> conflicts,
        List<String> indexConflicts,
        List<Index> missingIndexes,
        List<String> notes) {
    public SchemaComparison {
        conflicts = List.copyOf(conflicts);
        indexConflicts = List.copyOf(indexConflicts);
        missingIndexes = List.copyOf(missingIndexes);
        notes = List.copyOf(notes);
    }

    /** The same where shapes may vary: what differs in the columns is a note. */
    public SchemaComparison lenient() {
        List<String> listed = new ArrayList<>(conflicts);
        listed.addAll(notes);
        return new SchemaComparison(expected, missingTable, List.of(), indexConflicts, missingIndexes, listed);
    }

    /** Compares one expected table with what a live database has under that name. */
    public static SchemaComparison of(Table expected, Catalog live) {
        List<String> conflicts = new ArrayList<>();
        List<String> indexConflicts = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<Index> missing = new ArrayList<>();
        Optional<Table> found = live.table(expected.name());
        found.ifPresent(table -> {
            compareColumns(expected, table, conflicts, notes);
            for (Index index : table.createdIndexes()) {
                if (expected.index(index.name()).isEmpty()) {
                    notes.add(table.name() + " has one more index: " + index.name() + " " + index.shape());
                }
            }
        });
        for (Index index : expected.createdIndexes()) {
            Optional<Index> owner = live.index(index.name());
            if (owner.isEmpty()) {
                missing.add(index);
            } else if (!Identifier.same(owner.get().table(), expected.name())) {
                indexConflicts.add("the index name " + index.name() + " belongs to "
                        + owner.get().table() + ", and " + expected.name() + " needs it");
            } else if (!owner.get().shape().equals(index.shape())) {
                indexConflicts.add(
                        "the index " + index.name() + " is " + owner.get().shape() + ", expected " + index.shape());
            }
        }
        return new SchemaComparison(expected, found.isEmpty(), conflicts, indexConflicts, missing, notes);
    }

    private static void compareColumns(Table expected, Table live, List<String> conflicts, List<String> notes) {
        for (Column column : expected.columns()) {
            Optional<Column> found = live.column(column.name());
            if (found.isEmpty()) {
                conflicts.add(live.name() + " lacks the column " + column.shape());
            } else if (found.get().affinity() != column.affinity()
                    || found.get().keyPosition() != column.keyPosition()) {
                conflicts.add(live.name() + "." + column.name() + " is "
                        + found.get().shape() + ", expected " + column.shape());
            } else if (!found.get().shape().equals(column.shape())) {
                notes.add(
                        live.name() + "." + column.name() + " is " + found.get().shape() + ", not " + column.shape());
            }
        }
        for (Column column : live.columns()) {
            if (expected.column(column.name()).isEmpty()) {
                notes.add(live.name() + " has one more column: " + column.shape());
            }
        }
    }
}
