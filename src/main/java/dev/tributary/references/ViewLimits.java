package dev.tributary.references;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a statement loses when the table that it names has become a view with INSTEAD OF triggers. Measured on SQLite 3.54;
 * the same list as {@code plan roadmap} prints.
 *
 * @see <a href="https://www.sqlite.org/lang_createtrigger.html#instead_of_triggers">SQLite: INSTEAD OF triggers</a>
 */
final class ViewLimits {
    private static final Pattern KEY = Pattern.compile(
            "\\.lastrowid|LastInsertId|getGeneratedKeys|RETURN_GENERATED_KEYS|last_insert_rowid|lastInsertRowid");
    private static final Pattern COUNT = Pattern.compile(
            "\\.rowcount|RowsAffected|total_changes|getUpdateCount|[=(!][\\w.()]*\\.execute(Large)?Update\\(|return[\\w.()]*\\.execute(Large)?Update\\(");
    private static final Set<String> ROWIDS = Set.of("ROWID", "_ROWID_", "OID");

    private ViewLimits() {}

    /**
     * What is lost; empty when nothing is.
     *
     * @param use where the old name stands
     * @param statement the statement around it
     * @param text the whole SQL text, with the statements behind it
     * @param code the program's words around the statement, without blanks
     */
    static String of(SqlStatement.Use use, SqlStatement statement, String text, String code) {
        return switch (use.verb()) {
            case CREATE_INDEX -> "views may not be indexed, also with IF NOT EXISTS";
            case CREATE_TRIGGER -> statement.has("INSTEAD") ? "" : "a view takes no BEFORE or AFTER trigger";
            case CREATE_TABLE -> statement.has("IF", "NOT") ? "" : "the name is taken by a view";
            case CREATE_VIEW -> statement.has("IF", "NOT") ? "" : "the name is taken";
            case ALTER -> "a view cannot be altered";
            case DROP ->
                statement.has("DROP", "VIEW")
                        ? "it would drop the compatibility view"
                        : "DROP TABLE does not drop a view";
            case FOREIGN_KEY -> "a foreign key cannot refer to a view";
            case PRAGMA -> "a view has no keys, defaults and indexes to show";
            case OTHER -> "it is made for tables";
            case SELECT -> rowid(statement);
            case INSERT, REPLACE -> insert(statement, text, code);
            case UPDATE, DELETE -> change(statement, text, code);
        };
    }

    private static String insert(SqlStatement statement, String text, String code) {
        if (statement.has("ON", "CONFLICT")) {
            return "SQLite cannot UPSERT a view";
        }
        if (statement.has("RETURNING")) {
            return "RETURNING gives back what was sent: no generated key, no default";
        }
        if (KEY.matcher(code).find() || text.toLowerCase(Locale.ROOT).contains("last_insert_rowid")) {
            return "lastrowid is not the new row's key";
        }
        return count(text, code);
    }

    private static String change(SqlStatement statement, String text, String code) {
        String rowid = rowid(statement);
        if (!rowid.isEmpty()) {
            return rowid;
        }
        if (statement.has("LIMIT")) {
            return "UPDATE and DELETE with LIMIT do not work on a view";
        }
        return count(text, code);
    }

    private static String count(String text, String code) {
        boolean asked =
                COUNT.matcher(code).find() || text.toLowerCase(Locale.ROOT).matches("(?s).*\\bchanges\\s*\\(.*");
        return asked ? "rowcount is 0 whatever was changed" : "";
    }

    private static String rowid(SqlStatement statement) {
        if (statement.tokens().stream().anyMatch(token -> ROWIDS.contains(token.upper()))) {
            return "a view has no rowid";
        }
        return statement.has("INDEXED", "BY") ? "a view has no index to be INDEXED BY" : "";
    }
}
