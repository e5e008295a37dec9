package dev.tributary.postgres;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes labels down as texts, while programs use the table: the way back from {@link TypedSwitch}. Beside each column of
 * labels comes one of text, which a trigger keeps in step, whoever writes.
 *
 * <p>It has the name that the typed column had before the switch, because the audit triggers of version 012 leave that name
 * out: no row that gets its text is written down as changed by somebody.
 *
 * @param table without its schema, which is {@code mcp}
 * @param withUpdatedAt whether it has an updated_at that an update changes
 */
public record TypedTexts(String table, boolean withUpdatedAt, List<Text> texts) {
    /** What keeps them in step; the way back drops it, and its function. */
    private static final String TRIGGER = "zz_tributary_write_texts";

    public TypedTexts {
        texts = List.copyOf(texts);
    }

    /**
     * A column of labels.
     *
     * @param type of the text that it was, such as {@code VARCHAR(50)}
     * @param notNull whether the text was NOT NULL
     */
    public record Text(String column, String type, boolean notNull) {
        String text() {
            return column + "_enum";
        }
    }

    /** Adds the columns of text, with what keeps them in step, in one moment. */
    public LiveStep add() {
        String function = LiveSteps.qualified("tributary_write_texts_of_" + table);
        return LiveSteps.once(
                "add columns of text to " + table,
                List.of(table),
                LiveConditions.hasColumn(table, texts.get(0).text()) + " AND "
                        + LiveConditions.firesTrigger(table, TRIGGER),
                "ALTER TABLE " + LiveSteps.qualified(table) + " "
                        + texts.stream()
                                .map(t -> "ADD COLUMN IF NOT EXISTS " + t.text() + " " + t.type())
                                .collect(Collectors.joining(", ")),
                "CREATE OR REPLACE FUNCTION " + function
                        + "() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$\nBEGIN\n"
                        + texts.stream()
                                .map(t -> "  NEW." + t.text() + " := NEW." + t.column() + ";\n")
                                .collect(Collectors.joining())
                        + (withUpdatedAt ? TypedTrigger.KEEP_UPDATED_AT : "")
                        + "  RETURN NEW;\nEND\n$body$",
                "CREATE OR REPLACE TRIGGER " + TRIGGER + " BEFORE INSERT OR UPDATE ON " + LiveSteps.qualified(table)
                        + " FOR EACH ROW EXECUTE FUNCTION " + function + "()");
    }

    /** Only touches the rows: the trigger writes the texts. */
    public LiveStep fill() {
        String first = texts.get(0).text();
        return LiveSteps.backfill(
                "write the texts of " + table,
                table,
                List.of(),
                texts.stream()
                        .map(t -> "t." + t.text() + " IS DISTINCT FROM t." + t.column() + "::text")
                        .collect(Collectors.joining(" OR ", "(", ")")),
                first + " = t." + first);
    }

    /** Makes those NOT NULL that were. */
    public List<LiveStep> notNull() {
        return texts.stream()
                .filter(Text::notNull)
                .flatMap(t -> LiveSteps.notNull(table, t.text()).stream())
                .toList();
    }
}
