package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.postgres.LiveStep.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The steps of which live migrations are made, each in the form that stops nobody: constraints are added NOT VALID and
 * validated in another transaction, NOT NULL rests on a validated check, a volatile default never rewrites a table. Table
 * names are given without their schema, which is {@code mcp}.
 */
public final class LiveSteps {
    private LiveSteps() {}

    /**
     * A column to be added.
     *
     * @param type as SQL writes it, types of others qualified
     * @param constant a default that is the same for every row, as SQL; empty for none
     */
    public record NewColumn(String name, String type, String constant) {
        String sql() {
            return Identifier.quote(name) + " " + type + (constant.isEmpty() ? "" : " DEFAULT " + constant);
        }
    }

    /** A column without a default. */
    public static NewColumn column(String name, String type) {
        return new NewColumn(name, type, "");
    }

    /** A column with a constant default, which existing rows get without a rewrite. */
    public static NewColumn column(String name, String type, String constant) {
        return new NewColumn(name, type, constant);
    }

    /** All steps of several parts, in one list. */
    @SafeVarargs
    public static List<LiveStep> all(List<LiveStep>... parts) {
        List<LiveStep> all = new ArrayList<>();
        for (List<LiveStep> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }

    /** Adds the columns that are missing, at once; one that exists with another type refuses. */
    public static List<LiveStep> addColumns(String table, NewColumn... columns) {
        List<NewColumn> list = Arrays.asList(columns);
        return List.of(
                requireTypes(table, list),
                new LiveStep.Once(
                        "add columns to " + table,
                        Weight.BLOCKS_WRITERS,
                        List.of(qualified(table)),
                        list.stream()
                                .map(c -> LiveConditions.hasColumn(table, c.name()))
                                .collect(Collectors.joining(" AND ")),
                        List.of("ALTER TABLE " + qualified(table) + "\n  "
                                + list.stream()
                                        .map(c -> "ADD COLUMN IF NOT EXISTS " + c.sql())
                                        .collect(Collectors.joining(",\n  ")))));
    }

    /** Refuses when one of these columns exists with another type. */
    public static LiveStep requireTypes(String table, List<NewColumn> columns) {
        String expected = columns.stream()
                .map(c -> "(" + Identifier.literal(c.name()) + ", " + Identifier.literal(c.type()) + ")")
                .collect(Collectors.joining(", "));
        return new LiveStep.Refuse(
                "compare the columns of " + table,
                "true",
                """
                SELECT format('%%s.%%s is %%s, expected %%s', %1$s, e.name, format_type(a.atttypid, a.atttypmod),
                              format_type(to_regtype(e.type), to_regtypemod(e.type))), NULL
                FROM (VALUES %2$s) AS e (name, type)
                JOIN pg_attribute AS a ON a.attrelid = to_regclass(%3$s) AND a.attname = e.name AND NOT a.attisdropped
                WHERE a.atttypid <> to_regtype(e.type) OR a.atttypmod <> to_regtypemod(e.type)""".formatted(Identifier.literal(table), expected, Identifier.literal(qualified(table))),
                "a column exists with another type",
                "somebody added it before, in another shape; its values are not touched",
                "rename it (ALTER TABLE .. RENAME COLUMN ..), run this again, and bring its values over");
    }

    /** Adds a check without looking at the rows, and then looks at them while others write. */
    public static List<LiveStep> check(String table, String name, String condition) {
        return constraint(table, name, "CHECK (" + condition + ")", List.of());
    }

    /** Adds a foreign key without looking at the rows, and then looks at them while others write. */
    public static List<LiveStep> foreignKey(String table, String name, String definition, String referenced) {
        return constraint(table, name, "FOREIGN KEY " + definition, List.of(qualified(referenced)));
    }

    private static List<LiveStep> constraint(String table, String name, String definition, List<String> alsoLocked) {
        List<String> tables = new ArrayList<>(List.of(qualified(table)));
        alsoLocked.stream().filter(other -> !tables.contains(other)).forEach(tables::add);
        return List.of(
                new LiveStep.Once(
                        "add the constraint " + name,
                        Weight.BLOCKS_WRITERS,
                        tables,
                        LiveConditions.hasConstraint(table, name),
                        List.of("ALTER TABLE " + qualified(table) + " ADD CONSTRAINT " + Identifier.quote(name) + " "
                                + definition + " NOT VALID")),
                validate(table, name));
    }

    /** Validates a constraint; writers go on meanwhile. */
    public static LiveStep validate(String table, String name) {
        return new LiveStep.Once(
                "validate the constraint " + name,
                Weight.BLOCKS_NOBODY,
                List.of(),
                LiveConditions.constraintIs(table, name, "convalidated"),
                List.of("ALTER TABLE " + qualified(table) + " VALIDATE CONSTRAINT " + Identifier.quote(name)));
    }

    /** Makes a column NOT NULL on the word of a validated check, so that no row is read under lock. */
    public static List<LiveStep> notNull(String table, String column) {
        String name = table + "_" + column + "_is_not_null";
        String is = "EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass("
                + Identifier.literal(qualified(table)) + ") AND attname = " + Identifier.literal(column)
                + " AND attnotnull)";
        String quoted = Identifier.quote(column);
        return List.of(
                new LiveStep.Once(
                        "check that " + table + "." + column + " is not null",
                        Weight.BLOCKS_WRITERS,
                        List.of(qualified(table)),
                        is + " OR " + LiveConditions.hasConstraint(table, name),
                        List.of("ALTER TABLE " + qualified(table) + " ADD CONSTRAINT " + Identifier.quote(name)
                                + " CHECK (" + quoted + " IS NOT NULL) NOT VALID")),
                new LiveStep.Once(
                        "validate that " + table + "." + column + " is not null",
                        Weight.BLOCKS_NOBODY,
                        List.of(),
                        is + " OR " + LiveConditions.constraintIs(table, name, "convalidated"),
                        List.of("ALTER TABLE " + qualified(table) + " VALIDATE CONSTRAINT " + Identifier.quote(name))),
                new LiveStep.Once(
                        "make " + table + "." + column + " NOT NULL",
                        Weight.BLOCKS_WRITERS,
                        List.of(qualified(table)),
                        is + " AND NOT " + LiveConditions.hasConstraint(table, name),
                        List.of("ALTER TABLE " + qualified(table) + " ALTER COLUMN " + quoted
                                + " SET NOT NULL, DROP CONSTRAINT IF EXISTS " + Identifier.quote(name))));
    }

    /** Gives a column a default for rows to come. */
    public static LiveStep defaultFor(String table, String column, String expression) {
        return new LiveStep.Once(
                "set the default of " + table + "." + column,
                Weight.BLOCKS_WRITERS,
                List.of(qualified(table)),
                "EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(" + Identifier.literal(qualified(table))
                        + ") AND attname = " + Identifier.literal(column) + " AND atthasdef)",
                List.of("ALTER TABLE " + qualified(table) + " ALTER COLUMN " + Identifier.quote(column)
                        + " SET DEFAULT " + expression));
    }

    /** Changes rows in batches, by the ranges of a primary key; see {@link LiveStep.Backfill}. */
    public static LiveStep backfill(String name, String table, List<String> key, String todo, String set) {
        return new LiveStep.Backfill(name, "true", qualified(table), key, todo, set);
    }

    /** One transaction of statements under locks that writers queue behind. */
    public static LiveStep once(String name, List<String> tables, String done, String... sql) {
        return new LiveStep.Once(
                name,
                Weight.BLOCKS_WRITERS,
                tables.stream().map(LiveSteps::qualified).toList(),
                done,
                List.of(sql));
    }

    /** An index that is built while others write; one of that name that exists must be the same. */
    public static LiveStep index(String name, String table, String definition) {
        return new LiveStep.ConcurrentIndex(
                "build the index " + name, "true", InitialSchema.SCHEMA, name, false, qualified(table), definition);
    }

    /** The same on a partitioned table: one of each partition, and one above them. */
    public static LiveStep partitionedIndex(String name, String table, String definition) {
        return new LiveStep.PartitionedIndex("build the index " + name, "true", name, qualified(table), definition);
    }

    /** An extension in the schema public. */
    public static List<LiveStep> extension(String name) {
        String installed = " FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = "
                + Identifier.literal(name);
        return List.of(
                new LiveStep.Refuse(
                        "look for the extension " + name,
                        "true",
                        "SELECT 'it is in ' || n.nspname, NULL" + installed + " AND n.nspname <> 'public'",
                        "the extension " + name + " is in another schema than public",
                        "what uses it names it there",
                        "as the extension's owner: ALTER EXTENSION " + Identifier.quote(name) + " SET SCHEMA public;"),
                new LiveStep.Once(
                        "create the extension " + name,
                        Weight.BLOCKS_NOBODY,
                        List.of(),
                        "EXISTS (SELECT" + installed + ")",
                        List.of("CREATE EXTENSION " + Identifier.quote(name) + " WITH SCHEMA public")));
    }

    /** An enum, made when it is missing and compared label by label when it exists. */
    public static List<LiveStep> enumType(String name, String... labels) {
        String array = Arrays.stream(labels).map(Identifier::literal).collect(Collectors.joining(", "));
        String type = "to_regtype(" + Identifier.literal(qualified(name)) + ")";
        return List.of(
                new LiveStep.Refuse(
                        "compare the type " + name,
                        type + " IS NOT NULL",
                        """
                        SELECT format('%%s is %%s, expected enum (%%s)', %1$s,
                                 CASE WHEN found.labels IS NULL THEN 'no enum' ELSE 'enum (' || array_to_string(found.labels, ', ') || ')' END,
                                 array_to_string(ARRAY[%2$s], ', ')), NULL
                        FROM (SELECT (SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum
                                      WHERE enumtypid = %3$s) AS labels) AS found
                        WHERE found.labels IS DISTINCT FROM ARRAY[%2$s]""".formatted(Identifier.literal(qualified(name)), array, type),
                        "a type exists and is not what it should be",
                        "its labels or their order differ, and columns may use it already",
                        "rename it: ALTER TYPE " + qualified(name) + " RENAME TO " + name
                                + "_before; columns that use it keep it"),
                new LiveStep.Once(
                        "create the type " + name,
                        Weight.BLOCKS_NOBODY,
                        List.of(),
                        type + " IS NOT NULL",
                        List.of("CREATE TYPE " + qualified(name) + " AS ENUM (" + array + ")")));
    }

    /** A name in the schema mcp, quoted only where it has to be: these names are ours. */
    public static String qualified(String name) {
        return InitialSchema.SCHEMA + "." + name;
    }
}
