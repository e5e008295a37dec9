package dev.tributary.references;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides whether a string is SQL. A sentence may begin with "Update tasks": a statement goes on as the grammar says, and is
 * written in capitals, or in small letters with something that no sentence has, or handed to something that runs SQL.
 */
final class SqlShape {
    private static final Set<String> FRAGMENTS = Set.of(
            "FROM",
            "JOIN",
            "LEFT",
            "INNER",
            "CROSS",
            "NATURAL",
            "RIGHT",
            "FULL",
            "WHERE",
            "AND",
            "OR",
            "ORDER",
            "GROUP",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            "INTO",
            "SET",
            "HAVING",
            "ON",
            "NOT",
            "EXISTS",
            "VALUES",
            "LIMIT",
            "RETURNING");
    private static final Set<String> BEFORE_A_SCRIPT = Set.of(
            "BEGIN",
            "COMMIT",
            "END",
            "ROLLBACK",
            "SAVEPOINT",
            "RELEASE",
            "SET",
            "ATTACH",
            "DETACH",
            "VACUUM",
            "PRAGMA");

    private final List<SqlToken> tokens;
    private final SqlWords words;
    private final SqlGrammar grammar;
    private final boolean known;

    private SqlShape(List<SqlToken> tokens, boolean known) {
        this.tokens = tokens;
        this.words = new SqlWords(tokens);
        this.grammar = new SqlGrammar(words, known);
        this.known = known;
    }

    /**
     * Whether these words are SQL.
     *
     * @param known whether the string is handed to something that runs SQL
     */
    static boolean isSql(List<SqlToken> tokens, boolean known) {
        return new SqlShape(tokens, known).isSql(0);
    }

    private boolean isSql(int from) {
        int i = from;
        while (i < tokens.size() && (tokens.get(i).isSign("(") || tokens.get(i).kind() == SqlToken.Kind.COMPUTED)) {
            i++;
        }
        boolean continued = i > from;
        if (i >= tokens.size()) {
            return false;
        }
        String word = words.upper(i);
        if (BEFORE_A_SCRIPT.contains(word) && nextStatement(i) > 0) {
            return isSql(nextStatement(i));
        }
        if ("EXPLAIN".equals(word)) {
            return isSql(words.has(i + 1, "QUERY") ? i + 3 : i + 1);
        }
        if (!known && !isCase(tokens.get(i).text())) {
            return false;
        }
        boolean statement = grammar.statement(i, word);
        if (statement) {
            return known || inCapitals(i) || hasWhatNoSentenceHas(i);
        }
        return (known || inCapitals(i)) && (FRAGMENTS.contains(word) || continued || comparesAColumn(i)) && fragment(i);
    }

    /** Such as {@code id IN (SELECT ..)} and {@code t.id = ..}: the rest of a condition. */
    private boolean comparesAColumn(int i) {
        return words.isName(i)
                && (words.isOneOf(i + 1, "IN", "NOT")
                        || words.isSign(i + 1, "=")
                        || words.isSign(i + 1, ".")
                        || words.isSign(i + 1, ",")
                        || words.isSign(i + 1, "("));
    }

    /** A part of a statement: it names a table behind FROM, JOIN or INTO, or a column with its table. */
    private boolean fragment(int i) {
        for (int at = i; at < tokens.size(); at++) {
            if (words.isOneOf(at, "FROM", "JOIN", "INTO") && capitalsOrKnown(at) && grammar.table(at + 1)) {
                return true;
            }
            if (words.isName(at)
                    && words.isSign(at + 1, ".")
                    && words.isName(at + 2)
                    && FRAGMENTS.contains(words.upper(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasWhatNoSentenceHas(int i) {
        boolean sign = tokens.stream()
                .skip(i)
                .anyMatch(token -> token.isSign("*")
                        || token.isSign("=")
                        || token.isSign("(")
                        || token.kind() == SqlToken.Kind.VALUE
                        || token.kind() == SqlToken.Kind.QUOTED);
        return sign
                || tokens.stream()
                        .skip(i)
                        .anyMatch(token -> Set.of("WHERE", "JOIN", "LIMIT").contains(token.upper()));
    }

    private int nextStatement(int i) {
        for (int at = i; at < tokens.size() - 1; at++) {
            if (tokens.get(at).isEnd()) {
                return at + 1;
            }
        }
        return -1;
    }

    /** All capitals or all small: a sentence begins with one capital. */
    private static boolean isCase(String word) {
        return word.equals(word.toUpperCase(Locale.ROOT)) || word.equals(word.toLowerCase(Locale.ROOT));
    }

    private boolean inCapitals(int i) {
        String word = tokens.get(i).text();
        return word.equals(word.toUpperCase(Locale.ROOT)) || capitalsOrKnownSomewhere(i);
    }

    /** A fragment may begin with a column: what counts is how its keywords are written. */
    private boolean capitalsOrKnownSomewhere(int i) {
        return tokens.stream()
                .skip(i)
                .anyMatch(token -> token.kind() == SqlToken.Kind.WORD
                        && Set.of("SELECT", "FROM", "JOIN").contains(token.text()));
    }

    private boolean capitalsOrKnown(int i) {
        return known || tokens.get(i).text().equals(words.upper(i));
    }
}
