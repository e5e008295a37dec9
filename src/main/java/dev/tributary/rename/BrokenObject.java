package dev.tributary.rename;

import dev.tributary.catalog.Identifier;

/**
 * A view or trigger that SQLite cannot make sense of any more, so that it refuses to rename any table of the file.
 *
 * @param type {@code view} or {@code trigger}
 * @param sql the statement that once made it
 * @param reason SQLite's words
 */
public record BrokenObject(String type, String name, String sql, String reason) {
    /** In one line: what, which, and why. */
    public String asText() {
        return "the " + type + " " + name + " is broken: " + reason;
    }

    /** The statement that made it, without its line breaks. */
    public String sqlInOneLine() {
        return sql.strip().replaceAll("\\s+", " ");
    }

    /** The statement that removes it. */
    public String drop() {
        return ("view".equals(type) ? "DROP VIEW " : "DROP TRIGGER ") + Identifier.quote(name);
    }
}
