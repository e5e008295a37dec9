package dev.tributary.migrate;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.Table;
import dev.tributary.plan.CopySpec;
import dev.tributary.source.TableDigest;
import dev.tributary.verify.TableProof;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares, later on, a table in which the newest row of equal natural key stayed: nothing is lost as long as the target
 * has every natural key of the source. A key that names a table counts under the table's new name too.
 */
final class NewestState {
    private static final int EXAMPLES = 5;

    private final Connection connection;
    private final Table from;
    private final Table to;
    private final String source;
    private final String target;
    private final CopySpec.Rule.NewestWins rule;
    private final NameMap names;

    NewestState(
            Connection connection,
            String source,
            Table from,
            String target,
            Table to,
            CopySpec.Rule.NewestWins rule,
            NameMap names) {
        this.connection = connection;
        this.from = from;
        this.to = to;
        this.source = source;
        this.target = target;
        this.rule = rule;
        this.names = names;
    }

    TableProof compare() throws SQLException {
        long start = System.nanoTime();
        List<String> columns = to.columnNames().stream()
                .filter(column -> from.column(column).isPresent())
                .filter(column -> !to.rowidColumn().equals(Optional.of(column)))
                .toList();
        List<String> rest = columns.stream()
                .filter(column -> rule.key().stream().noneMatch(key -> Identifier.same(key, column)))
                .toList();
        Map<String, List<String>> theirs = rows(source, from, rest);
        Map<String, List<String>> ours = rows(target, to, rest);
        List<String> missing = new ArrayList<>();
        List<String> differing = new ArrayList<>();
        long changed = 0;
        long matched = 0;
        for (Map.Entry<String, List<String>> each : theirs.entrySet()) {
            List<String> there =
                    ours.getOrDefault(each.getKey(), ours.getOrDefault(names.inText(each.getKey()), List.of()));
            if (there.isEmpty()) {
                missing.add(each.getKey());
            }
            long others = there.isEmpty()
                    ? 0
                    : each.getValue().stream()
                            .filter(row -> !there.contains(row))
                            .count();
            if (others > 0) {
                differing.add(each.getKey());
            }
            changed += others;
            matched += there.size();
        }
        String sameKey = rule.key().stream()
                .map(column -> "t." + Identifier.quote(column) + " IS s." + Identifier.quote(column))
                .collect(Collectors.joining(" AND "));
        TableDigest sameKeys = TableDigest.of(
                connection,
                target,
                to.name(),
                columns,
                "EXISTS (SELECT 1 FROM " + Identifier.quote(source, from.name()) + " AS s WHERE " + sameKey + ")");
        return new TableProof(
                to.name(),
                missing.stream().mapToLong(key -> theirs.get(key).size()).sum(),
                changed,
                Query.number(connection, "SELECT count(*) FROM " + Identifier.quote(target, to.name())),
                TableDigest.of(connection, source, from.name(), columns, ""),
                new TableDigest(matched, sameKeys.hex()),
                (missing.isEmpty() ? differing : missing)
                        .stream().limit(EXAMPLES).map(key -> "(" + key + ")").toList(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    /** By natural key, as SQL literals, what else the rows hold. */
    private Map<String, List<String>> rows(String database, Table table, List<String> rest) throws SQLException {
        String key = rule.key().stream()
                .map(column -> "quote(r." + Identifier.quote(column) + ")")
                .collect(Collectors.joining(" || ', ' || "));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + key + ", " + TableDigest.rowText("r", rest)
                        + " FROM " + Identifier.quote(database, table.name()) + " AS r")) {
            while (row.next()) {
                rows.computeIfAbsent(row.getString(1), k -> new ArrayList<>()).add(row.getString(2));
            }
        }
        return rows;
    }
}
