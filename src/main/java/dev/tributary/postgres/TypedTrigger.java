package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The body of the trigger that keeps text and typed columns in step.
 *
 * <p>Who wrote the typed column alone is taken at his word, and the text follows, unless it means that label already. In every
 * other case the text is the truth: also where one statement has written both and they contradict each other.
 */
final class TypedTrigger {
    private TypedTrigger() {}

    /** A label that a backfill of ours fills in is no change of the row. */
    static final String KEEP_UPDATED_AT = """
              IF TG_OP = 'UPDATE' AND current_setting('application_name') = 'tributary' THEN
                NEW.updated_at := OLD.updated_at;
              END IF;
            """;

    /**
     * Runs with its owner's rights: who writes a task need not be allowed to read the mapping.
     *
     * @param keepUpdatedAt whether the table has an updated_at that an update changes
     */
    static String function(String name, List<TypedColumn> columns, boolean keepUpdatedAt) {
        return "CREATE OR REPLACE FUNCTION " + name + "() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER"
                + " SET search_path = pg_catalog, pg_temp AS $body$\nDECLARE\n"
                + columns.stream()
                        .map(c -> "  " + meant(c) + " " + c.qualifiedType() + ";\n")
                        .collect(Collectors.joining())
                + "BEGIN\n"
                + columns.stream().map(TypedTrigger::block).collect(Collectors.joining())
                + (keepUpdatedAt ? KEEP_UPDATED_AT : "")
                + "  RETURN NEW;\nEND\n$body$";
    }

    private static String meant(TypedColumn column) {
        return "meant_by_" + column.column();
    }

    private static String block(TypedColumn column) {
        // a text that an INSERT did not name arrives as its default
        String unnamed = column.textDefault()
                .map(value ->
                        "NEW.%1$s IS NULL OR NEW.%1$s = %2$s".formatted(column.column(), Identifier.literal(value)))
                .orElse("NEW.%s IS NULL".formatted(column.column()));
        return """
                  IF TG_OP = 'INSERT' OR NEW.%1$s IS DISTINCT FROM OLD.%1$s OR NEW.%2$s IS DISTINCT FROM OLD.%2$s
                     OR NEW.%2$s IS NULL THEN
                    SELECT m.label INTO %3$s FROM mcp.typed_column_mapping AS m
                    WHERE m.table_name = %4$s AND m.column_name = %5$s AND m.text_value = NEW.%1$s;
                    IF NEW.%2$s IS DISTINCT FROM %3$s AND NEW.%2$s IS NOT NULL
                       AND (TG_OP = 'INSERT' AND (%6$s) OR TG_OP = 'UPDATE' AND NEW.%1$s IS NOT DISTINCT FROM OLD.%1$s) THEN
                      NEW.%1$s := NEW.%2$s;
                    ELSE
                      NEW.%2$s := %3$s;
                    END IF;
                  END IF;
                """.formatted(
                        column.column(),
                        column.typed(),
                        meant(column),
                        Identifier.literal(column.table()),
                        Identifier.literal(column.column()),
                        unnamed);
    }
}
