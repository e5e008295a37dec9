package dev.tributary.plan;

import dev.tributary.catalog.Affinity;
import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Compares a source with a target, catalogs first, then rows, and writes down what a copy would do. */
public final class Planner {
    private static final int EXAMPLES = 5;

    private final Connection connection;
    private final Side source;
    private final Side target;
    private final Predicate<String> changesAllowed;

    /**
     * One side of a plan.
     *
     * @param alias under which the database is attached
     * @param catalog its tables; for a target that is not migrated yet, as they will be
     */
    public record Side(String alias, Catalog catalog) {}

    /**
     * Plans on a connection that has both databases.
     *
     * @param changesAllowed says of a target table whether rows that changed since an earlier copy are only listed
     */
    public Planner(Connection connection, Side source, Side target, Predicate<String> changesAllowed) {
        this.connection = connection;
        this.source = source;
        this.target = target;
        this.changesAllowed = changesAllowed;
    }

    /**
     * Makes the plan; writes nothing.
     *
     * @param file the source's file, for faults and for the report
     */
    public CopyPlan plan(CopySpec spec, Path file, boolean archived) throws SQLException {
        List<TablePlan> tables = new ArrayList<>();
        List<Fault> problems = new ArrayList<>();
        for (CopySpec.TableCopy copy : spec.tables()) {
            Optional<Table> from = source.catalog().table(copy.from());
            Optional<Table> to = target.catalog().table(copy.to());
            if (from.isEmpty()) {
                problems.add(missing(
                        "the source '" + spec.source().name() + "' has no table " + copy.from(), file, copy.from()));
            } else if (to.isEmpty()) {
                problems.add(missing("the target has no table " + copy.to(), file, copy.to()));
            } else {
                tables.add(new TableComparison(from.get(), to.get(), file, problems).compare());
            }
        }
        return new CopyPlan(spec.source().name(), file, archived, tables, leftBehind(spec), problems);
    }

    private static Fault missing(String what, Path file, String table) {
        return new Fault(
                        what,
                        "the migration declares that it copies " + table,
                        "check that this is the right file: " + file)
                .at(file)
                .at(table);
    }

    private List<CopyPlan.LeftBehind> leftBehind(CopySpec spec) throws SQLException {
        List<CopyPlan.LeftBehind> result = new ArrayList<>();
        for (Table table : source.catalog().tables()) {
            boolean declared = spec.tables().stream().anyMatch(copy -> Identifier.same(copy.from(), table.name()));
            if (!declared) {
                long rows = count("SELECT count(*) FROM " + Identifier.quote(source.alias(), table.name()));
                if (rows > 0) {
                    result.add(new CopyPlan.LeftBehind(table.name(), rows));
                }
            }
        }
        return result;
    }

    private long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** One table of the source against one table of the target. */
    private final class TableComparison {
        private final Table from;
        private final Table to;
        private final Path file;
        private final List<Fault> problems;
        private final String sourceTable;
        private final String targetTable;
        private final boolean targetExists;

        TableComparison(Table from, Table to, Path file, List<Fault> problems) throws SQLException {
            this.from = from;
            this.to = to;
            this.file = file;
            this.problems = problems;
            this.sourceTable = Identifier.quote(source.alias(), from.name());
            this.targetTable = Identifier.quote(target.alias(), to.name());
            this.targetExists = count("SELECT count(*) FROM " + Identifier.quote(target.alias(), "sqlite_schema")
                            + " WHERE type = 'table' AND lower(name) = lower(" + Identifier.literal(to.name()) + ")")
                    > 0;
        }

