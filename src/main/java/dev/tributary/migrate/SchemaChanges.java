package dev.tributary.migrate;

import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What two states of a schema consist of, held against each other: a line for each name that is not on both sides, or not the same. */
final class SchemaChanges {
    private SchemaChanges() {}

    /** {@code + name} has come, {@code - name} is gone, {@code ~ name} has changed. */
    static <K extends Comparable<K>> List<String> between(Map<K, String> before, Map<K, String> after) {
        TreeSet<K> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        return all.stream()
                .filter(name -> !after.containsKey(name) || !after.get(name).equals(before.get(name)))
                .map(name -> (!before.containsKey(name) ? "+ " : !after.containsKey(name) ? "- " : "~ ") + name)
                .toList();
    }

    /**
     * The same for a PostgreSQL schema. What belongs to a table that has come or gone goes without saying, and a table's months
     * are counted.
     */
    static List<String> between(PostgresCatalog before, PostgresCatalog after) {
        List<String> changes = new ArrayList<>();
        Map<String, Long> had = months(before);
        months(after).forEach((table, count) -> {
            long more = count - had.getOrDefault(table, 0L);
            if (more != 0) {
                changes.add((more > 0 ? "+ " : "- ") + Math.abs(more) + " partitions of " + table);
            }
        });
        changes.addAll(between(besides(before, after), besides(after, before)));
        return changes;
    }

    private static Map<String, Long> months(PostgresCatalog catalog) {
        return catalog.objects().keySet().stream()
                .filter(object -> object.kind() == Kind.PARTITION)
                .collect(Collectors.groupingBy(PostgresObject::table, TreeMap::new, Collectors.counting()));
    }

    private static Map<PostgresObject, String> besides(PostgresCatalog one, PostgresCatalog other) {
        Map<PostgresObject, String> objects = new TreeMap<>(one.objects());
        objects.keySet()
                .removeIf(object -> object.kind() == Kind.BODY
                        || object.kind() == Kind.PARTITION
                        || !object.table().isEmpty()
                                && object.kind() != Kind.INDEX
                                && object.kind() != Kind.TRIGGER
                                && !other.has(new PostgresObject(Kind.TABLE, "", object.table())));
        return objects;
    }
}
