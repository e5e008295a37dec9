package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.postgres.LiveStep.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts columns of enums beside columns of text, while programs write either of them.
 *
 * <p>A trigger keeps the two in step through a table that says which text means which label; an operator may add to it. Until
 * the switch the text is the truth: what it does not map to a label leaves the typed column NULL, is listed, and stops no
 * write. The typed column has no default of its own: a row that names neither gets the label of the text's default, also
 * after an operator has given that another one.
 */
public final class TypedColumns {
    static final String MAPPING = "typed_column_mapping";
    static final String UNMAPPED = "unmapped_typed_values";
    static final int SHOWN = 20;
    /** Triggers fire in the order of their names: this one sees what others have made of the row. */
    static final String TRIGGER = "zz_keep_typed_columns_in_step";

    private final Map<String, List<TypedColumn>> byTable;
    private final Set<String> withUpdatedAt;

    /**
     * These columns, all of one table together.
     *
     * @param withUpdatedAt the tables among them on which a trigger sets {@code updated_at}
     */
    public TypedColumns(List<TypedColumn> columns, Set<String> withUpdatedAt) {
        this.withUpdatedAt = new LinkedHashSet<>(withUpdatedAt);
        this.byTable = columns.stream()
                .collect(Collectors.groupingBy(TypedColumn::table, LinkedHashMap::new, Collectors.toList()));
    }

    Map<String, List<TypedColumn>> byTable() {
        return byTable;
    }

    List<TypedColumn> all() {
        return byTable.values().stream().flatMap(List::stream).toList();
    }

    /**
     * The mapping, made once: what an operator changes in it stays.
     *
     * @param labels for each column the labels of its enum, which map to themselves
     * @param synonyms for each column what else means one of its labels: text, label, text, label..
     */
    public List<LiveStep> mapping(Map<TypedColumn, List<String>> labels, Map<TypedColumn, List<String>> synonyms) {
        List<String> checks = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (TypedColumn column : all()) {
            String key = "table_name = " + Identifier.literal(column.table()) + " AND column_name = "
                    + Identifier.literal(column.column());
            checks.add("(" + key + " AND label IN ("
                    + labels.get(column).stream().map(Identifier::literal).collect(Collectors.joining(", ")) + "))");
            labels.get(column).forEach(label -> rows.add(row(column, label, label)));
            List<String> more = synonyms.getOrDefault(column, List.of());
            for (int i = 0; i < more.size(); i += 2) {
                rows.add(row(column, more.get(i), more.get(i + 1)));
            }
        }
        return List.of(
                LiveSteps.requireTypes(
                        MAPPING,
                        List.of(
                                LiveSteps.column("table_name", "VARCHAR(63)"),
                                LiveSteps.column("column_name", "VARCHAR(63)"),
                                LiveSteps.column("text_value", "VARCHAR(100)"),
                                LiveSteps.column("label", "VARCHAR(63)"))),
                LiveSteps.once(
                        "create the mapping of texts to labels",
                        List.of(),
                        "to_regclass('mcp." + MAPPING + "') IS NOT NULL",
                        """
                        CREATE TABLE mcp.%1$s (
                          table_name  VARCHAR(63)  NOT NULL,
                          column_name VARCHAR(63)  NOT NULL,
                          text_value  VARCHAR(100) NOT NULL,
                          label       VARCHAR(63)  NOT NULL,
                          CONSTRAINT %1$s_pkey PRIMARY KEY (table_name, column_name, text_value),
                          CONSTRAINT %1$s_label_check CHECK (%2$s)
                        )""".formatted(MAPPING, String.join(" OR ", checks)),
                        "INSERT INTO mcp." + MAPPING + " (table_name, column_name, text_value, label) VALUES\n  "
                                + String.join(",\n  ", rows)));
    }

    private static String row(TypedColumn column, String text, String label) {
        return "(" + Identifier.literal(column.table()) + ", " + Identifier.literal(column.column()) + ", "
                + Identifier.literal(text) + ", " + Identifier.literal(label) + ")";
    }

