package dev.tributary.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One row of the metadata.
 *
 * @param id its rowid
 * @param values its columns by name in small letters; a NULL is absent
 */
record MetadataRow(long id, Map<String, String> values) {
    MetadataRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    String value(String column) {
        return values.getOrDefault(column, "");
    }

    String type() {
        return value("entity_type").toLowerCase(Locale.ROOT);
    }

    /** What the row describes; empty for a relationship and whatever else people describe. */
    Optional<Entity> entity() {
        return Stream.of(Entity.Kind.values())
                .filter(kind -> kind.word().equals(type()))
                .findFirst()
                .map(kind ->
                        new Entity(kind, value("entity_name"), kind == Entity.Kind.COLUMN ? value("parent_name") : ""));
    }

    /** Whether somebody said something, and not we that nobody has. */
    boolean isDescribed() {
        return !value("description").isBlank() && !value("description").startsWith(MetadataTable.NOT_YET);
    }

    @Override
    public String toString() {
        return type() + " " + (values.containsKey("parent_name") ? value("parent_name") + "." : "")
                + value("entity_name") + ": " + value("description");
    }
}
