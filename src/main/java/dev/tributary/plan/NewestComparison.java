package dev.tributary.plan;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.source.TableDigest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides for every row of the source whether it is in the target already, is new, or is newer or older than the row of
 * equal natural key. At equal times the target's row stays: it is the base, and no other reason is at hand.
 */
final class NewestComparison {
    private static final int BRIEF = 80;

    private final Connection connection;
    private final Table from;
    private final Table to;
    private final CopySpec.Rule.NewestWins rule;
    private final String sourceTable;
    private final String targetTable;
    private final boolean targetExists;
    private final Catalog targetCatalog;
    private final List<String> columns;
    private final Path file;

    /** What was found: the table's plan, who wins, and who gives way. */
    record Result(TablePlan plan, List<MergePlan.Winner> winners, List<MergePlan.Superseded> superseded) {}

    private record Row(long rowid, String key, String content, double at, String atLiteral, List<String> literals) {}

    NewestComparison(
            Connection connection,
            Planner.Side source,
            Planner.Side target,
            Table from,
            Table to,
            boolean targetExists,
            CopySpec.Rule.NewestWins rule,
            Path file) {
        this.connection = connection;
        this.from = from;
        this.to = to;
        this.rule = rule;
        this.file = file;
        this.targetExists = targetExists;
        this.targetCatalog = target.catalog();
        this.sourceTable = Identifier.quote(source.alias(), from.name());
        this.targetTable = Identifier.quote(target.alias(), to.name());
        this.columns = to.columnNames().stream()
                .filter(column -> from.column(column).isPresent())
                .filter(column -> !to.rowidColumn().equals(Optional.of(column)))
                .toList();
    }

    Result compare(List<Fault> problems) throws SQLException {
        if (!comparable(problems)) {
            return result(0, 0, 0, List.of(), List.of());
        }
        Map<String, List<Row>> theirs = rows(sourceTable, "s", from);
        Map<String, List<Row>> ours = targetExists ? rows(targetTable, "d", to) : Map.of();
        List<MergePlan.Winner> winners = new ArrayList<>();
        List<MergePlan.Superseded> superseded = new ArrayList<>();
        long identical = 0;
        for (Map.Entry<String, List<Row>> each : theirs.entrySet()) {
            Row newest = newest(each.getValue());
            List<Row> there = ours.getOrDefault(each.getKey(), List.of());
            Row winner = newest;
            if (!there.isEmpty()) {
                Row base = newest(there);
                if (newest.content().equals(base.content())) {
                    winner = base;
                } else if (newest.at() > base.at()) {
                    winners.add(new MergePlan.Winner(to.name(), newest.rowid(), base.rowid()));
                    superseded.add(superseded("target", base, newest));
                } else {
                    winner = base;
                }
            } else {
                winners.add(new MergePlan.Winner(to.name(), newest.rowid(), MergePlan.Winner.NEW));
            }
            for (Row row : each.getValue()) {
                if (row.content().equals(winner.content())) {
                    identical += row == winner ? 0 : 1;
                } else {
                    superseded.add(superseded("source", row, winner));
                }
            }
        }
        long sourceRows = theirs.values().stream().mapToLong(List::size).sum();
        long targetRows = ours.values().stream().mapToLong(List::size).sum();
        return result(sourceRows, targetRows, identical, winners, superseded);
    }

    private Result result(
            long sourceRows,
            long targetRows,
            long identical,
            List<MergePlan.Winner> winners,
            List<MergePlan.Superseded> superseded) {
        return new Result(
                new TablePlan(
                        from,
                        to,
                        columns,
                        rule.key(),
                        sourceRows,
                        targetRows,
                        identical,
                        0,
                        List.of(),
                        List.of(),
                        TablePlan.Way.NEWEST_WINS),
                winners,
                superseded);
    }

