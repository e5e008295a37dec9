package dev.tributary.references;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;

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
    private static final Set<String> AFTER_ALTERED = Set.of(
            "RENAME",
            "ADD",
            "DROP",
            "ALTER",
            "ENABLE",
            "DISABLE",
            "OWNER",
            "SET",
            "ATTACH",
            "DETACH",
            "VALIDATE",
            "NO",
            "FORCE",
            "INHERIT",
            "CLUSTER",
            "RESET");

    private final List<SqlToken> tokens;
    private final boolean known;

    private SqlShape(List<SqlToken> tokens, boolean known) {
        this.tokens = tokens;
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
        String word = upper(i);
        if (BEFORE_A_SCRIPT.contains(word) && nextStatement(i) > 0) {
            return isSql(nextStatement(i));
        }
        if ("EXPLAIN".equals(word)) {
            return isSql(has(i + 1, "QUERY") ? i + 3 : i + 1);
        }
        if (!known && !isCase(tokens.get(i).text())) {
            return false;
        }
        boolean statement = statement(i, word);
        if (statement) {
            return known || inCapitals(i) || hasWhatNoSentenceHas(i);
        }
        return (known || inCapitals(i)) && (FRAGMENTS.contains(word) || continued || comparesAColumn(i)) && fragment(i);
    }

    private boolean statement(int i, String word) {
        return switch (word) {
            case "SELECT" -> select(i);
            case "WITH" ->
                isName(has(i + 1, "RECURSIVE") ? i + 2 : i + 1)
                        && tokens.stream().anyMatch(token -> token.isWord("AS"));
            case "INSERT", "REPLACE" -> {
                int into = has(i + 1, "OR") ? i + 3 : i + 1;
                yield has(into, "INTO")
                        && afterName(
                                into + 1,
                                at -> isSign(at, "(") || isOneOf(at, "VALUES", "SELECT", "DEFAULT", "AS", "WITH"));
            }
            case "UPDATE" -> {
                int name = has(i + 1, "OR") ? i + 3 : has(i + 1, "ONLY") ? i + 2 : i + 1;
                yield (known || !end(name + 1))
                        && afterName(
                                name,
                                at -> isAssignment(at)
                                        || isAliased(at, this::isAssignment)
                                        || isOneOf(at, "INDEXED", "NOT"));
            }
            case "DELETE" ->
                has(i + 1, "FROM")
                        && afterName(
                                i + 2,
                                at -> isOneOf(
                                                at, "WHERE", "RETURNING", "AS", "INDEXED", "NOT", "ORDER", "LIMIT",
                                                "USING")
                                        || isAliased(at, behind -> isOneOf(behind, "WHERE", "USING", "RETURNING")));
            case "CREATE" -> create(i + 1);
            case "DROP" ->
                isOneOf(i + 1, "TABLE", "VIEW", "INDEX", "TRIGGER")
                        && afterName(
                                has(i + 2, "IF") ? i + 4 : i + 2,
                                at -> isOneOf(at, "CASCADE", "RESTRICT") || isSign(at, ","));
            case "ALTER" ->
                has(i + 1, "TABLE")
                        && afterName(skip(i + 2, "IF", "EXISTS", "ONLY"), at -> AFTER_ALTERED.contains(upper(at)));
            case "PRAGMA" ->
                isName(i + 1) && (isSign(i + 2, "(") || isSign(i + 2, "=") || isSign(i + 2, ".") || end(i + 2));
            case "ANALYZE", "REINDEX", "TRUNCATE" -> known && isName(has(i + 1, "TABLE") ? i + 2 : i + 1);
            case "COPY" -> afterName(i + 1, at -> isSign(at, "(") || isOneOf(at, "FROM", "TO"));
            case "ATTACH" -> tokens.stream().anyMatch(token -> token.isWord("AS"));
            case "COMMENT" -> has(i + 1, "ON") && tokens.stream().anyMatch(token -> token.isWord("IS"));
            case "GRANT", "REVOKE" -> tokens.stream().anyMatch(token -> token.isWord("ON"));
            case "REFRESH" -> has(i + 1, "MATERIALIZED");
            default -> false;
        };
    }

    private boolean select(int i) {
        for (int at = i + 1, depth = 0; at < tokens.size(); at++) {
            SqlToken token = tokens.get(at);
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            if (token.isEnd()) {
                break;
            }
            if (depth == 0 && token.isWord("FROM") && !has(at - 1, "DISTINCT")) {
                return at > i + 1 && table(at + 1);
            }
        }
        return tokens.size() > i + 1; // names no table, and so does no harm
    }

    /** Whether a table, or a query in its place, stands there, and what follows is not a sentence's next word. */
    private boolean table(int i) {
        return isSign(i, "(")
                || kind(i) == SqlToken.Kind.STRING
                || afterName(i, at -> continuesAList(at) || isAliased(at, this::continuesAList));
    }

    private boolean continuesAList(int at) {
        return end(at)
                || isSign(at, ",")
                || isSign(at, ")")
                || isSign(at, "(")
                || kind(at) == SqlToken.Kind.COMPUTED
                || SqlStatement.CLAUSES.contains(upper(at))
                || SqlStatement.JOINS.contains(upper(at));
    }

    private boolean isAliased(int at, IntPredicate then) {
        int alias = has(at, "AS") ? at + 1 : at;
        return isName(alias)
                && !SqlStatement.CLAUSES.contains(upper(alias))
                && !Set.of("TO", "IS", "IN", "AND", "OR").contains(upper(alias))
                && then.test(alias + 1);
    }

    private boolean isAssignment(int at) {
        return has(at, "SET")
                && (kind(at + 1) == SqlToken.Kind.COMPUTED
                        || isSign(at + 1, "(")
                        || end(at + 1)
                        || isName(at + 1)
                                && (isSign(at + 2, "=")
                                        || isSign(at + 2, ".")
                                        || kind(at + 2) == SqlToken.Kind.COMPUTED));
    }

    private boolean create(int i) {
        int at = skip(
                i, "OR", "REPLACE", "TEMP", "TEMPORARY", "UNIQUE", "VIRTUAL", "MATERIALIZED", "UNLOGGED", "CONSTRAINT");
        int name = skip(at + 1, "CONCURRENTLY", "IF", "NOT", "EXISTS");
        return switch (upper(at)) {
            case "TABLE" -> afterName(name, j -> isSign(j, "(") || isOneOf(j, "AS", "USING", "PARTITION"));
            case "INDEX" -> has(name, "ON") || afterName(name, j -> has(j, "ON"));
            case "VIEW" -> afterName(name, j -> has(j, "AS") || isSign(j, "("));
            case "TRIGGER" ->
                afterName(name, j -> isOneOf(j, "BEFORE", "AFTER", "INSTEAD", "INSERT", "UPDATE", "DELETE"));
            case "FUNCTION", "PROCEDURE", "TYPE", "EXTENSION", "SCHEMA", "POLICY", "SEQUENCE", "DOMAIN" -> true;
            default -> false;
        };
    }

    /** Such as {@code id IN (SELECT ..)} and {@code t.id = ..}: the rest of a condition. */
    private boolean comparesAColumn(int i) {
        return isName(i)
                && (isOneOf(i + 1, "IN", "NOT")
                        || isSign(i + 1, "=")
                        || isSign(i + 1, ".")
                        || isSign(i + 1, ",")
                        || isSign(i + 1, "("));
    }

    /** A part of a statement: it names a table behind FROM, JOIN or INTO, or a column with its table. */
    private boolean fragment(int i) {
        for (int at = i; at < tokens.size(); at++) {
            if (isOneOf(at, "FROM", "JOIN", "INTO") && capitalsOrKnown(at) && table(at + 1)) {
                return true;
            }
            if (isName(at) && isSign(at + 1, ".") && isName(at + 2) && FRAGMENTS.contains(upper(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name stands there and the rest is as the grammar says; what the program computes may be anything. */
    private boolean afterName(int i, IntPredicate then) {
        int at = i;
        if (!isName(at) && kind(at) != SqlToken.Kind.COMPUTED) {
            return false;
        }
        while (isSign(at + 1, ".") && (isName(at + 2) || kind(at + 2) == SqlToken.Kind.COMPUTED)) {
            at += 2;
        }
        return end(at + 1)
                || kind(at) == SqlToken.Kind.COMPUTED
                || kind(at + 1) == SqlToken.Kind.COMPUTED
                || then.test(at + 1);
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

    private int skip(int i, String... words) {
        int at = i;
        while (Set.of(words).contains(upper(at))) {
            at++;
        }
        return at;
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
        return known || tokens.get(i).text().equals(upper(i));
    }

    private boolean isName(int i) {
        return i < tokens.size() && tokens.get(i).isName();
    }

    private boolean end(int i) {
        return i >= tokens.size() || tokens.get(i).isEnd();
    }

    private SqlToken.Kind kind(int i) {
        return i < tokens.size() ? tokens.get(i).kind() : SqlToken.Kind.END;
    }

    private boolean isSign(int i, String sign) {
        return i < tokens.size() && tokens.get(i).isSign(sign);
    }

    private boolean has(int i, String word) {
        return i < tokens.size() && tokens.get(i).isWord(word);
    }

    private boolean isOneOf(int i, String... words) {
        return Set.of(words).contains(upper(i));
    }

    private String upper(int i) {
        return i < tokens.size() ? tokens.get(i).upper() : "";
    }
}
