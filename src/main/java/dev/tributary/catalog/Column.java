package dev.tributary.catalog;

import java.util.Optional;

/**
 * One column of a table.
 *
 * @param type the declared type as written, empty when there is none
 * @param defaultValue the default as SQL text
 * @param keyPosition place in the primary key counted from 1, or 0
 * @param generated computed by the database, so never copied
 */
public record Column(
        String name, String type, boolean notNull, Optional<String> defaultValue, int keyPosition, boolean generated) {

    public Affinity affinity() {
        return Affinity.of(type);
    }

    /** The column in one line, for comparing and for reading: {@code status VARCHAR(50) NOT NULL}. */
    public String shape() {
        return name
                + (type.isEmpty() ? "" : " " + type)
                + (notNull ? " NOT NULL" : "")
                + defaultValue.map(value -> " DEFAULT " + value).orElse("")
                + (keyPosition > 0 ? " KEY " + keyPosition : "")
                + (generated ? " GENERATED" : "");
    }
}
