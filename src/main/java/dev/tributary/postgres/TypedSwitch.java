package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets the typed columns take the place of the text columns beside them, for one table in one moment. What is on a text
 * column was made for its typed column before, while others write; what somebody else has built on one refuses.
 */
public final class TypedSwitch {
    private static final String NEXT = "_typed";

    private final TypedColumns columns;
    private final Set<String> partitioned;
    private final List<SwitchedIndex> indexes;
    private final List<SwitchedView> views;

    /**
     * An index that is on a text column and has to be on the typed one.
     *
     * @param definition for the typed columns under the names that they have before the switch, as the server writes it
     */
    public record SwitchedIndex(String table, String name, String definition) {}

    /**
     * A view that reads text columns, as text.
     *
     * @param reads the places in the server's text of it that read text columns
     */
    public record SwitchedView(String table, String name, List<SwitchedRead> reads) {}

    /**
     * A place that reads a text column.
     *
     * @param text as a regular expression; the server leaves out the table where there is only one
     * @param typed what it becomes
     */
    public record SwitchedRead(String text, String typed) {}

    /**
     * All columns of the expansion, with what is on them.
     *
     * @param partitioned the partitioned ones among their tables
     */
    public TypedSwitch(
            TypedColumns columns, Set<String> partitioned, List<SwitchedIndex> indexes, List<SwitchedView> views) {
        this.columns = columns;
        this.partitioned = new LinkedHashSet<>(partitioned);
        this.indexes = List.copyOf(indexes);
        this.views = List.copyOf(views);
    }

    /** The steps; each may be run again at any time. */
    public List<LiveStep> steps() {
        List<LiveStep> steps = new ArrayList<>();
        columns.byTable().forEach((table, list) -> {
            steps.add(disabled(table));
            steps.add(unmapped(table, list));
            steps.add(contradicting(table, list));
            steps.add(others(table));
        });
        columns.all().forEach(column -> steps.add(build(column.table(), guard(column), guardDefinition(column))));
        indexes.forEach(index -> steps.add(build(index.table(), index.name() + NEXT, index.definition())));
        columns.byTable().forEach((table, list) -> steps.add(change(table, list)));
        steps.addAll(Comments.add());
        return List.copyOf(steps);
    }

    /** Nothing is guessed here either: what has no label would be lost with its text. */
    private LiveStep unmapped(String table, List<TypedColumn> list) {
        return new LiveStep.Refuse(
                "look for texts of " + table + " without a label",
                notYet(table),
                "SELECT format('%s row(s) of %s.%s are %L', row_count, table_name, column_name, text_value), add_mapping FROM ("
                        + list.stream().map(TypedColumns::unmapped).collect(Collectors.joining("\nUNION ALL\n"))
                        + ") AS found ORDER BY found.row_count DESC, table_name, column_name, text_value LIMIT "
                        + TypedColumns.SHOWN,
                "texts that have no label are being written",
                "they would be lost with their column, and the programs that write them would fail from then on",
                "say what each means, touch those rows (UPDATE .. SET <column>_enum = NULL WHERE <column>_enum IS NULL),"
                        + " and run this again:");
    }

    private LiveStep disabled(String table) {
        return new LiveStep.Refuse(
                "look at the trigger that keeps the columns of " + table + " in step",
                notYet(table) + " AND NOT " + LiveConditions.firesTrigger(table, TypedColumns.TRIGGER),
                "SELECT " + Identifier.literal(TypedColumns.TRIGGER) + ", NULL",
                "the trigger that keeps the typed columns of " + LiveSteps.qualified(table)
                        + " in step is disabled or gone",
                "what was written since may have no label, or an old one",
                "run: verify mcp, and what it says; then this again");
    }

    /** The text is the truth: a label that says something else was made without the trigger, or by another mapping. */
    private LiveStep contradicting(String table, List<TypedColumn> list) {
        return new LiveStep.Refuse(
                "look for labels of " + table + " that contradict their texts",
                notYet(table),
                list.stream()
                        .map(c -> """
                                SELECT format('%%s row(s) of %1$s are %%L and have the label %%s', count(*), t.%3$s, t.%4$s),
                                       format('UPDATE %2$s SET %4$s = NULL WHERE %3$s = %%L AND %4$s = %%L;', t.%3$s, t.%4$s)
                                FROM %2$s AS t LEFT JOIN mcp.%5$s AS m
                                  ON m.table_name = %6$s AND m.column_name = %7$s AND m.text_value = t.%3$s
                                WHERE t.%4$s IS NOT NULL AND t.%4$s::text IS DISTINCT FROM m.label
                                GROUP BY t.%3$s, t.%4$s""".formatted(
                                        c,
                                        LiveSteps.qualified(table),
                                        c.column(),
                                        c.typed(),
                                        TypedColumns.MAPPING,
                                        Identifier.literal(table),
                                        Identifier.literal(c.column())))
                        .collect(Collectors.joining("\nUNION ALL\n")),
                "labels contradict the texts beside them",
                "the text would be lost, and it is the truth",
                "say which is right in mcp." + TypedColumns.MAPPING
                        + ", let the label be made anew, and run this again:");
    }

