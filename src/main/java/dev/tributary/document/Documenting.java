package dev.tributary.document;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives every table, view and column exactly one row of metadata, in the caller's transaction. It may run any number of
 * times: a second run changes nothing.
 */
public final class Documenting {
    /** Changes when the same descriptions would lead to other rows: part of the migration's checksum. */
    public static final int SEMANTICS = 1;

    private final Connection connection;
    private final NameMap names;
    private final Descriptions descriptions;

    /** Describes the main database of a connection. */
    public Documenting(Connection connection, NameMap names, Descriptions descriptions) {
        this.connection = connection;
        this.names = names;
        this.descriptions = descriptions;
    }

    /** What would keep a database of that catalog from describing itself. */
    public static Optional<Fault> obstacle(Catalog catalog, NameMap names) {
        return MetadataTable.obstacle(catalog, names);
    }

    /**
     * Lets old names in the metadata follow the rename, makes one row of several that describe the same thing, and adds what
     * is missing.
     *
     * @throws Fault when there is no table for it, or afterwards something has no row or two
     */
    public Documented run() throws SQLException {
        Catalog catalog = SqliteCatalog.read(connection, "main");
        MetadataTable metadata = MetadataTable.require(connection, catalog, names);
        MetadataFollowing following = new MetadataFollowing(metadata, catalog, names, descriptions);
        int renamed = following.run();
        CatalogWords words = new CatalogWords(catalog);
        List<String> fromCatalog = new ArrayList<>();
        int fromFile = 0;
        int persons = 0;
        List<MetadataRow> rows = metadata.rows();
        for (Entity entity : Entity.of(catalog)) {
            MetadataRow row = rowOf(entity, rows);
            var described = descriptions.about(entity);
            if (row != null && row.isDescribed()) {
                persons += described
                                .filter(ours -> ours.description().equals(row.value("description")))
                                .isPresent()
                        ? 0
                        : 1;
                continue;
            }
            Map<String, String> values = described
                    .map(ours -> values(ours, words))
                    .orElseGet(() -> values(
                            new Descriptions.Described(
                                    entity, MetadataTable.NOT_YET + " " + words.about(entity), "", "", ""),
                            words));
            if (described.isPresent()) {
                fromFile++;
            } else {
                fromCatalog.add(entity.toString());
            }
            put(metadata, entity, row, values);
        }
        List<String> stale = requireOneRowEach(metadata, catalog);
        return new Documented(renamed, persons, fromFile, fromCatalog, following.merged(), stale);
    }

    private static MetadataRow rowOf(Entity entity, List<MetadataRow> rows) {
        return rows.stream()
                .filter(row -> row.entity().filter(entity::same).isPresent())
                .findFirst()
                .orElse(null);
    }

    private static void put(MetadataTable metadata, Entity entity, MetadataRow row, Map<String, String> values)
            throws SQLException {
        if (row == null) {
            Map<String, String> all = new HashMap<>(values);
            all.put("entity_type", entity.kind().word());
            all.put("entity_name", entity.name());
            if (!entity.parent().isEmpty()) {
                all.put("parent_name", entity.parent());
            }
            metadata.insert(all);
            return;
        }
        Map<String, String> changes = new HashMap<>(values);
        // what a person did write stays; only what is missing, or what we once said in default, is filled in
        changes.keySet()
                .removeIf(column ->
                        !"description".equals(column) && !row.value(column).isBlank());
        changes.entrySet().removeIf(change -> change.getValue().equals(row.value(change.getKey())));
        metadata.update(row.id(), changes);
    }

    private static Map<String, String> values(Descriptions.Described ours, CatalogWords words) {
        Map<String, String> values = new HashMap<>();
        values.put("description", ours.description());
        values.put("purpose", ours.purpose());
        values.put("usage_notes", ours.usageNotes());
        values.put("content_type", ours.contentType());
        values.put("related_tables", words.relatedTables(ours.entity()));
        values.put("foreign_keys", words.foreignKeys(ours.entity()));
        values.values().removeIf(String::isEmpty);
        return values;
    }

    /** Counts again; gives back the rows that describe what is not there. */
    private List<String> requireOneRowEach(MetadataTable metadata, Catalog catalog) throws SQLException {
        List<MetadataRow> rows = metadata.rows();
        List<Entity> all = Entity.of(catalog);
        for (Entity entity : all) {
            long count = rows.stream()
                    .filter(row -> row.entity().filter(entity::same).isPresent())
                    .count();
            if (count != 1) {
                throw new Fault(
                                "the " + entity + " has " + count + " rows of metadata, and not one",
                                "a trigger or a rule of " + metadata.name() + " has changed what was written",
                                "look at that table, and run this again")
                        .at(metadata.name());
            }
        }
        return rows.stream()
                .filter(row -> row.entity().isPresent())
                .filter(row -> all.stream().noneMatch(row.entity().get()::same))
                .map(MetadataRow::toString)
                .toList();
    }
}
