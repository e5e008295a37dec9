package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
        List<Diagnosis.Partitions> found = new ArrayList<>();
        for (Map.Entry<String, List<Optional<Range>>> entry : ranges.entrySet()) {
            found.add(partitions(entry.getKey(), entry.getValue(), today, rowsInDefault(connection, entry.getKey())));
        }
        return found;
    }

    /** Counted; what this role may not read, the server has estimated. */
    private static long rowsInDefault(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String name;
            try (ResultSet row = statement.executeQuery("SELECT c.relname, greatest(c.reltuples, 0)::bigint,"
                    + " has_schema_privilege(c.relnamespace, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AND NOT"
                    + " row_security_active(c.oid) FROM pg_catalog.pg_partitioned_table p JOIN pg_catalog.pg_class c ON"
                    + " c.oid = p.partdefid JOIN pg_catalog.pg_class t ON t.oid = p.partrelid"
                    + " WHERE t.relnamespace = to_regnamespace(" + Identifier.literal(InitialSchema.SCHEMA)
                    + ") AND t.relname = " + Identifier.literal(table))) {
                if (!row.next()) {
                    return 0;
                }
                if (!row.getBoolean(3)) {
                    return row.getLong(2);
                }
                name = row.getString(1);
            }
            try (ResultSet row =
                    statement.executeQuery("SELECT count(*) FROM " + Identifier.quote(InitialSchema.SCHEMA, name))) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Diagnosis.Partitions partitions(
            String table, List<Optional<Range>> bounds, LocalDate today, long rowsInDefault) {
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
                !todayCovered && !hasDefault,
                Stream.of(YearMonth.from(today), YearMonth.from(today).plusMonths(1))
                        .filter(month -> days.stream()
                                .noneMatch(range -> !range.from().isAfter(month.atDay(1))
                                        && range.to().isAfter(month.atEndOfMonth())))
                        .findFirst(),
                rowsInDefault);
    }
}
