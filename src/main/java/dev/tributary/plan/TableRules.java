package dev.tributary.plan;

import dev.tributary.catalog.Affinity;
import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
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
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the target's table would refuse, or would change on the way in: found by reading, before anything is written. */
final class TableRules {
    /** An index's column as {@link Index} writes it. */
    private static final Pattern INDEXED = Pattern.compile("(.+?)( COLLATE \\w+)?( DESC)?");

    private final Connection connection;
    private final String sourceTable;
    private final String targetTable;
    private final Table from;
    private final Table to;
    private final Path file;
    private final List<Fault> problems;
    private final boolean merged;

    /**
     * The rules of one table.
     *
     * @param merged rows without a key are told apart by their whole content
     */
    TableRules(
            Connection connection,
            String sourceTable,
            String targetTable,
            Table from,
            Table to,
            Path file,
            List<Fault> problems,
            boolean merged) {
        this.merged = merged;
        this.connection = connection;
        this.sourceTable = sourceTable;
        this.targetTable = targetTable;
        this.from = from;
        this.to = to;
        this.file = file;
        this.problems = problems;
    }

    /** Compares columns, key and triggers; says whether rows can be compared at all. */
    boolean checkShape(Catalog target) {
        int before = problems.size();
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
                        "the source has a column that the target does not know: " + from.name() + "." + column.name(),
                        "its values would be left behind",
                        "add a migration that gives " + to.name() + " this column, before the copy");
            }
        }
        for (Column column : to.columns()) {
            if (column.generated()
                    && from.column(column.name())
                            .filter(each -> !each.generated())
                            .isPresent()) {
                problem(
                        "the target computes the column " + to.name() + "." + column.name() + " itself",
                        "the source stores values in it, and they would be left behind",
                        "make it an ordinary column in the target, or a computed one in the source");
            }
        }
        if (to.key().isEmpty() && !merged) {
            problem(
                    "the table " + to.name() + " has no primary key",
                    "rows that are there already cannot be told from new ones",
                    "give the target's table a primary key");
        }
        target.triggers().stream()
                .filter(trigger -> Identifier.same(trigger.table(), to.name()))
                .findFirst()
                .ifPresent(trigger -> problem(
                        "the target's table " + to.name() + " has a trigger: " + trigger.name(),
                        "it would fire for every copied row, and what it does is not known",
                        "drop the trigger for the migration, and make it again afterwards"));
        return problems.size() == before;
    }

    /** Looks at the values: missing ones, rewritten ones, doubled ones. */
    void checkRows(boolean targetHasRows) throws SQLException {
        for (Column column : to.columns()) {
            if (!column.generated()) {
                Column origin = from.column(column.name()).orElseThrow();
                checkPresence(column, origin);
                checkAffinity(column, origin);
                checkRowidKey(column, origin);
            }
        }
        for (Index index : to.indexes()) {
            if (index.unique() && index.where().isEmpty()) {
                checkUnique(index, targetHasRows);
            }
        }
        if (to.rowidColumn().isPresent() && !to.rowidColumn().equals(from.rowidColumn())) {
            // a key that is the rowid itself has no index that could stand for it
            Index key = new Index(
                    "PRIMARY KEY",
                    to.name(),
                    true,
                    Index.Origin.PRIMARY_KEY,
                    to.key(),
                    Optional.empty(),
                    Optional.empty());
            checkUnique(key, targetHasRows);
        }
    }

    private void checkPresence(Column column, Column origin) throws SQLException {
        boolean mustHaveValue = column.notNull() || column.keyPosition() > 0 && !merged;
        if (!mustHaveValue || origin.notNull()) {
            return;
        }
        String name = Identifier.quote(origin.name());
        first(name, name + " IS NULL")
                .ifPresent(found -> problem(
                        found.rows() + " row(s) of " + from.name() + " have no value in " + column.name()
                                + ", the first one with the key " + found.key(),
                        "the target's column is declared NOT NULL"
                                + (column.keyPosition() > 0 ? " or is part of the key" : ""),
                        "give those rows a value in the source: UPDATE " + from.name() + " SET " + name + " = .. WHERE "
                                + name + " IS NULL"));
    }

    private void checkAffinity(Column column, Column origin) throws SQLException {
        if (column.affinity() == origin.affinity()) {
            return;
        }
        String name = Identifier.quote(origin.name());
        first(name, rewritten(column.affinity(), name))
                .ifPresent(found -> problem(
                        found.rows() + " value(s) of " + from.name() + "." + column.name()
                                + " would be rewritten, the first one " + found.value() + " with the key "
                                + found.key(),
                        "the source declares the column " + declared(origin) + ", the target " + declared(column)
                                + ", and SQLite converts on the way in",
                        "make the declared types agree, or store the value in the source as the target will"));
    }

    /** A key that is the rowid by another name can hold nothing but integers, whatever its affinity says. */
    private void checkRowidKey(Column column, Column origin) throws SQLException {
        String name = Identifier.quote(origin.name());
        if (to.rowidColumn().filter(column.name()::equals).isPresent()
                && !to.rowidColumn().equals(from.rowidColumn())) {
            first(
                            name,
                            "typeof(" + name + ") <> 'integer' AND " + name + " IS NOT NULL AND NOT ("
                                    + rewritten(column.affinity(), name) + ")")
                    .ifPresent(found -> problem(
                            found.rows() + " value(s) of " + from.name() + "." + column.name()
                                    + " are not integers, the first one with the key " + found.key(),
                            "the target's column is an INTEGER PRIMARY KEY, which can hold nothing else",
                            "give those rows another key in the source"));
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
                // the smallest integer is left alone: SQLite converts only what lies strictly between the ends
                "(typeof(" + name + ") = 'real' AND CAST(" + name + " AS INTEGER) = " + name + " AND " + name
                        + " > -9223372036854775808) OR " + looksNumeric;
        };
    }

    private void checkUnique(Index index, boolean targetHasRows) throws SQLException {
        List<Matcher> parts = index.columns().stream().map(INDEXED::matcher).toList();
        if (!parts.stream()
                .allMatch(part -> part.matches()
                        && to.column(part.group(1)).isPresent()
                        && from.column(part.group(1)).isPresent())) {
            return; // over an expression or a computed column: the constraint decides, inside the transaction
        }
        List<String> columns = parts.stream().map(part -> part.group(1)).toList();
        if (!from.hasIndexOfShape(index.shape())) {
            checkDoubled(index, parts, columns);
        }
        if (targetHasRows && index.origin() != Index.Origin.PRIMARY_KEY) {
            checkClashes(index, parts, columns);
        }
    }

    private void checkDoubled(Index index, List<Matcher> parts, List<String> columns) throws SQLException {
        String group = parts.stream()
                .map(part -> Identifier.quote(part.group(1)) + collation(part))
                .collect(Collectors.joining(", "));
        String present = columns.stream()
                .map(column -> Identifier.quote(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String groups = "SELECT " + RowEquality.keyLiteral("s", columns) + " AS value FROM " + sourceTable
                + " AS s WHERE " + present + " GROUP BY " + group + " HAVING count(*) > 1";
        try (Statement statement = connection.createStatement();
                ResultSet doubled = statement.executeQuery("SELECT count(*), min(value) FROM (" + groups + ")")) {
            doubled.next();
            if (doubled.getLong(1) > 0) {
                problem(
                        doubled.getLong(1) + " value(s) of (" + String.join(", ", columns)
                                + ") stand more than once in " + from.name() + ", the first one "
                                + doubled.getString(2),
                        "the target's table " + to.name() + " allows each only once (" + index.name() + ")",
                        "decide which row is right, and change the other in the source");
            }
        }
    }

    /** The index's own collation: its column's may be another. */
    private static String collation(Matcher part) {
        return Optional.ofNullable(part.group(2)).orElse(" COLLATE BINARY");
    }

    private void checkClashes(Index index, List<Matcher> parts, List<String> columns) throws SQLException {
        String clash = parts.stream()
                .map(part -> "d." + Identifier.quote(part.group(1)) + " = s." + Identifier.quote(part.group(1))
                        + collation(part))
                .collect(Collectors.joining(" AND "));
        long clashes = Query.number(
                connection,
                "SELECT count(*) FROM " + sourceTable + " AS s JOIN " + targetTable + " AS d ON " + clash
                        + " WHERE NOT (" + RowEquality.sameKey(to.key()) + ")");
        if (clashes > 0) {
            problem(
                    clashes + " row(s) of " + from.name() + " have the same (" + String.join(", ", columns)
                            + ") as another row of the target",
                    "the target's table " + to.name() + " allows each only once (" + index.name() + ")",
                    "decide which row is right, and change the other");
        }
    }

    /** How many rows meet a condition, and key and value of the first. */
    private record Found(long rows, String key, String value) {}

    private Optional<Found> first(String name, String condition) throws SQLException {
        long rows = Query.number(connection, "SELECT count(*) FROM " + sourceTable + " WHERE " + condition);
        if (rows == 0) {
            return Optional.empty();
        }
        String key = RowEquality.keyLiteral("s", to.key());
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + key + ", " + TableComparison.brief("s." + name)
                        + " FROM " + sourceTable + " AS s WHERE " + condition + " LIMIT 1")) {
            row.next();
            return Optional.of(new Found(rows, row.getString(1), row.getString(2)));
        }
    }

    private void problem(String what, String why, String next) {
        problems.add(new Fault(what, why, next).at(file).at(from.name()));
    }
}
