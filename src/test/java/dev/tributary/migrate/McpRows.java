package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import dev.tributary.support.Postgres.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of a database as they were before a migration, kept beside it in a schema of their own. */
final class McpRows {
    private static final String KEPT = "kept_for_comparison";

    private final Database database;
    private final Map<String, List<String>> columns = new LinkedHashMap<>();

    private McpRows(Database database) {
        this.database = database;
    }

    static McpRows before(Database database, List<String> tables) {
        McpRows rows = new McpRows(database);
        database.execute("CREATE SCHEMA " + KEPT);
        for (String table : tables) {
            database.execute("CREATE TABLE " + KEPT + "." + table + " AS TABLE mcp." + table);
            rows.columns.put(
                    table,
                    database.catalog().objects().keySet().stream()
                            .filter(object -> object.kind() == Kind.COLUMN
                                    && object.table().equals(table))
                            .map(PostgresObject::name)
                            .toList());
        }
        return rows;
    }

    /** Every row is there once, each value as it was or mapped as the specification says. */
    void requireAllThere() {
        columns.forEach((table, names) -> {
            List<String> was = new ArrayList<>();
            List<String> is = new ArrayList<>();
            for (String name : names) {
                was.add(Mapped.was(table, name));
                is.add(Mapped.now(table, name));
            }
            String before = "SELECT " + String.join(", ", was) + " FROM " + KEPT + "." + table;
            String after = "SELECT " + String.join(", ", is) + " FROM mcp." + table;
            assertThat(database.query("SELECT count(*) FROM (" + before + " EXCEPT ALL " + after + ") AS lost"))
                    .as("rows of %s that are lost or changed", table)
                    .isEqualTo(List.of("0"));
            assertThat(database.query("SELECT (SELECT count(*) FROM " + KEPT + "." + table
                            + ") = (SELECT count(*) FROM mcp." + table + ")"))
                    .as("as many rows of %s as before", table)
                    .isIn(
                            List.of("t"),
                            List.of(table.equals("embedding_models") ? "f" : "t")); // the known models join it
        });
    }

    /** What the specification maps; everything else stays as it was. */
    private static final class Mapped {
        private static final Map<String, String> WAS = Map.of(
                "api_keys.type",
                """
                CASE WHEN type = 'standard' AND role = 'admin' THEN 'admin'
                     WHEN type = 'service' THEN 'service'
                     ELSE 'user' END""",
                "api_keys.metadata",
                "coalesce(nullif(metadata, 'null'), '{}') || jsonb_build_object('legacy_type', type)");
        private static final Map<String, String> RENAMED = Map.of("api_keys.type", "key_type");

        static String was(String table, String column) {
            return WAS.getOrDefault(table + "." + column, '"' + column + '"');
        }

        static String now(String table, String column) {
            return RENAMED.getOrDefault(table + "." + column, '"' + column + '"');
        }
    }
}
