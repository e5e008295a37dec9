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
public final class McpRows {
    private static final String KEPT = "kept_for_comparison";

    private final Database database;
    private final Map<String, List<String>> columns = new LinkedHashMap<>();

    private McpRows(Database database) {
        this.database = database;
    }

    /** Keeps what these tables hold now. */
    public static McpRows before(Database database, List<String> tables) {
        McpRows rows = new McpRows(database);
        List<PostgresObject> objects = List.copyOf(database.catalog().objects().keySet());
        List<String> copies = new ArrayList<>(List.of("CREATE SCHEMA " + KEPT));
        for (String table : tables) {
            copies.add("CREATE TABLE " + KEPT + "." + table + " AS TABLE mcp." + table);
            rows.columns.put(
                    table,
                    objects.stream()
                            .filter(object -> object.kind() == Kind.COLUMN
                                    && object.table().equals(table))
                            .map(PostgresObject::name)
                            .toList());
        }
        database.execute(copies.toArray(String[]::new));
        return rows;
    }

    /** Gives the texts that version 016 turns into labels one of these, before anything is kept. */
    public static void sayLabels(Database database) {
        database.execute(
                "UPDATE mcp.tasks SET status = (ARRAY['pending', 'in_progress', 'failed'])[length(title) % 3 + 1], priority = 'high'",
                "UPDATE mcp.workflows SET type = 'loop'",
                "UPDATE mcp.task_delegations SET delegation_type = 'handoff'",
                "UPDATE mcp.workspace_members SET role = 'owner'");
    }

    /** The same in a copy of the database, which has a copy of the rows that were kept. */
    public McpRows in(Database copy) {
        McpRows rows = new McpRows(copy);
        rows.columns.putAll(columns);
        return rows;
    }

    /** Every row is there once, each value as it was or mapped as the specification says. */
    public void requireAllThere() {
        List<String> questions = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        columns.forEach((table, names) -> {
            List<String> was = new ArrayList<>();
            List<String> is = new ArrayList<>();
            for (String name : names) {
                was.add(Mapped.was(table, name));
                is.add(Mapped.now(table, name));
            }
            String before = "SELECT " + String.join(", ", was) + " FROM " + KEPT + "." + table;
            String after = "SELECT " + String.join(", ", is) + " FROM mcp." + table;
            boolean more = table.equals("embedding_models"); // the known models join it
            questions.add("SELECT '" + table + "', (SELECT count(*) FROM (" + before + " EXCEPT ALL " + after
                    + ") AS lost), (SELECT count(*) FROM mcp." + table + ") " + (more ? ">=" : "=")
                    + " (SELECT count(*) FROM " + KEPT + "." + table + ")");
            answers.add(table + " | 0 | t");
        });
        assertThat(questions.isEmpty() ? List.of() : database.query(String.join(" UNION ALL ", questions)))
                .as("table, rows that are lost or changed, and whether there are as many as before")
                .containsExactlyInAnyOrderElementsOf(answers);
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
        /** As text, whether the typed columns have taken the place of the texts or not: every label is a text that means it. */
        private static final Map<String, String> IS = Map.of(
                "api_keys.type",
                "key_type",
                "tasks.status",
                "status::text",
                "tasks.priority",
                "priority::text",
                "workflows.type",
                "type::text",
                "task_delegations.delegation_type",
                "delegation_type::text",
                "workspace_members.role",
                "role::text");

        static String was(String table, String column) {
            return WAS.getOrDefault(table + "." + column, '"' + column + '"');
        }

        static String now(String table, String column) {
            return IS.getOrDefault(table + "." + column, '"' + column + '"');
        }
    }
}
