package dev.tributary.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.Affinity;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import dev.tributary.support.Python;
import dev.tributary.support.Replay;
import dev.tributary.support.RoadmapFiles;
import dev.tributary.support.Sqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each old name, after the switch, with every kind of statement that is said to go on working. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EveryOldNameTest {
    @TempDir
    private Path folder;

    private List<Table> tables() throws SQLException {
        Path plain = RoadmapFiles.merged(folder.resolve("plain.db"));
        try (ManagedConnection connection = SqliteFiles.openReadOnly(plain, false)) {
            return RoadmapFiles.names().tables().stream()
                    .filter(name -> name.changes() && !name.storedAsNew())
                    .map(name -> table(connection, name))
                    .toList();
        }
    }

    private static Table table(ManagedConnection connection, NameMap.Name name) {
        try {
            return SqliteCatalog.read(connection, "main")
                    .table(name.storedName())
                    .orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Select, insert without what has a default, the same again under each conflict clause, update, delete. */
    private static List<String> statements(Table table) {
        String name = table.name();
        String all = "SELECT * FROM " + name + " ORDER BY 1, 2";
        List<String> needed = needed(table);
        String columns = String.join(", ", needed);
        String key = Optional.of(table.key())
                .filter(List::isEmpty)
                .map(none -> needed.get(0))
                .orElseGet(() -> table.key().get(0));
        String free = needed.get(needed.size() - 1);
        List<String> statements = new ArrayList<>();
        for (String verb : List.of("INSERT", "INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE", "REPLACE")) {
            statements.add(verb + " INTO " + name + " (" + columns + ") VALUES (" + values(table, needed, 71) + ")");
            statements.add(all);
        }
        statements.add("INSERT INTO " + name + " (" + columns + ") VALUES (" + values(table, needed, 72) + "), ("
                + values(table, needed, 73) + ")");
        statements.add("UPDATE " + name + " SET " + free + " = " + value(table, free, 75) + " WHERE " + key
                + " = (SELECT max(" + key + ") FROM " + name + ")");
        statements.add(all);
        statements.add("UPDATE " + name + " SET " + key + " = " + value(table, key, 79) + " WHERE " + key
                + " = (SELECT max(" + key + ") FROM " + name + ")");
        statements.add(all);
        statements.add("UPDATE OR IGNORE " + name + " SET " + key + " = (SELECT min(" + key + ") FROM " + name + ")");
        statements.add("DELETE FROM " + name + " WHERE " + key + " = (SELECT min(" + key + ") FROM " + name + ")");
        statements.add(all);
        statements.add("DELETE FROM " + name + " WHERE " + key + " IS NULL");
        statements.add("INSERT INTO " + name + " SELECT * FROM " + name + " WHERE 0");
        statements.add("DELETE FROM " + name);
        statements.add(all);
        return statements;
    }

    private static List<String> needed(Table table) {
        return table.columns().stream()
                .filter(column -> (column.notNull() && column.defaultValue().isEmpty())
                        || column.keyPosition() > 0 && table.rowidColumn().isEmpty())
                .map(Column::name)
                .toList();
    }

    private static String values(Table table, List<String> columns, int number) {
        return columns.stream().map(column -> value(table, column, number)).collect(Collectors.joining(", "));
    }

    private static String value(Table table, String column, int number) {
        if ("dependency_type".equals(column)) {
            return "'soft'"; // there are rules on what this table holds
        }
        if ("depends_on_group_id".equals(column)) {
            return "'w" + number + "'";
        }
        return table.column(column).orElseThrow().affinity() == Affinity.INTEGER ? "" + number : "'v" + number + "'";
    }

    @Test
    void every_kind_of_statement_has_the_same_effect_as_on_the_table() throws SQLException {
        List<Table> tables = tables();
        assertThat(tables).hasSize(16);
        Path before = RoadmapFiles.merged(folder.resolve("before.db"));
        Path after = RoadmapFiles.merged(folder.resolve("after.db"));
        Renamed.step(after, Step.SWITCH);
        for (Table table : tables) {
            List<String> statements = statements(table);
            for (Replay.Difference difference : Replay.differences(before, after, statements)) {
                assertThat(difference.kinds())
                        .as(difference.toString())
                        .isSubsetOf("rowcount", "generated key", "message");
            }
        }
        sameRows(before, after);
    }

    @Test
    void every_kind_of_statement_has_the_same_effect_as_on_the_table_from_Python() throws SQLException {
        Python.required();
        Path before = RoadmapFiles.merged(folder.resolve("before.db"));
        Path after = RoadmapFiles.merged(folder.resolve("after.db"));
        Renamed.step(after, Step.SWITCH);
        List<String> statements =
                tables().stream().flatMap(table -> statements(table).stream()).toList();
        assertThat(statements).hasSizeGreaterThan(16 * 15);
        for (JsonNode difference : Python.differences(folder, before, after, statements)) {
            assertThat(difference.get("kinds").valueStream().map(JsonNode::asString))
                    .as(difference.toString())
                    .isSubsetOf("rowcount", "generated key", "message");
        }
        sameRows(before, after);
    }

    @Test
    void at_expand_every_new_name_is_written_like_its_table() throws SQLException {
        Path before = RoadmapFiles.merged(folder.resolve("before.db"));
        Path after = RoadmapFiles.merged(folder.resolve("after.db"));
        Renamed.step(after, Step.EXPAND);
        List<String> old = new ArrayList<>();
        List<String> renamed = new ArrayList<>();
        for (Table table : tables()) {
            String newName = RoadmapFiles.names().newName(table.name());
            for (String sql : statements(table)) {
                old.add(quiet(sql));
                renamed.add(quiet(sql).replaceAll("\\b" + table.name() + "\\b", newName));
            }
        }
        assertThat(renamed).doesNotContainAnyElementsOf(old);
        Sqlite.run(before, old.toArray(String[]::new));
        Sqlite.run(after, renamed.toArray(String[]::new));
        sameRows(before, after);
    }

    /** A statement that may violate a constraint, which both files then must ignore alike. */
    private static String quiet(String sql) {
        return sql.replaceFirst("^INSERT INTO", "INSERT OR IGNORE INTO")
                .replaceFirst("^UPDATE (?!OR)", "UPDATE OR IGNORE ");
    }

    private static void sameRows(Path before, Path after) {
        for (NameMap.Name name : RoadmapFiles.names().tables()) {
            String renamed = Sqlite.number(
                                    after,
                                    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = "
                                            + Identifier.literal(name.newName()))
                            == 1
                    ? name.newName()
                    : name.storedName();
            assertThat(Sqlite.rows(after, masked(after, renamed)))
                    .as(renamed)
                    .isEqualTo(Sqlite.rows(before, masked(before, name.storedName())));
        }
    }

    /** All values with their storage classes, but not the present moment. */
    private static String masked(Path file, String table) {
        return "SELECT "
                + Sqlite.rows(file, "SELECT name FROM pragma_table_info(" + Identifier.literal(table) + ")").stream()
                        .flatMap(column -> Stream.of(
                                "CASE WHEN " + column + " LIKE '____-__-__ __:__:__' THEN 'moment' ELSE " + column
                                        + " END",
                                "typeof(" + column + ")"))
                        .collect(Collectors.joining(", "))
                + " FROM " + table + " ORDER BY 1, 3";
    }
}
