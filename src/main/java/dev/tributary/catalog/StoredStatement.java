package dev.tributary.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statement that made an index, a view or a trigger, as SQLite stores it: {@code CREATE}, what it is, then the text
 * from the name on as somebody wrote it.
 *
 * @see <a href="https://www.sqlite.org/schematab.html">SQLite: the schema table</a>
 */
public final class StoredStatement {
    private static final Pattern HEAD = Pattern.compile("(?is)^(CREATE\\s+(?:UNIQUE\\s+)?(?:INDEX|VIEW|TRIGGER)\\s+)"
            + "(?:\"(?:[^\"]|\"\")*\"|\\[[^\\]]*]|`(?:[^`]|``)*`|'(?:[^']|'')*'|[^\\s(\"\\[`']+)");

    private StoredStatement() {}

    /**
     * The same statement, making the same thing under another name.
     *
     * @throws IllegalArgumentException when the text is no such statement
     */
    public static String named(String sql, String name) {
        Matcher head = HEAD.matcher(sql);
        if (!head.find()) {
            throw new IllegalArgumentException("not a statement that makes an index, a view or a trigger: " + sql);
        }
        return head.group(1) + Identifier.quote(name) + sql.substring(head.end());
    }

    /** Whether two statements say the same, apart from white space, comments, quotes of names and the case of letters. */
    public static boolean same(String one, String other) {
        return normal(one).equals(normal(other));
    }

    private static String normal(String sql) {
        String words = sql.replaceAll("--[^\\n]*", " ")
                .replaceAll("(?s)/\\*.*?\\*/", " ")
                .replaceAll("[\"`\\[\\]]", "")
                .replaceAll("\\s+", " ")
                .replaceAll(" ?([(),=<>;*]) ?", "$1");
        return Identifier.key(words.strip());
    }
}
