package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;

/** What steps ask before they act, as SQL conditions. Table names are given without their schema, which is {@code mcp}. */
public final class LiveConditions {
    private LiveConditions() {}

    /** Whether a table has a column, as an SQL condition. */
    public static String hasColumn(String table, String column) {
        return "EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass("
                + Identifier.literal(LiveSteps.qualified(table)) + ") AND attname = " + Identifier.literal(column)
                + " AND NOT attisdropped)";
    }

    /** Whether a table has a constraint, as an SQL condition. */
    public static String hasConstraint(String table, String name) {
        return constraintIs(table, name, "true");
    }

    /** Whether a constraint has been validated, as an SQL condition. */
    public static String isValidated(String table, String name) {
        return constraintIs(table, name, "convalidated");
    }

    /** Whether a table has a trigger, as an SQL condition. */
    public static String hasTrigger(String table, String name) {
        return "EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass("
                + Identifier.literal(LiveSteps.qualified(table)) + ") AND tgname = " + Identifier.literal(name) + ")";
    }

    /** Whether a table has a trigger that nobody has disabled, as an SQL condition. */
    static String firesTrigger(String table, String name) {
        return "EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass("
                + Identifier.literal(LiveSteps.qualified(table)) + ") AND tgname = " + Identifier.literal(name)
                + " AND tgenabled = 'O')";
    }

    static String constraintIs(String table, String name, String condition) {
        return "EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass("
                + Identifier.literal(LiveSteps.qualified(table)) + ") AND conname = " + Identifier.literal(name)
                + " AND "
                + condition + ")";
    }
}