    /** An index that is empty as a rule: behind the lock, whether something was written meanwhile must not take long. */
    private static String guard(TypedColumn column) {
        return "idx_" + column.table() + "_" + column.column() + "_unmapped";
    }

    private static String guardDefinition(TypedColumn column) {
        return "(" + column.column() + ") WHERE ((" + column.typed() + " IS NULL) AND (" + column.column()
                + " IS NOT NULL))";
    }

    /** What is on a text column goes with it, or stops us in the middle: it is named before anything is done. */
    private LiveStep others(String table) {
        String ours = Stream.concat(
                        Stream.concat(
                                indexes.stream().map(SwitchedIndex::name),
                                columns.all().stream().map(TypedSwitch::guard)),
                        Stream.concat(views.stream().map(SwitchedView::name), Stream.of(TypedColumns.UNMAPPED)))
                .map(Identifier::literal)
                .collect(Collectors.joining(", "));
        String names = columns.byTable().get(table).stream()
                .map(c -> Identifier.literal(c.column()))
                .collect(Collectors.joining(", "));
        return new LiveStep.Refuse(
                "look for what others have built on the texts of " + table,
                notYet(table),
                """
                SELECT DISTINCT pg_describe_object(d.classid, d.objid, 0), NULL
                FROM (SELECT relid FROM pg_partition_tree(%1$s::regclass) UNION SELECT %1$s::regclass) AS l
                JOIN pg_attribute AS a ON a.attrelid = l.relid AND a.attname IN (%2$s)
                JOIN pg_depend AS d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = l.relid AND d.refobjsubid = a.attnum
                LEFT JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
                LEFT JOIN pg_class AS c ON c.oid = CASE d.classid WHEN 'pg_rewrite'::regclass THEN r.ev_class
                                                                  WHEN 'pg_class'::regclass THEN d.objid END
                WHERE d.deptype <> 'i'
                  AND NOT (c.oid IS NOT NULL AND c.relnamespace = to_regnamespace('mcp') AND c.relname IN (%3$s))
                  AND NOT EXISTS (SELECT FROM pg_inherits AS i WHERE d.classid = 'pg_class'::regclass AND i.inhrelid = d.objid)
                  AND NOT (c.oid IS NOT NULL AND c.relname = ANY (SELECT %4$s FROM pg_class AS part, unnest(ARRAY[%3$s]) AS ours
                                                                  WHERE part.oid = l.relid AND part.relispartition))
                  AND NOT EXISTS (SELECT FROM pg_attrdef AS f WHERE d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
                                    AND f.adrelid = l.relid AND f.adnum = a.attnum)
                  AND NOT EXISTS (SELECT FROM pg_trigger AS g WHERE d.classid = 'pg_trigger'::regclass AND g.oid = d.objid
                                    AND g.tgparentid <> 0)
                ORDER BY 1""".formatted(
                                Identifier.literal(LiveSteps.qualified(table)),
                                names,
                                ours,
                                LivePartitions.nameOfPart("ours", table, "part.relname")),
                "something was built on the text columns of " + LiveSteps.qualified(table),
                "the text columns go, and it would go with them or stop them from going",
                "build it on the typed column instead, or drop it, and run this again");
    }

    private String notYet(String table) {
        return LiveConditions.hasColumn(
                table, columns.byTable().get(table).get(0).typed());
    }

    private LiveStep build(String table, String name, String definition) {
        String step = "build the index " + name;
        return partitioned.contains(table)
                ? new LiveStep.PartitionedIndex(step, notYet(table), name, LiveSteps.qualified(table), definition)
                : new LiveStep.ConcurrentIndex(
                        step, notYet(table), InitialSchema.SCHEMA, name, false, LiveSteps.qualified(table), definition);
    }

