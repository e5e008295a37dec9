package dev.tributary.document;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that can be described.
 *
 * @param parent a column's table; empty for tables and views
 */
public record Entity(Kind kind, String name, String parent) {
    /** What it is, written in small letters in the metadata. */
    public enum Kind {
        TABLE,
        VIEW,
        COLUMN;

        /** The kind as the metadata writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Entity table(String name) {
        return new Entity(Kind.TABLE, name, "");
    }

    static Entity view(String name) {
        return new Entity(Kind.VIEW, name, "");
    }

    static Entity column(String table, String name) {
        return new Entity(Kind.COLUMN, name, table);
    }

    /** Everything of a catalog: each table with its columns, then the views. */
    static List<Entity> of(Catalog catalog) {
        List<Entity> all = new ArrayList<>();
        for (Table table : catalog.tables()) {
            all.add(table(table.name()));
            for (Column column : table.columns()) {
                all.add(column(table.name(), column.name()));
            }
        }
        catalog.views().forEach(view -> all.add(view(view.name())));
        return all;
    }

    /** Names are compared as SQLite compares them. */
    boolean same(Entity other) {
        return kind == other.kind && Identifier.same(name, other.name) && Identifier.same(parent, other.parent);
    }

    /** Such as {@code column roadmap_priority.title}. */
    @Override
    public String toString() {
        return kind.word() + " " + (parent.isEmpty() ? "" : parent + ".") + name;
    }
}