    /** Adds the columns with their trigger in one moment, and then gives every row its labels. */
    public List<LiveStep> expand() {
        List<LiveStep> steps = new ArrayList<>();
        byTable.forEach((table, columns) -> {
            steps.add(LiveSteps.requireTypes(
                    table,
                    columns.stream()
                            .map(c -> LiveSteps.column(c.typed(), c.qualifiedType()))
                            .toList()));
            steps.add(add(table, columns));
        });
        byTable.forEach((table, columns) -> steps.add(backfill(table, columns)));
        steps.add(view());
        steps.add(report());
        return List.copyOf(steps);
    }

    private LiveStep add(String table, List<TypedColumn> columns) {
        String name = LiveSteps.qualified(table);
        String function = LiveSteps.qualified(table + "_keep_typed_columns_in_step");
        String done = columns.stream()
                        .map(c -> LiveConditions.hasColumn(table, c.typed()))
                        .collect(Collectors.joining(" AND "))
                + " AND " + LiveConditions.firesTrigger(table, TRIGGER);
        return LiveSteps.once(
                "add typed columns to " + table,
                List.of(table),
                done,
                "ALTER TABLE " + name + "\n  "
                        + columns.stream()
                                .map(c -> "ADD COLUMN IF NOT EXISTS " + Identifier.quote(c.typed()) + " "
                                        + c.qualifiedType())
                                .collect(Collectors.joining(",\n  ")),
                TypedTrigger.function(function, columns, withUpdatedAt.contains(table)),
                "CREATE OR REPLACE TRIGGER " + TRIGGER + " BEFORE INSERT OR UPDATE ON " + name
                        + " FOR EACH ROW EXECUTE FUNCTION " + function + "()");
    }

    /** Only touches the rows: what a text means is said in one place, the trigger. */
    private static LiveStep backfill(String table, List<TypedColumn> columns) {
        return LiveSteps.backfill(
                "give the rows of " + table + " their labels",
                table,
                List.of(),
                columns.stream()
                        .map(c -> "t." + c.typed() + " IS NULL AND EXISTS (SELECT FROM mcp." + MAPPING
                                + " AS m WHERE m.table_name = " + Identifier.literal(table) + " AND m.column_name = "
                                + Identifier.literal(c.column()) + " AND m.text_value = t." + c.column() + ")")
                        .collect(Collectors.joining(" OR ", "(", ")")),
                columns.get(0).typed() + " = t." + columns.get(0).typed());
    }

    private LiveStep view() {
        return new LiveStep.Once(
                "create the view of texts without a label",
                Weight.BLOCKS_NOBODY,
                List.of(),
                "to_regclass('mcp." + UNMAPPED + "') IS NOT NULL",
                List.of("CREATE OR REPLACE VIEW mcp." + UNMAPPED + " WITH (security_invoker = true) AS\n"
                        + all().stream().map(TypedColumns::unmapped).collect(Collectors.joining("\nUNION ALL\n"))));
    }

    static String unmapped(TypedColumn column) {
        return """
                SELECT %1$s::text AS table_name, %2$s::text AS column_name, t.%5$s::text AS text_value, count(*) AS row_count,
                       format('INSERT INTO mcp.%4$s (table_name, column_name, text_value, label) VALUES (%%L, %%L, %%L, ''<label>'');',
                              %1$s, %2$s, t.%5$s) AS add_mapping
                FROM %3$s AS t
                WHERE t.%6$s IS NULL AND t.%5$s IS NOT NULL
                GROUP BY t.%5$s""".formatted(
                        Identifier.literal(column.table()),
                        Identifier.literal(column.column()),
                        LiveSteps.qualified(column.table()),
                        MAPPING,
                        column.column(),
                        column.typed());
    }

    /** The texts of most rows first; a column of free text would fill the log. */
    private static LiveStep report() {
        return new LiveStep.Report("look for texts without a label", "true", """
                SELECT format('%%s row(s) of %%s.%%s are %%L, which is no label; to say what it means: %%s',
                              row_count, table_name, column_name, text_value, add_mapping)
                FROM (SELECT * FROM mcp.%1$s ORDER BY row_count DESC, table_name, column_name, text_value LIMIT %2$d) AS first
                UNION ALL
                SELECT format('%%s more texts are no label: SELECT * FROM mcp.%1$s', count(*) - %2$d) FROM mcp.%1$s
                HAVING count(*) > %2$d""".formatted(UNMAPPED, SHOWN));
    }
}