    private LiveStep change(String table, List<TypedColumn> list) {
        String name = LiveSteps.qualified(table);
        List<String> sql = new ArrayList<>();
        sql.add("LOCK TABLE " + name + " IN ACCESS EXCLUSIVE MODE");
        sql.add(unmappedMeanwhile(table, list));
        sql.add("DROP VIEW IF EXISTS mcp." + TypedColumns.UNMAPPED);
        views.stream()
                .filter(view -> view.table().equals(table))
                .map(TypedSwitch::redefine)
                .forEach(sql::add);
        sql.add("DROP TRIGGER IF EXISTS " + TypedColumns.TRIGGER + " ON " + name);
        sql.add("DROP FUNCTION IF EXISTS " + LiveSteps.qualified(table + "_keep_typed_columns_in_step") + "()");
        for (TypedColumn column : list) {
            sql.add(defaultFor(column));
            sql.add(commentFor(column));
            sql.add("ALTER TABLE " + name + " DROP COLUMN " + Identifier.quote(column.column())
                    + (column.notNull() ? ", ALTER COLUMN " + Identifier.quote(column.typed()) + " SET NOT NULL" : ""));
            sql.add("ALTER TABLE " + name + " RENAME COLUMN " + Identifier.quote(column.typed()) + " TO "
                    + Identifier.quote(column.column()));
        }
        indexes.stream()
                .filter(index -> index.table().equals(table))
                .forEach(index -> sql.add("ALTER INDEX mcp." + Identifier.quote(index.name() + NEXT) + " RENAME TO "
                        + Identifier.quote(index.name())));
        return LiveSteps.once(
                "let the typed columns of " + table + " take the place of the texts",
                List.of(table),
                "NOT " + notYet(table),
                sql.toArray(String[]::new));
    }

    /** Behind the lock, with the help of an index that holds nothing else. */
    private static String unmappedMeanwhile(String table, List<TypedColumn> list) {
        return """
                DO $meanwhile$
                BEGIN
                  IF %s THEN
                    RAISE EXCEPTION 'texts without a label were written meanwhile; run this again, and they are listed';
                  END IF;
                END
                $meanwhile$""".formatted(list.stream()
                .map(c -> "EXISTS (SELECT FROM " + LiveSteps.qualified(table) + " AS t WHERE t." + c.typed()
                        + " IS NULL AND t." + c.column() + " IS NOT NULL)")
                .collect(Collectors.joining(" OR ")));
    }

    /** The label that the text's default means now, where it means one. */
    private static String defaultFor(TypedColumn column) {
        return """
                DO $default$
                DECLARE
                  meant TEXT := (SELECT m.label FROM mcp.%1$s AS m
                                 WHERE m.table_name = %2$s AND m.column_name = %3$s AND m.text_value = %4$s);
                BEGIN
                  IF meant IS NOT NULL THEN
                    EXECUTE format('ALTER TABLE %5$s ALTER COLUMN %6$s SET DEFAULT %%L', meant);
                  END IF;
                END
                $default$""".formatted(
                        TypedColumns.MAPPING,
                        Identifier.literal(column.table()),
                        Identifier.literal(column.column()),
                        column.textDefault().map(Identifier::literal).orElse("NULL"),
                        LiveSteps.qualified(column.table()),
                        Identifier.quote(column.typed()));
    }

    /** A view follows a column that is renamed: it only has to read the other one before the first one goes. */
    private static String redefine(SwitchedView view) {
        String definition = "pg_get_viewdef(" + Identifier.literal("mcp." + view.name()) + "::regclass)";
        for (SwitchedRead read : view.reads()) {
            definition = "regexp_replace(" + definition + ", " + Identifier.literal(read.text()) + ", "
                    + Identifier.literal(read.typed()) + ", 'g')";
        }
        return """
                DO $view$
                BEGIN
                  EXECUTE 'CREATE OR REPLACE VIEW mcp.%s WITH (security_invoker = true) AS ' || %s;
                END
                $view$""".formatted(Identifier.quote(view.name()), definition);
    }

    /** What was said about the text is true of the labels. */
    private static String commentFor(TypedColumn column) {
        return """
                DO $comment$
                BEGIN
                  EXECUTE format('COMMENT ON COLUMN %1$s.%2$s IS %%L',
                                 (SELECT col_description(attrelid, attnum) FROM pg_attribute
                                  WHERE attrelid = '%1$s'::regclass AND attname = %3$s));
                END
                $comment$""".formatted(
                        LiveSteps.qualified(column.table()),
                        Identifier.quote(column.typed()),
                        Identifier.literal(column.column()));
    }
}
