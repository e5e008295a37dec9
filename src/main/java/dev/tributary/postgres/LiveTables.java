package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.postgres.LiveStep.Weight;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The steps that make whole tables, keys and triggers; see {@link LiveSteps}. */
public final class LiveTables {
    private LiveTables() {}

    /**
     * Creates a table, in a transaction of its own. One that exists must have these columns with these types: it is not
     * passed over.
     *
     * @param referenced the tables to which its foreign keys refer
     * @param lines its columns (name, type, the rest) and constraints, as CREATE TABLE takes them
     */
    public static List<LiveStep> newTable(String table, List<String> referenced, String... lines) {
        List<LiveSteps.NewColumn> columns = Arrays.stream(lines)
                .filter(line -> !line.startsWith("CONSTRAINT "))
                .map(LiveTables::parse)
                .toList();
        String exists = "to_regclass(" + Identifier.literal(LiveSteps.qualified(table)) + ") IS NOT NULL";
        return List.of(
                LiveSteps.requireTypes(table, columns),
                new LiveStep.Refuse(
                        "look for the columns of " + table,
                        exists,
                        "SELECT name, NULL FROM (VALUES "
                                + columns.stream()
                                        .map(c -> "(" + Identifier.literal(c.name()) + ")")
                                        .collect(Collectors.joining(", "))
                                + ") AS e (name) WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass("
                                + Identifier.literal(LiveSteps.qualified(table))
                                + ") AND attname = name AND NOT attisdropped) ORDER BY name",
                        LiveSteps.qualified(table) + " exists and lacks columns",
                        "somebody made it before, in another shape; it is not touched",
                        "rename it (ALTER TABLE .. RENAME TO ..), run this again, and bring its rows over"),
                new LiveStep.Once(
                        "create the table " + table,
                        Weight.BLOCKS_WRITERS,
                        referenced.stream().map(LiveSteps::qualified).toList(),
                        exists,
                        List.of("CREATE TABLE " + LiveSteps.qualified(table) + " (\n  " + String.join(",\n  ", lines)
                                + "\n)")));
    }

    /** Name and type out of a column's line; the type ends where a keyword of the rest begins. */
    private static LiveSteps.NewColumn parse(String line) {
        int space = line.indexOf(' ');
        return LiveSteps.column(
                line.substring(0, space), line.substring(space + 1).replaceFirst("( NOT NULL| DEFAULT ).*$", ""));
    }

    /**
     * Gives a table another primary key, which must be NOT NULL, and keeps the old one as a unique constraint: both indexes
     * are built while others write, and change places in one moment.
     *
     * @param columns of the unique constraint, separated by commas
     */
    public static List<LiveStep> replaceKey(String table, String key, String unique, String columns) {
        String primary = table + "_pkey";
        String next = table + "_next_pkey";
        String replaced = "EXISTS (SELECT FROM pg_constraint AS c JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND"
                + " c.conkey = ARRAY[a.attnum] WHERE c.conrelid = to_regclass("
                + Identifier.literal(LiveSteps.qualified(table)) + ") AND c.contype = 'p' AND a.attname = "
                + Identifier.literal(key) + ")";
        String replacing = "NOT " + replaced;
        return List.of(
                index(next, replacing, true, table, "(" + key + ")"),
                index(unique, replacing, true, table, "(" + columns + ")"),
                new LiveStep.Once(
                        "make " + key + " the primary key of " + table,
                        Weight.BLOCKS_WRITERS,
                        List.of(LiveSteps.qualified(table)),
                        replaced,
                        List.of("ALTER TABLE " + LiveSteps.qualified(table) + " DROP CONSTRAINT "
                                + Identifier.quote(primary)
                                + ", ADD CONSTRAINT " + Identifier.quote(primary) + " PRIMARY KEY USING INDEX "
                                + Identifier.quote(next) + ", ADD CONSTRAINT " + Identifier.quote(unique)
                                + " UNIQUE USING INDEX " + Identifier.quote(unique))));
    }

    private static LiveStep index(String name, String onlyIf, boolean unique, String table, String definition) {
        return new LiveStep.ConcurrentIndex(
                "build the index " + name,
                onlyIf,
                InitialSchema.SCHEMA,
                name,
                unique,
                LiveSteps.qualified(table),
                definition);
    }