        TablePlan compare() throws SQLException {
            int before = problems.size();
            compareColumns();
            refuseTriggers();
            List<String> columns = to.columnNames();
            List<String> key = to.key();
            if (key.isEmpty()) {
                problem(
                        "the table " + to.name() + " has no primary key",
                        "rows that are there already cannot be told from new ones",
                        "give the target's table a primary key");
            }
            long sourceRows = count("SELECT count(*) FROM " + sourceTable);
            long targetRows = targetExists ? count("SELECT count(*) FROM " + targetTable) : 0;
            long identical = 0;
            long changed = 0;
            List<TablePlan.RowDifference> examples = List.of();
            if (problems.size() == before) {
                compareValues();
                compareUniqueKeys(targetRows > 0);
                if (targetRows > 0) {
                    String pairs = sourceTable + " AS s JOIN " + targetTable + " AS d ON " + RowEquality.sameKey(key);
                    String same = RowEquality.identical(to, columns);
                    identical = count("SELECT count(*) FROM " + pairs + " WHERE " + same);
                    changed = count("SELECT count(*) FROM " + pairs + " WHERE NOT (" + same + ")");
                }
                if (changed > 0) {
                    examples = examples(columns, key);
                    if (!changesAllowed.test(to.name())) {
                        problems.add(conflict(changed, examples));
                    }
                }
            }
            return new TablePlan(from, to, columns, key, sourceRows, targetRows, identical, changed, examples, fates());
        }

        private void compareColumns() {
            for (Column column : to.columns()) {
                if (!column.generated() && from.column(column.name()).isEmpty()) {
                    problem(
                            "the column " + from.name() + "." + column.name() + " is missing in the source",
                            "the target's table " + to.name() + " has it, and no value is guessed",
                            "check that this is the right file, or add the column to the source");
                }
            }
            for (Column column : from.columns()) {
                if (to.column(column.name()).isEmpty()) {
                    problem(
                            "the source has a column that the target does not know: " + from.name() + "."
                                    + column.name(),
                            "its values would be left behind",
                            "add a migration that gives " + to.name() + " this column, before the copy");
                }
            }
        }

        private void refuseTriggers() {
            target.catalog().triggers().stream()
                    .filter(trigger -> Identifier.same(trigger.table(), to.name()))
                    .findFirst()
                    .ifPresent(trigger -> problem(
                            "the target's table " + to.name() + " has a trigger: " + trigger.name(),
                            "it would fire for every copied row, and what it does is not known",
                            "drop the trigger for the migration, and make it again afterwards"));
        }

        /** Values that the target's columns would refuse or change. */
        private void compareValues() throws SQLException {
            for (Column column : to.columns()) {
                if (column.generated()) {
                    continue;
                }
                Column origin = from.column(column.name()).orElseThrow();
                String name = Identifier.quote(origin.name());
                boolean mustHaveValue = column.notNull() || column.keyPosition() > 0;
                if (mustHaveValue && !origin.notNull()) {
                    firstRow(
                            name,
                            name + " IS NULL",
                            (key, value, rows) -> problem(
                                    rows + " row(s) of " + from.name() + " have no value in " + column.name()
                                            + ", the first one with the key " + key,
                                    "the target's column is declared NOT NULL"
                                            + (column.keyPosition() > 0 ? " or is part of the key" : ""),
                                    "give those rows a value in the source: UPDATE " + from.name() + " SET " + name
                                            + " = .. WHERE " + name + " IS NULL"));
                }
                if (column.affinity() != origin.affinity()) {
                    firstRow(
                            name,
                            rewritten(column.affinity(), name),
                            (key, value, rows) -> problem(
                                    rows + " value(s) of " + from.name() + "." + column.name()
                                            + " would be rewritten, the first one " + value + " with the key " + key,
                                    "the source declares the column " + declared(origin) + ", the target "
                                            + declared(column) + ", and SQLite converts on the way in",
                                    "make the declared types agree, or store the value in the source as the target will"));
                }
            }
        }

        private static String declared(Column column) {
            return column.type().isEmpty() ? "without a type" : column.type();
        }

        /** The rows whose value would get another storage class in a column of this affinity. */
        private static String rewritten(Affinity affinity, String name) {
            String looksNumeric = "(typeof(" + name + ") = 'text' AND CAST(" + name + " AS NUMERIC) = " + name + ")";
            return switch (affinity) {
                case BLOB -> "FALSE";
                case TEXT -> "typeof(" + name + ") IN ('integer', 'real')";
                case REAL -> "typeof(" + name + ") = 'integer' OR " + looksNumeric;
                case INTEGER, NUMERIC ->
                    "(typeof(" + name + ") = 'real' AND CAST(" + name + " AS INTEGER) = " + name + ") OR "
                            + looksNumeric;
            };
        }

