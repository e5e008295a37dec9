package dev.tributary.plan;

import dev.tributary.catalog.Table;
import java.util.List;
import java.util.Optional;

/**
 * What would happen to one table.
 *
 * @param source the table as it is in the source
 * @param target the table as it is, or will be, in the target
 * @param columns the columns to copy, by name, in the target's order
 * @param key the columns that tell rows apart
 * @param sourceRows rows in the source
 * @param targetRows rows in the target before the copy
 * @param identical rows of the source that the target has already, value for value
 * @param changed rows of the source whose key the target has with other content
 * @param examples the first few of those, both sides
 * @param indexes what becomes of each index of the source's table
 * @param way how the rows get there
 */
public record TablePlan(
        Table source,
        Table target,
        List<String> columns,
        List<String> key,
        long sourceRows,
        long targetRows,
        long identical,
        long changed,
        List<RowDifference> examples,
        List<IndexFate> indexes,
        Way way) {

    /** How the rows of a table get into the target. */
    public enum Way {
        /** Into a table that another migration made. */
        COPIED,
        /** With the table itself, which is made as it is in the source; or into the one that is there already. */
        MERGED,
        /** The same, though the table should have been empty, because the user said so. */
        CARRIED,
        /** Into a table that is there, the newest of equal natural key staying. */
        NEWEST_WINS
    }

    /** A table whose rows are copied into one that another migration made. */
    public TablePlan(
            Table source,
            Table target,
            List<String> columns,
            List<String> key,
            long sourceRows,
            long targetRows,
            long identical,
            long changed,
            List<RowDifference> examples,
            List<IndexFate> indexes) {
        this(source, target, columns, key, sourceRows, targetRows, identical, changed, examples, indexes, Way.COPIED);
    }

    public TablePlan {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        examples = List.copyOf(examples);
        indexes = List.copyOf(indexes);
    }

    /** Rows that the target lacks. */
    public long toCopy() {
        return way == Way.NEWEST_WINS ? 0 : sourceRows - identical - changed;
    }

    /**
     * The name by which both tables let SQL set and read a rowid that no column stands for, when the rows go into an empty
     * table and can keep theirs.
     */
    public Optional<String> sharedRowid() {
        boolean free = target.rowidColumn().isEmpty() && source.rowidColumn().isEmpty();
        return targetRows == 0 && free && target.rowidName().equals(source.rowidName())
                ? target.rowidName()
                : Optional.empty();
    }

    /** Whether every row has the same rowid on both sides after the copy, by itself or as its key. */
    public boolean keepsRowids() {
        boolean keyIsRowid = targetRows == 0
                && target.rowidColumn().isPresent()
                && source.rowidColumn().isPresent();
        return sharedRowid().isPresent() || keyIsRowid;
    }

    /** Rows that are new in the target, or compete with one of equal natural key. */
    public long toMerge() {
        return way == Way.NEWEST_WINS ? sourceRows - identical : 0;
    }

    /** One value that differs between two rows of equal key, both sides as SQL literals. */
    public record RowDifference(String key, String column, String inSource, String inTarget) {}

    /**
     * What becomes of one index of the source.
     *
     * @param equal the target's index of the same shape, or empty text when it has none
     * @param takenBy the other table that owns this index's name in the target, or empty text
     */
    public record IndexFate(String name, String shape, String equal, String takenBy) {}
}
