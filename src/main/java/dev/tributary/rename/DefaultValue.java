package dev.tributary.rename;

import dev.tributary.catalog.Identifier;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column's default as an expression that means the same inside a trigger.
 *
 * <p>SQLite's grammar takes a single name after DEFAULT for a text: {@code DEFAULT pending} and {@code DEFAULT "pending"}
 * are {@code 'pending'}. Anywhere else such a name would be a column. Everything else is an expression already, to which
 * the catalog does not add the parentheses that it was written in.
 *
 * @see <a href="https://www.sqlite.org/lang_createtable.html#the_default_clause">SQLite: the DEFAULT clause</a>
 */
final class DefaultValue {
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|\\[[^]]*]");
    private static final Pattern WORD = Pattern.compile("[\\p{Alpha}_\\x{80}-\\x{10FFFF}][\\w$\\x{80}-\\x{10FFFF}]*");
    private static final Set<String> KEYWORDS =
            Set.of("null", "true", "false", "current_time", "current_date", "current_timestamp");

    private DefaultValue() {}

    /** The expression for the text that {@code PRAGMA table_info} shows. */
    static String expression(String shown) {
        String text = shown.strip();
        if (QUOTED.matcher(text).matches()) {
            String mark = text.substring(text.length() - 1);
            String inside = text.substring(1, text.length() - 1);
            return literal("]".equals(mark) ? inside : inside.replace(mark + mark, mark));
        }
        Matcher word = WORD.matcher(text);
        if (word.matches() && !KEYWORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return literal(text);
        }
        // a comment to the end of the line may be the last thing in it
        return "(" + text + (text.contains("--") ? "\n)" : ")");
    }

    /** Whether the default is there at all: {@code DEFAULT NULL} changes nothing. */
    static boolean appliesTo(String shown) {
        return !"null".equals(shown.strip().toLowerCase(Locale.ROOT));
    }

    private static String literal(String text) {
        return Identifier.literal(text);
    }
}
