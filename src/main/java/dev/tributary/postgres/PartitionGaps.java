package dev.tributary.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the days for which a table by ranges has no partition: its inserts of such a day fail. */
final class PartitionGaps {
    private static final Pattern RANGE =
            Pattern.compile("FOR VALUES FROM \\('(\\d{4}-\\d\\d-\\d\\d).*'\\) TO \\('(\\d{4}-\\d\\d-\\d\\d).*'\\)");

    private PartitionGaps() {}

    private record Range(LocalDate from, LocalDate to) {}

    static List<Diagnosis.Partitions> find(Connection connection, LocalDate today) throws SQLException {
        Map<String, List<Optional<Range>>> ranges = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT parent.relname, coalesce(pg_get_expr(child.relpartbound, child.oid), '')
                          FROM pg_catalog.pg_class parent
                          JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = parent.oid AND p.partstrat = 'r'
                          LEFT JOIN pg_catalog.pg_inherits i ON i.inhparent = parent.oid
                          LEFT JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid
                         JOIN pg_catalog.pg_namespace n ON n.oid = parent.relnamespace AND n.nspname = 'mcp'
                         ORDER BY 1, 2""")) {
            while (row.next()) {
                List<Optional<Range>> bounds = ranges.computeIfAbsent(row.getString(1), table -> new ArrayList<>());
                String bound = row.getString(2);
                Matcher matcher = RANGE.matcher(bound);
                if (matcher.matches()) {
                    bounds.add(Optional.of(
                            new Range(LocalDate.parse(matcher.group(1)), LocalDate.parse(matcher.group(2)))));
                } else if ("DEFAULT".equals(bound)) {
                    bounds.add(Optional.empty());
                }
            }
        }
        return ranges.entrySet().stream()
                .map(entry -> partitions(entry.getKey(), entry.getValue(), today))
                .toList();
    }

    private static Diagnosis.Partitions partitions(String table, List<Optional<Range>> bounds, LocalDate today) {
        List<Range> days = bounds.stream().flatMap(Optional::stream).toList();
        boolean hasDefault = bounds.stream().anyMatch(Optional::isEmpty);
        Optional<LocalDate> first = days.stream().map(Range::from).min(LocalDate::compareTo);
        Optional<LocalDate> end = days.stream().map(Range::to).max(LocalDate::compareTo);
        LocalDate start = first.filter(day -> !day.isAfter(today)).orElse(today);
        long covered = days.stream()
                .mapToLong(range -> {
                    LocalDate to = range.to().isAfter(today) ? today.plusDays(1) : range.to();
                    return Math.max(0, ChronoUnit.DAYS.between(range.from(), to));
                })
                .sum();
        boolean todayCovered = days.stream()
                .anyMatch(range -> !range.from().isAfter(today) && range.to().isAfter(today));
        return new Diagnosis.Partitions(
                table,
                first,
                end,
                hasDefault,
                ChronoUnit.DAYS.between(start, today.plusDays(1)) - covered,
                !todayCovered && !hasDefault);
    }
}
