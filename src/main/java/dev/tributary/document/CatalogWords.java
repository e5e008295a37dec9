package dev.tributary.document;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.ForeignKey;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What the catalog alone says about a thing. */
final class CatalogWords {
    private final Catalog catalog;

    CatalogWords(Catalog catalog) {
        this.catalog = catalog;
    }

    /** One line. */
    String about(Entity entity) {
        return switch (entity.kind()) {
            case TABLE ->
                "a table with the columns "
                        + catalog.table(entity.name()).orElseThrow().columns().stream()
                                .map(Column::name)
                                .collect(Collectors.joining(", "));
            case VIEW -> "a view";
            case COLUMN ->
                catalog.table(entity.parent())
                        .flatMap(table -> table.column(entity.name()))
                        .map(Column::shape)
                        .orElseThrow();
        };
    }

    /** The tables that a table refers to or is referred to by, as a JSON array; empty when there are none. */
    String relatedTables(Entity entity) {
        if (entity.kind() != Entity.Kind.TABLE) {
            return "";
        }
        List<String> related = Stream.concat(
                        catalog.table(entity.name()).stream()
                                .flatMap(table -> table.foreignKeys().stream())
                                .map(ForeignKey::references),
                        catalog.tables().stream()
                                .filter(table -> table.foreignKeys().stream()
                                        .anyMatch(key -> Identifier.same(key.references(), entity.name())))
                                .map(Table::name))
                .filter(name -> !Identifier.same(name, entity.name()))
                .distinct()
                .sorted()
                .toList();
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        related.forEach(array::add);
        return related.isEmpty() ? "" : array.toString();
    }

    /** The foreign keys of a table as a JSON array; empty when there are none. */
    String foreignKeys(Entity entity) {
        if (entity.kind() != Entity.Kind.TABLE) {
            return "";
        }
        Optional<Table> table = catalog.table(entity.name());
        List<ForeignKey> keys = table.map(Table::foreignKeys).orElse(List.of());
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (ForeignKey key : keys) {
            List<String> columns = new ArrayList<>(key.columns());
            for (int i = 0; i < columns.size(); i++) {
                array.addObject()
                        .put("column", columns.get(i))
                        .put(
                                "references",
                                key.references() + column(key.referenced().get(i)));
            }
        }
        return keys.isEmpty() ? "" : array.toString();
    }

    /** A key that names no columns refers to the primary key. */
    private static String column(String name) {
        return name.isEmpty() ? "" : "." + name;
    }
}
