package dev.tributary.catalog;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Quoting of SQL identifiers, in exactly one place. Works for SQLite and PostgreSQL: a name between double quotes, each
 * double quote inside it doubled.
 *
 * @see <a href="https://www.sqlite.org/lang_keywords.html">SQLite: keywords and quoted identifiers</a>
 */
public final class Identifier {
    private Identifier() {}

    /** The name as it stands in SQL: {@code order "x"} becomes {@code "order ""x"""}. */
    public static String quote(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a usable SQL name: '" + name.replace('\0', '?') + "'");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A table of an attached database, both names quoted: {@code "source"."tasks"}. */
    public static String quote(String database, String name) {
        return quote(database) + '.' + quote(name);
    }

    /** Names quoted and separated by commas, each after the given prefix (such as {@code s.}). */
    public static String list(String prefix, Collection<String> names) {
        return names.stream().map(name -> prefix + quote(name)).collect(Collectors.joining(", "));
    }

    /** A string as an SQL literal, for the few statements that take no parameters. */
    public static String literal(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL character cannot stand in an SQL literal");
        }
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** SQLite compares names without regard to the case of ASCII letters. */
    public static boolean same(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            if (folded(one.charAt(i)) != folded(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** What two names that SQLite takes for the same have in common. */
    static String key(String name) {
        char[] letters = name.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = folded(letters[i]);
        }
        return new String(letters);
    }

    private static char folded(char letter) {
        return letter >= 'A' && letter <= 'Z' ? (char) (letter + ('a' - 'A')) : letter;
    }
}