    private boolean comparable(List<Fault> problems) {
        int before = problems.size();
        List<String> needed = new ArrayList<>(rule.key());
        needed.add(rule.updatedAt());
        for (String column : needed) {
            lacks(problems, "the source's table ", from, column);
            lacks(problems, "the target's table ", to, column);
        }
        targetCatalog.triggers().stream()
                .filter(trigger -> Identifier.same(trigger.table(), to.name()))
                .findFirst()
                .ifPresent(trigger -> problem(
                        problems,
                        "the target's table " + to.name() + " has a trigger: " + trigger.name(),
                        "it would fire for every merged row, and what it does is not known",
                        "drop the trigger for the migration, and make it again afterwards"));
        for (Column column : from.columns()) {
            if (!column.generated() && to.column(column.name()).isEmpty()) {
                problem(
                        problems,
                        "the source has a column that the target does not know: " + from.name() + "." + column.name(),
                        "its values would be left behind",
                        "give the target's table this column: ALTER TABLE " + to.name() + " ADD COLUMN " + column.name()
                                + " " + column.type());
            }
        }
        return problems.size() == before;
    }

    private void lacks(List<Fault> problems, String whose, Table table, String column) {
        if (table.column(column).isPresent()) {
            return;
        }
        problems.add(new Fault(
                        whose + table.name() + " has no column " + column,
                        "of two rows the newer one stays: they are told apart by " + String.join(", ", rule.key())
                                + ", and " + rule.updatedAt() + " says which is newer",
                        "check that this is the right file, or give the table the column: ALTER TABLE "
                                + Identifier.quote(table.name()) + " ADD COLUMN " + Identifier.quote(column) + " TEXT")
                .at(file)
                .at(table.name()));
    }

    private void problem(List<Fault> problems, String what, String why, String next) {
        problems.add(new Fault(what, why, next).at(file).at(from.name()));
    }

    private Map<String, List<Row>> rows(String table, String alias, Table shape) throws SQLException {
        String updated = alias + "." + Identifier.quote(rule.updatedAt());
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(alias)
                .append('.')
                .append(shape.rowidName().orElseThrow())
                .append(", ")
                .append(TableDigest.rowText(alias, rule.key()))
                .append(", ")
                .append(TableDigest.rowText(alias, columns))
                .append(", coalesce(julianday(")
                .append(updated)
                .append("), 0), quote(")
                .append(updated)
                .append(')');
        columns.forEach(column -> sql.append(", quote(")
                .append(alias)
                .append('.')
                .append(Identifier.quote(column))
                .append(')'));
        sql.append(" FROM ").append(table).append(" AS ").append(alias).append(" ORDER BY 1");
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.toString())) {
            while (row.next()) {
                List<String> literals = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    literals.add(row.getString(i + 6));
                }
                rows.computeIfAbsent(row.getString(2), key -> new ArrayList<>())
                        .add(new Row(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getDouble(4),
                                row.getString(5),
                                literals));
            }
        }
        return rows;
    }

    private static Row newest(List<Row> rows) {
        return rows.stream()
                .max(Comparator.comparingDouble(Row::at)
                        .thenComparing(Row::rowid, Comparator.reverseOrder())) // at equal times the first stays
                .orElseThrow();
    }

    private MergePlan.Superseded superseded(String side, Row loser, Row winner) {
        List<String> differences = new ArrayList<>();
        List<String> key = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (rule.key().contains(columns.get(i))) {
                key.add(loser.literals().get(i));
            } else if (!Objects.equals(
                    loser.literals().get(i), winner.literals().get(i))) {
                differences.add(columns.get(i) + ": " + brief(loser.literals().get(i)) + " gives way to "
                        + brief(winner.literals().get(i)));
            }
        }
        return new MergePlan.Superseded(
                to.name(),
                "(" + String.join(", ", key) + ")",
                side,
                loser.atLiteral(),
                winner.atLiteral(),
                differences);
    }

    private static String brief(String literal) {
        return literal.length() <= BRIEF ? literal : literal.substring(0, BRIEF - 3) + "...";
    }
}
