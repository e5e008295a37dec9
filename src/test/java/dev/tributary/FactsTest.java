package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.ForeignKey;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.Table;
import dev.tributary.migrate.Target;
import dev.tributary.support.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The 27 tables that V001 makes are the ones that were found in the files in use, down to every index. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FactsTest {
    private final Catalog base = Target.WORKSPACE.schemaAt("001");

    @Test
    void the_tables_are_the_27_of_the_facts() {
        assertThat(base.tables().stream().map(Table::name))
                .hasSize(27)
                .containsExactlyInAnyOrderElementsOf(facts("row_counts").stream()
                        .map(row -> row.get("table"))
                        .toList());
        assertThat(base.views()).isEmpty();
        assertThat(base.triggers()).isEmpty();
    }

    @Test
    void every_column_has_its_place_type_default_and_part_of_the_key() {
        compare(
                "columns",
                row -> List.of("position", "column", "type", "not_null", "default", "pk_position").stream()
                        .map(row::get)
                        .collect(Collectors.joining("|")),
                table -> {
                    List<String> lines = new ArrayList<>();
                    for (Column column : table.columns()) {
                        lines.add(String.join(
                                "|",
                                Integer.toString(lines.size()),
                                column.name(),
                                column.type(),
                                column.notNull() ? "1" : "0",
                                column.defaultValue().orElse(""),
                                Integer.toString(column.keyPosition())));
                    }
                    return lines;
                });
    }

    @Test
    void every_index_has_its_name_columns_and_condition() {
        compare(
                "indexes",
                row -> row.get("index") + "|" + row.get("unique") + "|" + row.get("columns") + "|" + row.get("where"),
                table -> table.createdIndexes().stream()
                        .map(index -> index.name() + "|" + (index.unique() ? "1" : "0") + "|"
                                + String.join(",", index.columns()) + "|"
                                + index.where().orElse(""))
                        .toList());
    }

    @Test
    void every_unique_constraint_is_there() {
        compare(
                "unique_constraints",
                row -> row.get("columns"),
                table -> table.indexes().stream()
                        .filter(index -> index.origin() == Index.Origin.UNIQUE_CONSTRAINT)
                        .map(index -> String.join(",", index.columns()))
                        .toList());
    }

    @Test
    void every_foreign_key_is_there() {
        compare(
                "foreign_keys",
                row -> row.get("column") + "|" + row.get("references_table") + "|" + row.get("references_column") + "|"
                        + row.get("on_delete"),
                table -> {
                    List<String> lines = new ArrayList<>();
                    for (ForeignKey key : table.foreignKeys()) {
                        assertThat(key.columns()).hasSize(1);
                        lines.add(key.columns().get(0) + "|" + key.references() + "|"
                                + key.referenced().get(0) + "|" + key.onDelete());
                    }
                    return lines;
                });
    }

    /** Both as sorted lines {@code table|..}. */
    private void compare(
            String facts, Function<Map<String, String>, String> expected, Function<Table, List<String>> actual) {
        List<String> wanted = facts(facts).stream()
                .map(row -> row.get("table") + "|" + expected.apply(row))
                .sorted()
                .toList();
        List<String> found = base.tables().stream()
                .flatMap(table -> actual.apply(table).stream().map(line -> table.name() + "|" + line))
                .sorted()
                .toList();
        assertThat(found).isNotEmpty().isEqualTo(wanted);
    }

    private static List<Map<String, String>> facts(String name) {
        List<List<String>> lines = Resources.text("/facts/workspace/" + name + ".csv")
                .lines()
                .map(FactsTest::cells)
                .toList();
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < line.size(); i++) {
                row.put(lines.get(0).get(i), line.get(i));
            }
            if ("workspace.db".equals(row.get("database"))) {
                rows.add(row);
            }
        }
        assertThat(new TreeSet<>(rows.stream().map(Map::size).toList())).hasSize(1);
        return rows;
    }

    /** One line of CSV: cells between commas, some between double quotes. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
