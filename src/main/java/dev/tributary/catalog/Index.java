package dev.tributary.catalog;

import java.util.List;
import java.util.Optional;

/**
 * One index of a table.
 *
 * @param origin who asked for it: an own CREATE INDEX, a UNIQUE constraint, or the primary key
 * @param columns in order, each with collation and direction where they are not the default; an expression as written
 * @param where the condition of a partial index
 * @param sql the CREATE INDEX statement; empty unless the origin is {@link Origin#CREATED}
 */
public record Index(
        String name,
        String table,
        boolean unique,
        Origin origin,
        List<String> columns,
        Optional<String> where,
        Optional<String> sql) {

    /** Who asked for an index, as {@code PRAGMA index_list} tells it. */
    public enum Origin {
        CREATED,
        UNIQUE_CONSTRAINT,
        PRIMARY_KEY
    }

    public Index {
        columns = List.copyOf(columns);
    }

    /** What the index does, apart from its name: two indexes of equal shape serve the same queries. */
    public String shape() {
        return (unique ? "UNIQUE (" : "(")
                + String.join(", ", columns)
                + ")"
                + where.map(condition -> " WHERE " + condition).orElse("");
    }
}
