package dev.tributary.plan;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One table of the source against one table of the target: what is there already, and what differs. */
final class TableComparison {
    private static final int EXAMPLES = 5;

    private final Connection connection;
    private final Planner.Side target;
    private final Table from;
    private final Table to;
    private final Path file;
    private final String sourceTable;
    private final String targetTable;

    TableComparison(Connection connection, Planner.Side source, Planner.Side target, Table from, Table to, Path file) {
        this.connection = connection;
        this.target = target;
        this.from = from;
        this.to = to;
        this.file = file;
        this.sourceTable = Identifier.quote(source.alias(), from.name());
        this.targetTable = Identifier.quote(target.alias(), to.name());
    }

    /** A table that is merged: where the target has none yet, it is made as it is in the source, and nothing can clash. */
    TablePlan merge(TablePlan.Way way, Predicate<String> changesAllowed, List<Fault> problems) throws SQLException {
        return compare(way, changesAllowed, problems);
    }

    TablePlan compare(Predicate<String> changesAllowed, List<Fault> problems) throws SQLException {
        return compare(TablePlan.Way.COPIED, changesAllowed, problems);
    }

    private TablePlan compare(TablePlan.Way way, Predicate<String> changesAllowed, List<Fault> problems)
            throws SQLException {
        boolean merged = way != TablePlan.Way.COPIED;
        long sourceRows = Query.number(connection, "SELECT count(*) FROM " + sourceTable);
        boolean there = targetExists();
        long targetRows = there ? Query.number(connection, "SELECT count(*) FROM " + targetTable) : 0;
        TableRules rules = new TableRules(connection, sourceTable, targetTable, from, to, file, problems, merged);
        boolean comparable = (there || !merged) && rules.checkShape(target.catalog());
        long identical = 0;
        long changed = 0;
        List<TablePlan.RowDifference> examples = List.of();
        if (comparable) {
            rules.checkRows(targetRows > 0);
            if (targetRows > 0) {
                String pairs = sourceTable + " AS s JOIN " + targetTable + " AS d ON " + RowEquality.sameKey(to.key());
                String same = RowEquality.identical(to, to.columnNames());
                identical = to.key().isEmpty()
                        ? 0
                        : Query.number(connection, "SELECT count(*) FROM " + pairs + " WHERE " + same);
                identical += merged ? unkeyedThere() : 0;
                changed = to.key().isEmpty()
                        ? 0
                        : Query.number(connection, "SELECT count(*) FROM " + pairs + " WHERE NOT (" + same + ")");
            }
            if (changed > 0) {
                examples = examples();
                if (!changesAllowed.test(to.name())) {
                    problems.add(conflict(changed, examples));
                }
            }
        }
        return new TablePlan(
                from,
                to,
                to.columnNames(),
                to.key(),
                sourceRows,
                targetRows,
                identical,
                changed,
                examples,
                merged ? List.of() : fates(),
                way);
    }

    /** Rows that no key tells apart, and that the target has: see {@link UnkeyedRows}. */
    private long unkeyedThere() throws SQLException {
        if (!UnkeyedRows.possibleIn(to)) {
            return 0;
        }
        UnkeyedRows unkeyed = new UnkeyedRows(to, to.columnNames(), sourceTable, targetTable);
        long all = Query.number(
                connection, "SELECT count(*) FROM " + sourceTable + " AS s WHERE " + UnkeyedRows.condition(to, "s"));
        return all - Query.number(connection, "SELECT count(*) FROM (" + unkeyed.lacking() + ")");
    }

    /** A target that is not migrated yet has the table only in the catalog of what will be made. */
    private boolean targetExists() throws SQLException {
        return exists(connection, target.alias(), to.name());
    }

    static boolean exists(Connection connection, String database, String table) throws SQLException {
        return Query.number(
                        connection,
                        "SELECT count(*) FROM " + Identifier.quote(database, "sqlite_schema")
                                + " WHERE type = 'table' AND lower(name) = lower(" + Identifier.literal(table) + ")")
                > 0;
    }

    private List<TablePlan.RowDifference> examples() throws SQLException {
        List<TablePlan.RowDifference> found = new ArrayList<>();
        for (String column : to.columnNames()) {
            String name = Identifier.quote(column);
            String sql = "SELECT " + RowEquality.keyLiteral("s", to.key()) + ", " + brief("s." + name) + ", "
                    + brief("d." + name) + " FROM " + sourceTable + " AS s JOIN " + targetTable + " AS d ON "
                    + RowEquality.sameKey(to.key()) + " WHERE NOT (" + RowEquality.sameValue(to, column) + ") LIMIT "
                    + EXAMPLES;
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next() && found.size() < EXAMPLES) {
                    found.add(new TablePlan.RowDifference(
                            rows.getString(1), column, rows.getString(2), rows.getString(3)));
                }
            }
        }
        return found;
    }

    /** A value as an SQL literal, cut to a length that fits beside another one. */
    static String brief(String value) {
        return "CASE WHEN length(quote(" + value + ")) > 60 THEN substr(quote(" + value
                + "), 1, 57) || '...' ELSE quote(" + value + ") END";
    }

    private Fault conflict(long changed, List<TablePlan.RowDifference> examples) {
        TablePlan.RowDifference first = examples.get(0);
        return new Fault(
                        changed + " row(s) of " + to.name()
                                + " are in the source and in the target with different content; the first: key "
                                + first.key() + ", column " + first.column() + ", source " + first.inSource()
                                + ", target " + first.inTarget(),
                        "which side is right is not guessed",
                        "look at both with 'plan', make the two rows equal or delete the wrong one, and run this"
                                + " again; if the source was consolidated by hand before, rename it to"
                                + " <name>.archived_<yyyyMMdd_HHmmss>")
                .at(file)
                .at(to.name(), first.column(), first.key());
    }

    private List<TablePlan.IndexFate> fates() {
        List<TablePlan.IndexFate> result = new ArrayList<>();
        for (Index index : from.createdIndexes()) {
            String equal = to.indexes().stream()
                    .filter(candidate -> candidate.shape().equals(index.shape()))
                    .map(Index::name)
                    .findFirst()
                    .orElse("");
            String takenBy = target.catalog()
                    .index(index.name())
                    .map(Index::table)
                    .filter(owner -> !Identifier.same(owner, to.name()))
                    .orElse("");
            result.add(new TablePlan.IndexFate(index.name(), index.shape(), equal, takenBy));
        }
        return result;
    }
}
