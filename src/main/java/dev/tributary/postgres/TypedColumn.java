package dev.tributary.postgres;

import java.util.Optional;

/**
 * A text column that gets one of an enum's type beside it.
 *
 * @param table without its schema, which is {@code mcp}
 * @param column the text column
 * @param type the enum, without its schema
 * @param textDefault the text column's default; empty for none
 * @param notNull whether the text column is NOT NULL
 */
public record TypedColumn(String table, String column, String type, Optional<String> textDefault, boolean notNull) {
    private static final String SUFFIX = "_enum";

    /** A column that may be NULL. */
    public static TypedColumn of(String table, String column, String type, String textDefault) {
        return new TypedColumn(table, column, type, Optional.of(textDefault), false);
    }

    /** A column without a default that may be NULL. */
    public static TypedColumn of(String table, String column, String type) {
        return new TypedColumn(table, column, type, Optional.empty(), false);
    }

    /** The same column, NOT NULL. */
    public TypedColumn required() {
        return new TypedColumn(table, column, type, textDefault, true);
    }

    /** The name of the column of the enum's type, until it takes the text column's place. */
    String typed() {
        return column + SUFFIX;
    }

    String qualifiedType() {
        return LiveSteps.qualified(type);
    }

    /** Such as {@code tasks.status}. */
    @Override
    public String toString() {
        return table + "." + column;
    }
}
