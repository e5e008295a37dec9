package dev.tributary.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits an SQL text into its statements, knowing strings, quoted names, dollar quotes and comments. Comments between
 * statements are left out; a statement keeps those inside it.
 *
 * @see <a href="https://www.postgresql.org/docs/17/sql-syntax-lexical.html">PostgreSQL: lexical structure</a>
 */
final class SqlScript {
    private final String text;
    private int at;

    private SqlScript(String text) {
        this.text = text;
    }

    /**
     * The statements in order, each without its semicolon.
     *
     * @throws IllegalArgumentException when a quote or a comment is not closed, or the last statement has no semicolon
     */
    static List<String> split(String text) {
        return new SqlScript(text).split();
    }

    private List<String> split() {
        List<String> statements = new ArrayList<>();
        int start = -1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("--", at)) {
                skipTo("\n", 2, false);
            } else if (text.startsWith("/*", at)) {
                skipTo("*/", 2, true);
            } else if (c == ';') {
                if (start >= 0) {
                    statements.add(text.substring(start, at).strip());
                }
                start = -1;
                at++;
            } else {
                if (start < 0 && !Character.isWhitespace(c)) {
                    start = at;
                }
                token(c);
            }
        }
        if (start >= 0) {
            throw new IllegalArgumentException("the last statement has no semicolon: "
                    + text.substring(start).lines().findFirst().orElse(""));
        }
        return statements;
    }

    private void token(char c) {
        if (c == '\'' || c == '"') {
            skipTo(String.valueOf(c), 1, true); // a doubled quote is one string that ends and another that begins
            return;
        }
        if (c == '$') {
            int end = text.indexOf('$', at + 1);
            String tag = end < 0 ? "" : text.substring(at, end + 1);
            if (tag.matches("\\$([A-Za-z_]\\w*)?\\$")) {
                skipTo(tag, tag.length(), true);
                return;
            }
        }
        at++;
    }

    private void skipTo(String end, int from, boolean needed) {
        int found = text.indexOf(end, at + from);
        if (found < 0 && needed) {
            throw new IllegalArgumentException(
                    "not closed: " + text.substring(at).lines().findFirst().orElse(""));
        }
        at = found < 0 ? text.length() : found + end.length();
    }
}
