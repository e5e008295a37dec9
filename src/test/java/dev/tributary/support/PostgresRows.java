package dev.tributary.support;

import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import dev.tributary.postgres.InitialSchema;
import dev.tributary.support.Postgres.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows for whatever there is of the initial schema. Row i of a table refers to row i of every other table, so that all
 * foreign keys hold, and every value tells its row.
 */
public final class PostgresRows {
    private static final Pattern REFERENCE =
            Pattern.compile("FOREIGN KEY \\((\\w+)\\) REFERENCES mcp\\.(\\w+)\\(id\\).*");
    private static final Pattern ONE_OF =
            Pattern.compile("CHECK \\(\\(\\((\\w+)\\)::text = ANY \\(\\(ARRAY\\[(.*?)\\]\\)::text.*");

    private PostgresRows() {}

    /**
     * Fills the tables that exist and that can take rows, a partitioned one only when it has its partitions.
     *
     * @return the tables that were filled
     */
    public static List<String> fill(Database database, int rows) {
        Map<PostgresObject, String> live = database.catalog().objects();
        List<String> filled = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        InitialSchema.statements().stream()
                .map(each -> each.object())
                .filter(object -> object.kind() == Kind.TABLE && live.containsKey(object))
                .map(PostgresObject::name)
                .filter(table ->
                        !live.get(new PostgresObject(Kind.TABLE, "", table)).startsWith("PARTITION")
                                || months(live, table) == 3)
                .forEach(table -> {
                    statements.add(insert(live, table, rows));
                    filled.add(table);
                });
        database.execute(statements.toArray(String[]::new));
        return filled;
    }

    /** How many rows each table holds, and a digest of them. */
    public static List<String> contents(Database database, List<String> tables) {
        return tables.stream()
                .flatMap(table -> database
                        .query("SELECT '" + table
                                + "', count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM mcp." + table
                                + " AS t")
                        .stream())
                .toList();
    }

    private static long months(Map<PostgresObject, String> live, String table) {
        return live.keySet().stream()
                .filter(object ->
                        object.kind() == Kind.PARTITION && object.table().equals(table))
                .count();
    }

    private static String insert(Map<PostgresObject, String> live, String table, int rows) {
        Map<String, String> references = new HashMap<>();
        Map<String, String> values = new HashMap<>();
        live.forEach((object, definition) -> {
            if (object.kind() == Kind.CONSTRAINT && object.table().equals(table)) {
                Matcher reference = REFERENCE.matcher(definition);
                if (reference.matches()) {
                    references.put(reference.group(1), reference.group(2));
                }
                Matcher oneOf = ONE_OF.matcher(definition);
                if (oneOf.matches()) {
                    values.put(oneOf.group(1), oneOf.group(2));
                }
            }
        });
        List<String> columns = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        live.forEach((object, definition) -> {
            if (object.kind() == Kind.COLUMN && object.table().equals(table)) {
                columns.add('"' + object.name() + '"');
                expressions.add(expression(table, object.name(), definition, references, values));
            }
        });
        return "INSERT INTO mcp." + table + " (" + String.join(", ", columns) + ") SELECT "
                + String.join(", ", expressions) + " FROM generate_series(1, " + rows + ") AS i"
                + (table.equals("embedding_models") ? " ON CONFLICT DO NOTHING" : "");
    }

    private static String expression(
            String table, String column, String type, Map<String, String> references, Map<String, String> values) {
        if (table.equals("api_keys") && column.equals("type")) {
            // all four old types and NULL; an admin is of the type that the mapping knows
            return "CASE WHEN i % 4 = 0 THEN 'standard' ELSE (ARRAY['standard','service','personal','temporary',NULL])[i % 5 + 1] END";
        }
        if (table.equals("api_keys") && column.equals("role")) {
            return "CASE WHEN i % 4 = 0 THEN 'admin' ELSE 'user' END";
        }
        if (column.equals("parent_task_id") || column.equals("rotated_from")) {
            return "NULL"; // the first as deployed forces a subtask to carry its parent's created_at
        }
        if (values.containsKey(column)) {
            String list = values.get(column);
            int count = list.split(",").length;
            return "(ARRAY[" + list + "])[i % " + count + " + 1]";
        }
        if (type.startsWith("uuid[]")) {
            return "ARRAY[md5('" + column + "' || i)::uuid]";
        }
        if (type.startsWith("uuid")) {
            String of = column.equals("id") ? table : references.getOrDefault(column, column);
            return "md5('" + of + "' || i)::uuid";
        }
        if (type.startsWith("timestamp")) {
            return column.equals("expires_at")
                    ? "timestamp '2027-01-01' + i * interval '1 second'"
                    : "timestamp '2025-01-01' + (i % 80) * interval '1 day'";
        }
        if (type.startsWith("character varying(")) {
            int length = Integer.parseInt(type.replaceAll("character varying\\((\\d+)\\).*", "$1"));
            return "right('" + column + " é ' || i, " + length + ")";
        }
        return switch (type.split(" ")[0]) {
            case "text" -> "'" + column + " ' || i";
            case "text[]" -> "ARRAY['a', i::text]";
            case "jsonb" ->
                "CASE WHEN i % 7 = 0 AND " + !type.contains("NOT NULL")
                        + " THEN NULL ELSE jsonb_build_object('i', i) END";
            case "boolean" -> "i % 2 = 0";
            case "integer", "bigint" -> "i";
            case "double" -> "1.5";
            case "bytea" -> "decode('00ff', 'hex')";
            case "inet" -> "'10.0.0.1'::inet";
            default ->
                type.startsWith("numeric")
                        ? "i / 1000.0"
                        : "CASE WHEN i % 50 = 1 THEN array_fill(i::real, ARRAY[1536])::vector END";
        };
    }
}
