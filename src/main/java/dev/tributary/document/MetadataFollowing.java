package dev.tributary.document;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.NameMap;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lets old names in the metadata follow the rename, and makes one row of several that then describe the same thing. */
final class MetadataFollowing {
    private final MetadataTable metadata;
    private final Catalog catalog;
    private final NameMap names;
    private final Descriptions descriptions;
    private final List<String> merged = new ArrayList<>();

    MetadataFollowing(MetadataTable metadata, Catalog catalog, NameMap names, Descriptions descriptions) {
        this.metadata = metadata;
        this.catalog = catalog;
        this.names = names;
        this.descriptions = descriptions;
    }

    /** The rows that made way for another one about the same thing. */
    List<String> merged() {
        return merged;
    }

    /** Gives back how many rows changed. */
    int run() throws SQLException {
        MetadataNames follow = new MetadataNames(names);
        Map<String, List<Renamed>> byKey = new LinkedHashMap<>();
        for (MetadataRow row : metadata.rows()) {
            Map<String, String> now = new HashMap<>(row.values());
            // a view keeps its name, and one that is called like an old table is that table's other name
            boolean keepsName = row.type().equals("column") || row.type().equals("view");
            String type = kindInCatalog(row, follow, catalog);
            now.put("entity_type", type);
            if (!keepsName) {
                now.computeIfPresent(
                        "entity_name",
                        (key, name) -> row.entity().isPresent() ? follow.table(name) : follow.relationship(name));
            }
            now.computeIfPresent("parent_name", (key, name) -> follow.table(name));
            now.computeIfPresent("related_tables", (key, list) -> follow.list(list));
            now.computeIfPresent("foreign_keys", (key, json) -> follow.json(json));
            String key = (type + "\n" + now.get("entity_name") + "\n" + now.getOrDefault("parent_name", "\0"))
                    .toLowerCase(Locale.ROOT);
            byKey.computeIfAbsent(key, any -> new ArrayList<>()).add(new Renamed(row, new MetadataRow(row.id(), now)));
        }
        for (List<Renamed> same : byKey.values()) {
            same.sort(winnerFirst());
            for (Renamed loser : same.subList(1, same.size())) {
                metadata.delete(loser.before().id());
                merged.add(loser.before() + " (kept: " + same.get(0).before().value("description") + ")");
            }
        }
        int changed = 0;
        for (List<Renamed> same : byKey.values()) {
            Map<String, String> changes = new HashMap<>(same.get(0).after().values());
            MetadataRow before = same.get(0).before();
            changes.entrySet()
                    .removeIf(change -> change.getValue().equals(before.values().get(change.getKey())));
            if (!changes.isEmpty()) {
                metadata.update(before.id(), changes);
                changed++;
            }
        }
        return changed;
    }

    /** A row before and after old names followed. */
    private record Renamed(MetadataRow before, MetadataRow after) {}

    /** A view that somebody has put down as a table is a view, and the other way round; other kinds stay as written. */
    private static String kindInCatalog(MetadataRow row, MetadataNames follow, Catalog catalog) {
        if (row.entity().filter(entity -> entity.kind() != Entity.Kind.COLUMN).isEmpty()) {
            return row.value("entity_type");
        }
        String name = row.type().equals("view") ? row.value("entity_name") : follow.table(row.value("entity_name"));
        List<Entity> all = Entity.of(catalog);
        boolean isTable = all.stream().anyMatch(each -> each.same(Entity.table(name)));
        boolean isView = all.stream().anyMatch(each -> each.same(Entity.view(name)));
        return isTable && row.type().equals("view")
                ? "table"
                : isView && row.type().equals("table") ? "view" : row.value("entity_type");
    }

    /** A description that somebody wrote, then the newest, then the first. */
    private Comparator<Renamed> winnerFirst() {
        return Comparator.<Renamed>comparingInt(each -> rank(each.after()))
                .thenComparing(each -> each.before().value("updated_at"), Comparator.reverseOrder())
                .thenComparingLong(each -> each.before().id());
    }

    private int rank(MetadataRow row) {
        boolean ours = row.entity()
                .flatMap(descriptions::about)
                .filter(described -> described.description().equals(row.value("description")))
                .isPresent();
        return !row.isDescribed() ? 2 : ours ? 1 : 0;
    }
}
