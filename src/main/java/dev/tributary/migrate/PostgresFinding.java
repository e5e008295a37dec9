package dev.tributary.migrate;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.PostgresObject;
import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.InitialSchema;
import dev.tributary.postgres.SchemaState.Difference;
import java.util.Optional;

/**
 * One thing that is not as its version makes it.
 *
 * @param what such as {@code index tasks.idx_tasks_list is missing}
 * @param command what mends it: a command of ours by its name, or SQL; empty when that takes a person's judgement
 * @param isTool whether it is a command of ours
 */
public record PostgresFinding(String what, Optional<String> command, boolean isTool) {
    private static final String REPAIR = "repair";
    private static final String MAINTAIN = "maintain";

    private static PostgresFinding tool(String what, String command) {
        return new PostgresFinding(what, Optional.of(command), true);
    }

    private static PostgresFinding sql(String what, String statement) {
        return new PostgresFinding(what, Optional.of(statement), false);
    }

    private static PostgresFinding open(String what) {
        return new PostgresFinding(what, Optional.empty(), false);
    }

    /** An object that is not there. */
    static PostgresFinding missing(PostgresObject object, String definition) {
        String what = object + " is missing";
        return switch (object.kind()) {
            case INDEX, FUNCTION, VIEW -> tool(what, REPAIR);
            case TRIGGER -> sql(what, definition + ";");
            case ROW_SECURITY -> sql(what, "ALTER TABLE " + named(object.name()) + " ENABLE ROW LEVEL SECURITY;");
            case POLICY ->
                sql(
                        what,
                        "CREATE POLICY " + Identifier.quote(object.name()) + " ON " + named(object.table()) + " AS "
                                + definition + ";");
            case ENUM -> sql(what, "CREATE TYPE " + named(object.name()) + " AS ENUM (" + definition + ");");
            case EXTENSION -> sql(what, "CREATE EXTENSION " + Identifier.quote(object.name()) + " WITH SCHEMA public;");
            default -> open(what);
        };
    }

    /** An object that is there and is another, or a part that its table lacks. */
    static PostgresFinding different(Difference difference) {
        PostgresObject object = difference.object();
        String what = difference.asText();
        String found = difference.found().orElse("");
        String alter = object.table().isEmpty() ? "" : "ALTER TABLE " + named(object.table()) + " ";
        String name = Identifier.quote(object.name());
        return switch (object.kind()) {
            case INDEX ->
                found.endsWith(" INVALID")
                        ? tool(what, REPAIR)
                        : sql(what, "DROP INDEX CONCURRENTLY " + named(object.name()) + ";");
            case BODY, FUNCTION -> tool(what, REPAIR);
            case VIEW ->
                sql(
                        what,
                        "ALTER " + (found.startsWith("MATERIALIZED ") ? "MATERIALIZED " : "") + "VIEW "
                                + named(object.name()) + " RENAME TO " + Identifier.quote(object.name() + "_before")
                                + ";");
            case TRIGGER ->
                found.startsWith(difference.expected())
                        ? disabled(new Diagnosis.DisabledTrigger(object.table(), object.name()))
                        : sql(
                                what,
                                "DROP TRIGGER " + name + " ON " + named(object.table()) + "; " + difference.expected()
                                        + ";");
            case CONSTRAINT ->
                found.isEmpty()
                        ? sql(what, alter + "ADD CONSTRAINT " + name + " " + difference.expected() + ";")
                        : found.endsWith(" NOT VALID")
                                ? sql(what, alter + "VALIDATE CONSTRAINT " + name + ";")
                                : open(what);
            case COLUMN ->
                found.isEmpty()
                        ? sql(what, alter + "ADD COLUMN " + name + " " + difference.expected() + ";")
                        : open(what);
            default -> open(what);
        };
    }

    /** A trigger that does not fire; its whole definition, twice, would hide the word. */
    static PostgresFinding disabled(Diagnosis.DisabledTrigger trigger) {
        return sql(
                "trigger " + trigger.table() + "." + trigger.name() + " is disabled",
                "ALTER TABLE " + named(trigger.table()) + " ENABLE TRIGGER " + Identifier.quote(trigger.name()) + ";");
    }

    /** A column that nobody expects. */
    static PostgresFinding added(PostgresObject column) {
        return sql(
                column + " is there, and no version makes it; if no program needs it",
                "ALTER TABLE " + named(column.table()) + " DROP COLUMN " + Identifier.quote(column.name()) + ";");
    }

    /** A month that inserts will want soon. */
    static Optional<PostgresFinding> month(Diagnosis.Partitions table) {
        return table.monthMissing().map(month -> tool(table.table() + " has no partition for " + month, MAINTAIN));
    }

    /** Rows that wait for their month. */
    static Optional<PostgresFinding> inDefault(Diagnosis.Partitions table) {
        return table.rowsInDefault() == 0
                ? Optional.empty()
                : Optional.of(tool(
                        "the default partition of " + table.table() + " holds " + table.rowsInDefault()
                                + (table.rowsInDefault() == 1 ? " row" : " rows"),
                        MAINTAIN));
    }

    private static String named(String name) {
        return Identifier.quote(InitialSchema.SCHEMA, name);
    }
}