        /** Rows that a unique key of the target would refuse. */
        private void compareUniqueKeys(boolean targetHasRows) throws SQLException {
            for (Index index : to.indexes()) {
                List<String> columns = index.columns().stream()
                        .filter(c -> to.column(c).isPresent())
                        .toList();
                if (!index.unique()
                        || index.where().isPresent()
                        || columns.size() != index.columns().size()) {
                    continue;
                }
                if (!from.hasIndexOfShape(index.shape())) {
                    duplicatesInSource(index, columns);
                }
                if (targetHasRows && index.origin() != Index.Origin.PRIMARY_KEY) {
                    clashesWithTarget(index, columns);
                }
            }
        }

        private void duplicatesInSource(Index index, List<String> columns) throws SQLException {
            String list = columns.stream().map(c -> Identifier.quote(c)).collect(Collectors.joining(", "));
            String present = columns.stream()
                    .map(c -> Identifier.quote(c) + " IS NOT NULL")
                    .collect(Collectors.joining(" AND "));
            String groups =
                    "SELECT 1 FROM " + sourceTable + " WHERE " + present + " GROUP BY " + list + " HAVING count(*) > 1";
            long doubled = count("SELECT count(*) FROM (" + groups + ")");
            if (doubled > 0) {
                problem(
                        doubled + " value(s) of (" + String.join(", ", columns) + ") stand more than once in "
                                + from.name(),
                        "the target's table " + to.name() + " allows each only once (" + index.name() + ")",
                        "decide which row is right, and change the other in the source");
            }
        }

        private void clashesWithTarget(Index index, List<String> columns) throws SQLException {
            long clashes = count("SELECT count(*) FROM " + sourceTable + " AS s JOIN " + targetTable + " AS d ON "
                    + RowEquality.sameKey(columns) + " WHERE NOT (" + RowEquality.sameKey(to.key()) + ")");
            if (clashes > 0) {
                problem(
                        clashes + " row(s) of " + from.name() + " have the same (" + String.join(", ", columns)
                                + ") as another row of the target",
                        "the target's table " + to.name() + " allows each only once (" + index.name() + ")",
                        "decide which row is right, and change the other");
            }
        }

        private interface Finding {
            void report(String key, String value, long rows);
        }

        /** Reports the first row that meets a condition, if there is one. */
        private void firstRow(String name, String condition, Finding finding) throws SQLException {
            long rows = count("SELECT count(*) FROM " + sourceTable + " WHERE " + condition);
            if (rows == 0) {
                return;
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT " + RowEquality.keyLiteral("s", to.key()) + ", quote(s."
                                    + name + ") FROM " + sourceTable + " AS s WHERE " + condition + " LIMIT 1")) {
                row.next();
                finding.report(row.getString(1), row.getString(2), rows);
            }
        }

        private List<TablePlan.RowDifference> examples(List<String> columns, List<String> key) throws SQLException {
            List<TablePlan.RowDifference> found = new ArrayList<>();
            for (String column : columns) {
                String name = Identifier.quote(column);
                String sql = "SELECT " + RowEquality.keyLiteral("s", key) + ", " + brief("s." + name) + ", "
                        + brief("d." + name)
                        + " FROM " + sourceTable + " AS s JOIN " + targetTable + " AS d ON " + RowEquality.sameKey(key)
                        + " WHERE NOT (" + RowEquality.sameValue(to, column) + ") LIMIT " + EXAMPLES;
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
        private static String brief(String value) {
            return "CASE WHEN length(quote(" + value + ")) > 60 THEN substr(quote(" + value
                    + "), 1, 57) || '...' ELSE quote(" + value + ") END";
        }

        private Fault conflict(long changed, List<TablePlan.RowDifference> examples) {
            TablePlan.RowDifference first = examples.get(0);
            return new Fault(
                            changed + " row(s) of " + to.name()
                                    + " are in the source and in the target with different content; the first: key "
                                    + first.key() + ", column " + first.column() + ", source " + first.inSource()
                                    + ", target "
                                    + first.inTarget(),
                            "which side is right is not guessed",
                            "look at both with 'plan', make the two rows equal or delete the wrong one, and run this again; if the source"
                                    + " was consolidated by hand before, rename it to <name>.archived_<yyyyMMdd_HHmmss>")
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

        private void problem(String what, String why, String next) {
            problems.add(new Fault(what, why, next).at(file).at(from.name()));
        }
    }
}
