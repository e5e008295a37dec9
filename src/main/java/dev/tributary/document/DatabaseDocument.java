package dev.tributary.document;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A database with what is said about it, in an order that depends on its names only.
 *
 * @param tables by domain in the order of the name map, then by name; those of no domain last
 * @param views by name
 * @param functions by name; none where a database has no functions of its own
 * @param undescribed what nobody has described
 */
public record DatabaseDocument(
        List<DocumentedTable> tables,
        List<DocumentedView> views,
        List<DocumentedFunction> functions,
        List<String> undescribed) {
    public DatabaseDocument {
        tables = List.copyOf(tables);
        views = List.copyOf(views);
        functions = List.copyOf(functions);
        undescribed = List.copyOf(undescribed);
    }

    /**
     * What is said about one thing; each may be empty.
     *
     * @param description what it is
     * @param purpose what it is for
     * @param usageNotes how to use it
     */
    public record Text(String description, String purpose, String usageNotes) {}

    /**
     * A table; {@code columns} has a text for each column in their order, {@code domain} may be empty.
     *
     * @param indexes what is said about an index, by its name; empty where indexes are not described
     */
    public record DocumentedTable(
            Table table, String domain, Text text, List<Text> columns, Map<String, String> indexes) {
        public DocumentedTable {
            columns = List.copyOf(columns);
            indexes = Collections.unmodifiableMap(new LinkedHashMap<>(indexes));
        }
    }

    /** A view and the statement that made it. */
    public record DocumentedView(String name, Text text, String sql) {}

    /** A function with its arguments, and what it returns. */
    public record DocumentedFunction(String signature, String returns, Text text) {}

    /**
     * Reads the catalog of the main database, its metadata where it has a table for it, and else the descriptions.
     *
     * @param connection only read from
     */
    public static DatabaseDocument read(Connection connection, NameMap map, Descriptions descriptions)
            throws SQLException {
        Catalog catalog = SqliteCatalog.read(connection, "main");
        NameMap names = map.inUse(catalog);
        Optional<MetadataTable> metadata = MetadataTable.find(connection, catalog, names);
        List<MetadataRow> rows = metadata.isPresent() ? metadata.get().rows() : List.of();
        Reader reader = new Reader(names, descriptions, rows);
        List<DocumentedTable> tables = new ArrayList<>();
        for (Table table : catalog.tables()) {
            Text text = reader.about(Entity.table(table.name()));
            List<Text> columns = new ArrayList<>();
            for (Column column : table.columns()) {
                columns.add(reader.about(Entity.column(table.name(), column.name())));
            }
            String domain =
                    names.tableCalled(table.name()).map(NameMap.Name::domain).orElse("");
            tables.add(new DocumentedTable(table, domain, text, columns, Map.of()));
        }
        List<String> domains =
                names.tables().stream().map(NameMap.Name::domain).distinct().toList();
        tables.sort(Comparator.comparingInt((DocumentedTable each) ->
                        each.domain().isEmpty() ? domains.size() : domains.indexOf(each.domain()))
                .thenComparing(each -> each.table().name()));
        List<DocumentedView> views = catalog.views().stream()
                .map(view -> new DocumentedView(view.name(), reader.about(Entity.view(view.name())), view.sql()))
                .toList();
        return new DatabaseDocument(tables, views, List.of(), reader.undescribed);
    }

    /** Looks things up, the metadata first. */
    private static final class Reader {
        private final Descriptions descriptions;
        private final List<MetadataRow> rows;
        private final NameMap names;
        private final List<String> undescribed = new ArrayList<>();

        Reader(NameMap names, Descriptions descriptions, List<MetadataRow> rows) {
            this.names = names;
            this.descriptions = descriptions;
            this.rows = rows;
        }

        Text about(Entity entity) {
            Optional<Text> text = rows.stream()
                    .filter(row -> row.entity().filter(entity::same).isPresent() && row.isDescribed())
                    .findFirst()
                    .map(row -> new Text(row.value("description"), row.value("purpose"), row.value("usage_notes")))
                    .or(() -> descriptions
                            .about(entity)
                            .or(() -> descriptions.about(afterTheRename(entity)))
                            .map(ours -> new Text(ours.description(), ours.purpose(), ours.usageNotes())));
            if (text.isEmpty()) {
                undescribed.add(entity.toString());
            }
            return text.orElse(new Text("", "", ""));
        }

        /** The file knows the names of the end; before the switch the tables have others. */
        private Entity afterTheRename(Entity entity) {
            return switch (entity.kind()) {
                case TABLE -> Entity.table(stored(entity.name()));
                case COLUMN -> Entity.column(stored(entity.parent()), entity.name());
                case VIEW -> entity;
            };
        }

        private String stored(String name) {
            return names.tableCalled(name).map(NameMap.Name::newName).orElse(name);
        }
    }
}
