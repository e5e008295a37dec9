package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.Resources;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What V001 makes on an empty database is what was deployed. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpFactsTest {
    private Database database;
    private PostgresCatalog made;

    @BeforeAll
    void build() throws SQLException {
        database = Postgres.fresh();
        try (Connection connection = database.connect()) {
            try (LiveExecutor executor = LiveExecutor.open(
                    database.dataSource(), LiveSettings.defaults(), LivePace.REAL, LiveListener.NONE)) {
                executor.run(InitialSchema.completing(connection));
            }
            InitialSchema.requireComplete(connection);
            made = PostgresCatalog.read(connection, "mcp");
        }
    }

    @Test
    void tables_and_their_row_security() {
        assertThat(names(Kind.TABLE)).isEqualTo(texts("tables", row -> row.get("table_name")));
        assertThat(texts("tables", row -> row.get("table_name") + " | " + row.get("kind")))
                .isEqualTo(definitions(Kind.TABLE, object -> object.name() + " | ").stream()
                        .map(line -> line.replace("PARTITION BY", "partitioned by"))
                        .toList());
        assertThat(names(Kind.ROW_SECURITY))
                .isEqualTo(facts("tables").stream()
                        .filter(row -> row.get("row_security").equals("t"))
                        .map(row -> row.get("table_name"))
                        .sorted()
                        .toList());
    }

    @Test
    void columns_types_defaults_and_their_order() {
        assertThat(texts(
                        "columns",
                        row -> row.get("table_name") + "." + row.get("column_name") + " | " + row.get("type")
                                + (row.get("not_null").equals("t") ? " NOT NULL" : "")
                                + (row.get("default_value").isEmpty() ? "" : " DEFAULT " + row.get("default_value"))))
                .isEqualTo(definitions(Kind.COLUMN, object -> object.table() + "." + object.name() + " | "));
        assertThat(facts("columns").stream()
                        .map(row ->
                                row.get("table_name") + " | " + row.get("position") + " | " + row.get("column_name"))
                        .toList())
                .hasSize(406)
                .containsExactlyInAnyOrderElementsOf(database.query("""
                        SELECT c.relname, a.attnum, a.attname
                          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                         WHERE c.relnamespace = 'mcp'::regnamespace AND c.relkind IN ('r', 'p')
                           AND NOT c.relispartition AND a.attnum > 0"""));
    }

    @Test
    void constraints() {
        assertThat(texts(
                        "constraints",
                        row -> row.get("table_name") + "." + row.get("constraint_name") + " | " + constraint(row)))
                .isEqualTo(definitions(Kind.CONSTRAINT, object -> object.table() + "." + object.name() + " | "));
    }

    private static String constraint(Map<String, String> row) {
        String columns = "(" + columns(row.get("columns")) + ")";
        return switch (row.get("kind")) {
            case "primary key" -> "PRIMARY KEY " + columns;
            case "unique" -> "UNIQUE " + columns;
            case "check" -> "CHECK (" + row.get("check_condition") + ")";
            default ->
                "FOREIGN KEY " + columns + " REFERENCES mcp." + row.get("references_table") + "("
                        + columns(row.get("references_columns")) + ")"
                        + (row.get("on_delete").isEmpty()
                                ? ""
                                : " ON DELETE " + row.get("on_delete").toUpperCase(java.util.Locale.ROOT));
        };
    }

    @Test
    void indexes() {
        assertThat(texts("indexes", row -> {
                    String operators = row.get("operator_class").isEmpty() ? "" : " " + row.get("operator_class");
                    String order = row.get("first_column_order").isEmpty() ? "" : " DESC";
                    return "CREATE INDEX " + row.get("index_name") + " ON mcp." + row.get("table_name") + " USING "
                            + row.get("method") + " (" + columns(row.get("columns")) + operators + order + ")"
                            + where(row.get("where_condition"));
                }))
                .isEqualTo(definitions(Kind.INDEX, object -> "").stream()
                        .map(McpFactsTest::withoutParenthesesInWhere)
                        .sorted()
                        .toList());
    }

    /** The facts write a condition with fewer parentheses than the server does. */
    private static String withoutParenthesesInWhere(String index) {
        int where = index.indexOf(" WHERE ");
        return where < 0
                ? index
                : index.substring(0, where) + index.substring(where).replaceAll("[()]", "");
    }

    private static String where(String condition) {
        return condition.isEmpty() ? "" : " WHERE " + condition;
    }

    @Test
    void partitions() {
        assertThat(texts(
                        "partitions", row -> row.get("parent") + "." + row.get("partition") + " | " + row.get("bound")))
                .isEqualTo(definitions(Kind.PARTITION, object -> object.table() + "." + object.name() + " | "));
    }

    @Test
    void triggers_and_functions_and_policies_and_extensions() {
        assertThat(texts(
                        "triggers",
                        row -> "CREATE TRIGGER " + row.get("trigger_name") + " BEFORE UPDATE ON mcp."
                                + row.get("table_name") + " FOR EACH ROW EXECUTE FUNCTION mcp."
                                + row.get("function_name") + "()"))
                .isEqualTo(definitions(Kind.TRIGGER, object -> ""));
        assertThat(texts(
                        "functions",
                        row -> row.get("function_name") + "(" + row.get("arguments") + ") | RETURNS "
                                + row.get("returns") + " LANGUAGE plpgsql"
                                + (row.get("volatility").equals("v") ? " VOLATILE" : " ?")
                                + (row.get("security_definer").equals("t") ? " SECURITY DEFINER" : "")))
                .isEqualTo(definitions(Kind.FUNCTION, object -> object.name() + " | "));
        assertThat(texts(
                        "policies",
                        row -> row.get("table_name") + "." + row.get("policy_name") + " | PERMISSIVE FOR "
                                + row.get("command") + " TO PUBLIC USING (" + row.get("using_condition") + ")"))
                .isEqualTo(definitions(Kind.POLICY, object -> object.table() + "." + object.name() + " | "));
        assertThat(names(Kind.EXTENSION)).isEqualTo(texts("extensions", row -> row.get("extension")));
    }

    @Test
    void seed_rows() {
        assertThat(texts(
                        "seed_embedding_models",
                        row -> String.join(
                                " | ",
                                row.get("provider"),
                                row.get("model_name"),
                                row.get("dimensions"),
                                row.get("max_tokens"),
                                row.get("cost_per_token"))))
                .isEqualTo(database.query("""
                        SELECT provider, model_name, dimensions, max_tokens, cost_per_token
                          FROM mcp.embedding_models ORDER BY provider COLLATE "C", (model_name COLLATE "C")"""));
    }

    private interface Naming {
        String of(PostgresObject object);
    }

    private interface Line {
        String of(Map<String, String> row);
    }

    private List<String> names(Kind kind) {
        return made.objects().keySet().stream()
                .filter(object -> object.kind() == kind)
                .map(PostgresObject::name)
                .sorted()
                .toList();
    }

    private List<String> definitions(Kind kind, Naming naming) {
        return made.objects().entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .map(entry -> naming.of(entry.getKey()) + entry.getValue())
                .sorted()
                .toList();
    }

    private static List<String> texts(String file, Line line) {
        return facts(file).stream().map(line::of).sorted().toList();
    }

    private static String columns(String commas) {
        return java.util.Arrays.stream(commas.split(","))
                .map(name -> name.equals("timestamp") ? "\"timestamp\"" : name)
                .collect(Collectors.joining(", "));
    }

    /** The rows of a facts file; values may stand between double quotes, doubled inside. */
    private static List<Map<String, String>> facts(String file) {
        List<String> lines =
                Resources.text("/facts/mcp/" + file + ".csv").lines().toList();
        List<String> head = List.of(lines.get(0).split(","));
        Pattern value = Pattern.compile("(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))");
        return lines.stream()
                .skip(1)
                .map(line -> {
                    Matcher matcher = value.matcher(line);
                    List<String> values = new ArrayList<>();
                    while (matcher.find()) {
                        values.add(
                                matcher.group(1) != null ? matcher.group(1).replace("\"\"", "\"") : matcher.group(2));
                    }
                    assertThat(values).as(line).hasSameSizeAs(head);
                    Map<String, String> row = new TreeMap<>();
                    for (int i = 0; i < head.size(); i++) {
                        row.put(head.get(i), values.get(i));
                    }
                    return row;
                })
                .toList();
    }
}