    /**
     * A trigger before each row, and its function of the same name.
     *
     * @param events such as {@code INSERT OR UPDATE}
     * @param body in plpgsql
     */
    public static LiveStep trigger(String table, String name, String events, String body) {
        String function = table + "_" + name;
        return new LiveStep.Once(
                "create the trigger " + name + " on " + table,
                Weight.BLOCKS_WRITERS,
                List.of(LiveSteps.qualified(table)),
                LiveConditions.hasTrigger(table, name),
                List.of(
                        "CREATE OR REPLACE FUNCTION " + LiveSteps.qualified(function)
                                + "() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = pg_catalog, public AS $body$\n"
                                + body + "\n$body$",
                        "CREATE OR REPLACE TRIGGER " + Identifier.quote(name) + " BEFORE " + events + " ON "
                                + LiveSteps.qualified(table) + " FOR EACH ROW EXECUTE FUNCTION "
                                + LiveSteps.qualified(function) + "()"));
    }

    /**
     * A trigger that calls a function that is there. One of that name that calls another function is not replaced.
     *
     * @param when such as {@code BEFORE UPDATE}
     * @param condition the WHEN of the trigger; empty for none
     * @param function its name without the schema, which is {@code mcp}
     */
    public static List<LiveStep> triggerCalling(
            String table, String name, String when, String condition, String function) {
        String called = Identifier.literal(LiveSteps.qualified(function) + "()");
        return List.of(
                new LiveStep.Refuse(
                        "look at the trigger " + name + " on " + table,
                        "true",
                        "SELECT format('%s calls %s', tgname, tgfoid::regprocedure), NULL FROM pg_trigger WHERE tgrelid ="
                                + " to_regclass(" + Identifier.literal(LiveSteps.qualified(table)) + ") AND tgname = "
                                + Identifier.literal(name) + " AND tgfoid <> to_regprocedure(" + called + ")",
                        "a trigger of " + LiveSteps.qualified(table) + " is there already and calls another function",
                        "somebody made it, and what it does would be lost",
                        "rename it (ALTER TRIGGER .. ON .. RENAME TO ..), and run this again"),
                new LiveStep.Once(
                        "create the trigger " + name + " on " + table,
                        Weight.BLOCKS_WRITERS,
                        List.of(LiveSteps.qualified(table)),
                        LiveConditions.hasTrigger(table, name),
                        List.of("CREATE TRIGGER " + Identifier.quote(name) + " " + when + " ON "
                                + LiveSteps.qualified(table) + " FOR EACH ROW"
                                + (condition.isEmpty() ? "" : " WHEN (" + condition + ")")
                                + " EXECUTE FUNCTION " + LiveSteps.qualified(function) + "()")));
    }

    /**
     * Lets a tenant see and write its own rows only, for every role but the table's owner: the policy first and row-level
     * security with it, in one moment.
     *
     * @param condition true for a row of the present tenant
     */
    public static List<LiveStep> tenantIsolation(String table, String condition) {
        String policy = "tenant_isolation_" + table;
        String relation = "to_regclass(" + Identifier.literal(LiveSteps.qualified(table)) + ")";
        String exists = "EXISTS (SELECT FROM pg_policy WHERE polrelid = " + relation + " AND polname = "
                + Identifier.literal(policy) + ")";
        return List.of(new LiveStep.Once(
                "let tenants see their own rows of " + table,
                Weight.BLOCKS_WRITERS,
                List.of(LiveSteps.qualified(table)),
                exists + " AND (SELECT relrowsecurity FROM pg_class WHERE oid = " + relation + ")",
                List.of(
                        "DROP POLICY IF EXISTS " + Identifier.quote(policy) + " ON " + LiveSteps.qualified(table),
                        "CREATE POLICY " + Identifier.quote(policy) + " ON " + LiveSteps.qualified(table) + " USING ("
                                + condition + ")",
                        "ALTER TABLE " + LiveSteps.qualified(table) + " ENABLE ROW LEVEL SECURITY")));
    }
}
