package dev.tributary.plan;

import dev.tributary.source.SourceSpec;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The declaration of a copy: which tables of which source flow into which tables of the target.
 *
 * @param source where the rows come from
 * @param tables in the order of copying
 */
public record CopySpec(SourceSpec source, List<TableCopy> tables) {
    public CopySpec {
        tables = List.copyOf(tables);
    }

    /** One table's way: its name in the source and its name in the target. */
    public record TableCopy(String from, String to) {
        /** A table that keeps its name. */
        public static TableCopy same(String table) {
            return new TableCopy(table, table);
        }
    }

    /** The whole declaration as one line: a change of any part of it is a change of the migration. */
    public String canonical() {
        return "source=" + source.name()
                + " searched=" + String.join(",", source.searched())
                + " needed=" + source.needed()
                + " tables="
                + tables.stream().map(t -> t.from() + ">" + t.to()).collect(Collectors.joining(","));
    }
}
