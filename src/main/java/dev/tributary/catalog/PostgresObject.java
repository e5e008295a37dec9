package dev.tributary.catalog;

import java.util.Comparator;
import java.util.Locale;

/**
 * The name of one thing in a PostgreSQL schema.
 *
 * @param table the table it belongs to; empty for what stands by itself
 */
public record PostgresObject(Kind kind, String table, String name) implements Comparable<PostgresObject> {
    private static final Comparator<PostgresObject> ORDER = Comparator.comparing(PostgresObject::kind)
            .thenComparing(PostgresObject::table)
            .thenComparing(PostgresObject::name);

    /** What a schema consists of, in the order in which it can be made. */
    public enum Kind {
        SCHEMA,
        EXTENSION,
        ENUM,
        FUNCTION,
        /** What a function does: a digest of its text. Only of functions that these migrations made is it known. */
        BODY,
        TABLE,
        COLUMN,
        CONSTRAINT,
        PARTITION,
        INDEX,
        TRIGGER,
        ROW_SECURITY,
        POLICY,
        VIEW,
        GRANT,
        /** Rows that a migration inserts; no catalog holds them. */
        ROWS;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Such as {@code column api_keys.type}. */
    @Override
    public String toString() {
        return kind.label() + " " + (table.isEmpty() ? "" : table + ".") + name;
    }

    @Override
    public int compareTo(PostgresObject other) {
        return ORDER.compare(this, other);
    }
}
