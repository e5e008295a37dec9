package dev.tributary.plan;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.source.TableDigest;
import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL for rows that no key tells apart: those with NULL in their primary key, which SQLite allows, and those of tables
 * without one. They are told apart by their whole content and counted: of three equal rows in the source and one in the
 * target, two are lacking.
 *
 * @see <a href="https://www.sqlite.org/lang_createtable.html#the_primary_key">SQLite: NULL in a primary key</a>
 */
public final class UnkeyedRows {
    private final Table table;
    private final List<String> columns;
    private final String source;
    private final String target;

    /**
     * Of one table on both sides.
     *
     * @param table the target's table, whose key tells rows apart
     * @param source the source's table, quoted, with its database
     * @param target the target's table, quoted, with its database
     */
    public UnkeyedRows(Table table, List<String> columns, String source, String target) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.source = source;
        this.target = target;
    }

    /** Whether the table can hold such rows at all. */
    public static boolean possibleIn(Table table) {
        return !table.withoutRowid()
                && table.rowidColumn().isEmpty()
                && (table.key().isEmpty()
                        || table.key().stream()
                                .anyMatch(
                                        key -> !table.column(key).orElseThrow().notNull()));
    }

    /** The condition that the row of this alias is such a row. */
    public static String condition(Table table, String alias) {
        return table.key().isEmpty()
                ? "TRUE"
                : table.key().stream()
                        .map(key -> alias + "." + Identifier.quote(key) + " IS NULL")
                        .collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** A query of the rowids of the source's rows that the target lacks. */
    public String lacking() {
        return paired("s", source, "d", target, ">");
    }

    /** A query of the rowids of the target's rows that the source has. */
    public String matching() {
        return paired("d", target, "s", source, "<=");
    }

    /** Rowids of the one side's rows whose number among their equals is beyond, or within, the other side's count. */
    private String paired(String one, String oneTable, String other, String otherTable, String beyond) {
        String text = TableDigest.rowText(one, columns);
        return "SELECT o.r FROM (SELECT " + one + "." + rowid() + " AS r, " + text
                + " AS content, row_number() OVER (PARTITION BY " + text + " ORDER BY " + one + "." + rowid()
                + ") AS n FROM " + oneTable + " AS " + one + " WHERE " + condition(table, one)
                + ") AS o LEFT JOIN (SELECT " + TableDigest.rowText(other, columns) + " AS content, count(*) AS c FROM "
                + otherTable + " AS " + other + " WHERE " + condition(table, other)
                + " GROUP BY 1) AS e ON e.content = o.content WHERE o.n " + beyond + " coalesce(e.c, 0)";
    }

    /** The name by which SQL reaches the rowid of such a table. */
    public String rowid() {
        return table.rowidName()
                .orElseThrow(() -> new Fault(
                                "rows of " + table.name() + " cannot be told apart",
                                "they have no key, and columns are called rowid, _rowid_ and oid",
                                "give the table a primary key")
                        .at(table.name()));
    }
}
