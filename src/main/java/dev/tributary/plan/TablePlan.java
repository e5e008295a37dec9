package dev.tributary.plan;

import dev.tributary.catalog.Table;
import java.util.List;

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
        List<IndexFate> indexes) {

    public TablePlan {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        examples = List.copyOf(examples);
        indexes = List.copyOf(indexes);
    }

    /** Rows that the target lacks. */
    public long toCopy() {
        return sourceRows - identical - changed;
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
