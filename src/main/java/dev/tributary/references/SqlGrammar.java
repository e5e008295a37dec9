package dev.tributary.references;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** Whether words go on as SQL's grammar says: as much of it as tells a statement from a sentence. */
final class SqlGrammar {
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
    private final SqlWords words;
    private final boolean known;

    /**
     * The grammar of these words.
     *
     * @param known whether the string is handed to something that runs SQL
     */
    SqlGrammar(SqlWords words, boolean known) {
        this.tokens = words.tokens();
        this.words = words;
        this.known = known;
    }

    /** Whether a statement that begins with this word goes on as it must. */
    boolean statement(int i, String word) {
        return switch (word) {
            case "SELECT" -> select(i);
            case "WITH" ->
                words.isName(words.has(i + 1, "RECURSIVE") ? i + 2 : i + 1)
                        && tokens.stream().anyMatch(token -> token.isWord("AS"));
            case "INSERT", "REPLACE" -> {
                int into = words.has(i + 1, "OR") ? i + 3 : i + 1;
                yield words.has(into, "INTO")
                        && afterName(
                                into + 1,
                                at -> words.isSign(at, "(")
                                        || words.isOneOf(at, "VALUES", "SELECT", "DEFAULT", "AS", "WITH"));
            }
            case "UPDATE" -> {
                int name = words.has(i + 1, "OR") ? i + 3 : words.has(i + 1, "ONLY") ? i + 2 : i + 1;
                yield (known || !words.end(name + 1))
                        && afterName(
                                name,
                                at -> isAssignment(at)
                                        || isAliased(at, this::isAssignment)
                                        || words.isOneOf(at, "INDEXED", "NOT"));
            }
            case "DELETE" ->
                words.has(i + 1, "FROM")
                        && afterName(
                                i + 2,
                                at -> words.isOneOf(
                                                at,
                                                "WHERE",
                                                "RETURNING",
                                                "AS",
                                                "INDEXED",
                                                "NOT",
                                                "ORDER",
                                                "LIMIT",
                                                "USING")
                                        || isAliased(
                                                at, behind -> words.isOneOf(behind, "WHERE", "USING", "RETURNING")));
            case "CREATE" -> create(i + 1);
            case "DROP" ->
                words.isOneOf(i + 1, "TABLE", "VIEW", "INDEX", "TRIGGER")
                        && afterName(
                                words.has(i + 2, "IF") ? i + 4 : i + 2,
                                at -> words.isOneOf(at, "CASCADE", "RESTRICT") || words.isSign(at, ","));
            case "ALTER" ->
                words.has(i + 1, "TABLE")
                        && afterName(
                                words.skip(i + 2, "IF", "EXISTS", "ONLY"),
                                at -> AFTER_ALTERED.contains(words.upper(at)));
            case "PRAGMA" ->
                words.isName(i + 1)
                        && (words.isSign(i + 2, "(")
                                || words.isSign(i + 2, "=")
                                || words.isSign(i + 2, ".")
                                || words.end(i + 2));
            case "ANALYZE", "REINDEX", "TRUNCATE" -> known && words.isName(words.has(i + 1, "TABLE") ? i + 2 : i + 1);
            case "COPY" -> afterName(i + 1, at -> words.isSign(at, "(") || words.isOneOf(at, "FROM", "TO"));
            case "ATTACH" -> tokens.stream().anyMatch(token -> token.isWord("AS"));
            case "COMMENT" -> words.has(i + 1, "ON") && tokens.stream().anyMatch(token -> token.isWord("IS"));
            case "GRANT", "REVOKE" -> tokens.stream().anyMatch(token -> token.isWord("ON"));
            case "REFRESH" -> words.has(i + 1, "MATERIALIZED");
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
            if (depth == 0 && token.isWord("FROM") && !words.has(at - 1, "DISTINCT")) {
                return at > i + 1 && table(at + 1);
            }
        }
        return tokens.size() > i + 1; // names no table, and so does no harm
    }

    /** Whether a table, or a query in its place, stands there, and what follows is not a sentence's next word. */
    boolean table(int i) {
        return words.isSign(i, "(")
                || words.kind(i) == SqlToken.Kind.STRING
                || afterName(i, at -> continuesAList(at) || isAliased(at, this::continuesAList));
    }

    private boolean continuesAList(int at) {
        return words.end(at)
                || words.isSign(at, ",")
                || words.isSign(at, ")")
                || words.isSign(at, "(")
                || words.kind(at) == SqlToken.Kind.COMPUTED
                || SqlStatement.CLAUSES.contains(words.upper(at))
                || SqlStatement.JOINS.contains(words.upper(at));
    }

    private boolean isAliased(int at, IntPredicate then) {
        int alias = words.has(at, "AS") ? at + 1 : at;
        return words.isName(alias)
                && !SqlStatement.CLAUSES.contains(words.upper(alias))
                && !Set.of("TO", "IS", "IN", "AND", "OR").contains(words.upper(alias))
                && then.test(alias + 1);
    }

    private boolean isAssignment(int at) {
        return words.has(at, "SET")
                && (words.kind(at + 1) == SqlToken.Kind.COMPUTED
                        || words.isSign(at + 1, "(")
                        || words.end(at + 1)
                        || words.isName(at + 1)
                                && (words.isSign(at + 2, "=")
                                        || words.isSign(at + 2, ".")
                                        || words.kind(at + 2) == SqlToken.Kind.COMPUTED));
    }

    private boolean create(int i) {
        int at = words.skip(
                i, "OR", "REPLACE", "TEMP", "TEMPORARY", "UNIQUE", "VIRTUAL", "MATERIALIZED", "UNLOGGED", "CONSTRAINT");
        int name = words.skip(at + 1, "CONCURRENTLY", "IF", "NOT", "EXISTS");
        return switch (words.upper(at)) {
            case "TABLE" -> afterName(name, j -> words.isSign(j, "(") || words.isOneOf(j, "AS", "USING", "PARTITION"));
            case "INDEX" -> words.has(name, "ON") || afterName(name, j -> words.has(j, "ON"));
            case "VIEW" -> afterName(name, j -> words.has(j, "AS") || words.isSign(j, "("));
            case "TRIGGER" ->
                afterName(name, j -> words.isOneOf(j, "BEFORE", "AFTER", "INSTEAD", "INSERT", "UPDATE", "DELETE"));
            case "FUNCTION", "PROCEDURE", "TYPE", "EXTENSION", "SCHEMA", "POLICY", "SEQUENCE", "DOMAIN" -> true;
            default -> false;
        };
    }

    /** Whether a name stands there and the rest is as the grammar says; what the program computes may be anything. */
    private boolean afterName(int i, IntPredicate then) {
        int at = i;
        if (!words.isName(at) && words.kind(at) != SqlToken.Kind.COMPUTED) {
            return false;
        }
        while (words.isSign(at + 1, ".") && (words.isName(at + 2) || words.kind(at + 2) == SqlToken.Kind.COMPUTED)) {
            at += 2;
        }
        return words.end(at + 1)
                || words.kind(at) == SqlToken.Kind.COMPUTED
                || words.kind(at + 1) == SqlToken.Kind.COMPUTED
                || then.test(at + 1);
    }
}
