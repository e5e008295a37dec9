package dev.tributary.references;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts SQL into words, for SQLite and PostgreSQL, without its comments.
 *
 * @see <a href="https://www.sqlite.org/lang_keywords.html">SQLite: keywords and quoted identifiers</a>
 */
final class SqlTokens {
    /** What programs put names into: format's and printf's, and templates'. */
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "%(\\(\\w+\\)|\\[\\d+\\])?[svqd](?![\\w'])|%(\\d+\\$)?s|\\{\\{?[^{}'\"\\n]{0,60}\\}?\\}|\\$\\{[^{}\\n]{1,60}\\}");

    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$([A-Za-z_]\\w*)?\\$");
    private static final Pattern PARAMETER = Pattern.compile("\\?\\d*|[:@][A-Za-z_]\\w*|\\$\\d+|%\\(\\w+\\)s");
    private static final Pattern NUMBER = Pattern.compile("\\d[\\w.]*|\\.\\d[\\w]*");
    private static final Pattern BRACKETED = Pattern.compile("\\[([A-Za-z_][\\w ]*)\\]");

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;

    private SqlTokens(Fragment source) {
        this.sql = source.text();
    }

    static List<SqlToken> of(Fragment source) {
        SqlTokens cut = new SqlTokens(source);
        while (cut.at < cut.sql.length()) {
            cut.next();
        }
        return cut.tokens;
    }

    private void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (sees("--")) {
            at = orEnd(sql.indexOf('\n', at));
        } else if (sees("/*")) {
            int end = sql.indexOf("*/", at + 2);
            at = end < 0 ? sql.length() : end + 2;
        } else if (c == '\'') {
            quoted('\'', '\'', SqlToken.Kind.STRING);
        } else if (c == '"' || c == '`') {
            quoted(c, c, SqlToken.Kind.QUOTED);
        } else if (c == '[' && !behindAName() && matches(BRACKETED) != null) {
            quoted('[', ']', SqlToken.Kind.QUOTED);
        } else if (c == ';') {
            add(SqlToken.Kind.END, 1);
        } else if (matches(DOLLAR_QUOTE) != null) {
            add(SqlToken.Kind.END, matches(DOLLAR_QUOTE).end() - at); // a function's body is SQL again
        } else if (c == Fragment.HOLE || Character.isLetter(c) || c == '_' || placeholder() != null) {
            word();
        } else if (sees("::")) {
            add(SqlToken.Kind.SIGN, 2);
        } else if (matches(PARAMETER) != null) {
            add(SqlToken.Kind.VALUE, matches(PARAMETER).end() - at);
        } else if (Character.isDigit(c) || c == '.' && !behindAName() && matches(NUMBER) != null) {
            add(SqlToken.Kind.VALUE, matches(NUMBER).end() - at);
        } else {
            add(SqlToken.Kind.SIGN, 1);
        }
    }

    private void add(SqlToken.Kind kind, int length) {
        tokens.add(new SqlToken(kind, sql.substring(at, at + length), at, at + length));
        at += length;
    }

    private boolean sees(String wanted) {
        return sql.startsWith(wanted, at);
    }

    private int orEnd(int found) {
        return found < 0 ? sql.length() : found;
    }

    private boolean behindAName() {
        return at > 0 && (Scanner.isWord(sql.charAt(at - 1)) || "])\"".indexOf(sql.charAt(at - 1)) >= 0);
    }

    private Matcher matches(Pattern pattern) {
        Matcher matcher = pattern.matcher(sql).region(at, sql.length());
        return matcher.lookingAt() ? matcher : null;
    }

    /** A placeholder that stands for a name; psycopg's {@code %(x)s} and {@code %s} for a value look alike, and do no harm. */
    private Matcher placeholder() {
        return matches(PLACEHOLDER);
    }

    private void quoted(char open, char close, SqlToken.Kind kind) {
        int from = at + 1;
        int end = from;
        while (end < sql.length()) {
            if (sql.charAt(end) == close) {
                if (open == '[' || end + 1 >= sql.length() || sql.charAt(end + 1) != close) {
                    break;
                }
                end++;
            }
            end++;
        }
        String text = sql.substring(from, Math.min(end, sql.length()));
        boolean computed = kind == SqlToken.Kind.QUOTED
                && (text.indexOf(Fragment.HOLE) >= 0
                        || PLACEHOLDER.matcher(text).find());
        tokens.add(new SqlToken(
                computed ? SqlToken.Kind.COMPUTED : kind,
                computed ? PLACEHOLDER.matcher(text).replaceAll(String.valueOf(Fragment.HOLE)) : text,
                from,
                from + text.length()));
        at = Math.min(sql.length(), end + 1);
    }

    private void word() {
        int from = at;
        StringBuilder text = new StringBuilder();
        boolean computed = false;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            Matcher placeholder = placeholder();
            if (placeholder != null) {
                computed = true;
                text.append(Fragment.HOLE);
                at = placeholder.end();
            } else if (c == Fragment.HOLE) {
                computed = true;
                text.append(c);
                at++;
            } else if (Scanner.isWord(c) || c == '$' && matches(DOLLAR_QUOTE) == null) {
                text.append(c);
                at++;
            } else {
                break;
            }
        }
        tokens.add(new SqlToken(computed ? SqlToken.Kind.COMPUTED : SqlToken.Kind.WORD, text.toString(), from, at));
    }
}
