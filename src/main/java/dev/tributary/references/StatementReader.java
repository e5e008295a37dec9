package dev.tributary.references;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Walks through the words and notices where a table's name is due. */
final class StatementReader {
    private static final Set<String> BETWEEN = Set.of("IF", "NOT", "EXISTS", "ONLY", "LATERAL", "CONCURRENTLY");
    private static final Set<String> FROM_INSIDE = Set.of("EXTRACT", "TRIM", "SUBSTRING", "OVERLAY", "POSITION");
    private static final Set<String> TABLE_PRAGMAS = Set.of(
            "TABLE_INFO",
            "TABLE_XINFO",
            "TABLE_LIST",
            "INDEX_LIST",
            "FOREIGN_KEY_LIST",
            "FOREIGN_KEY_CHECK",
            "INTEGRITY_CHECK",
            "QUICK_CHECK");

    private final List<SqlToken> tokens;
    private final List<SqlStatement.Use> tables = new ArrayList<>();
    private final List<String> ownNames = new ArrayList<>();
    private final Deque<Boolean> lists = new ArrayDeque<>();
    private final Verb first;
    private boolean inList;
    private Verb due;

    StatementReader(List<SqlToken> tokens) {
        this.tokens = tokens;
        this.first = firstVerb();
    }

    SqlStatement read() {
        for (int i = 0; i < tokens.size(); i++) {
            i = step(i);
        }
        return new SqlStatement(tokens, tables, ownNames);
    }

    private int step(int i) {
        SqlToken token = tokens.get(i);
        if (token.isSign("(")) {
            lists.push(inList);
            inList = due != null;
        } else if (token.isSign(")")) {
            inList = !lists.isEmpty() && lists.pop();
            due = null;
        } else if (token.isSign(",")) {
            due = inList ? (first == Verb.DROP ? Verb.DROP : Verb.SELECT) : null;
        } else if (token.kind() == SqlToken.Kind.WORD && keyword(i, token.upper())) {
            return i;
        } else if (due != null && token.kind() != SqlToken.Kind.SIGN && token.kind() != SqlToken.Kind.VALUE) {
            return table(i);
        } else if (token.isName() && isCommonTable(i)) {
            ownNames.add(token.text());
        } else {
            due = null;
        }
        return i;
    }

    /** Whether the word is a keyword that was dealt with. */
    private boolean keyword(int i, String word) {
        switch (word) {
            case "FROM" -> from(i);
            case "JOIN" -> expect(Verb.SELECT, true);
            case "INTO" -> expect(has(i - 1, "REPLACE") && !has(i - 2, "OR") ? Verb.REPLACE : Verb.INSERT, false);
            case "UPDATE" -> {
                if (i == 0
                        || !Set.of("ON", "DO", "FOR", "AFTER", "BEFORE", "OF", "OR")
                                .contains(upper(i - 1))) {
                    expect(Verb.UPDATE, false);
                    return !has(i + 1, "OF") && !has(i + 1, "ON");
                }
                due = null;
            }
            case "TABLE" -> {
                if (i > 0 && !has(i - 1, "COLUMN")) {
                    expect(first, first == Verb.DROP);
                }
            }
            case "VIEW" -> expect(has(0, "CREATE") ? Verb.CREATE_VIEW : Verb.DROP, first == Verb.DROP);
            case "USING" -> {
                // PostgreSQL: DELETE FROM a USING b; a join's list of columns stands between parentheses
                boolean tables = i + 1 < tokens.size() && !tokens.get(i + 1).isSign("(") && deletes(i);
                due = tables ? Verb.SELECT : null;
                inList = tables;
            }
            case "REFERENCES" -> expect(Verb.FOREIGN_KEY, false);
            case "ON" -> {
                boolean belongs = (first == Verb.CREATE_INDEX || first == Verb.CREATE_TRIGGER)
                        && lists.isEmpty()
                        && tables.isEmpty();
                due = belongs ? first : null;
            }
            case "RENAME" -> due = null;
            case "TO" -> due = has(i - 1, "RENAME") && first == Verb.ALTER ? Verb.ALTER : null;
            case "ANALYZE", "REINDEX" -> due = i == 0 ? Verb.OTHER : null;
            case "TRUNCATE", "COPY" -> due = i == 0 ? Verb.OTHER : due;
            case "PRAGMA" -> {
                if (i == 0) {
                    pragma();
                }
            }
            case "OR" -> {
                // UPDATE OR REPLACE t, INSERT OR IGNORE INTO t; anywhere else no name is due
                return due != null && (has(i - 1, "UPDATE") || has(i - 1, "INSERT"));
            }
            case "REPLACE", "IGNORE", "ABORT", "FAIL", "ROLLBACK" -> {
                return due == null || has(i - 1, "OR");
            }
            default -> {
                if (due != null && BETWEEN.contains(word)) {
                    return true;
                }
                if (SqlStatement.CLAUSES.contains(word)) {
                    inList = false;
                    due = null;
                    return true;
                }
                return false;
            }
        }
        return true;
    }

    private void expect(Verb verb, boolean list) {
        due = verb;
        inList = list;
    }

    private boolean deletes(int i) {
        for (int j = i - 1; j > 0; j--) {
            if (has(j, "FROM")) {
                return has(j - 1, "DELETE");
            }
        }
        return false;
    }

    private void from(int i) {
        boolean distinctFrom = has(i - 1, "DISTINCT") && (has(i - 2, "IS") || has(i - 2, "NOT"));
        boolean function = false;
        for (int j = i - 1, depth = 0; j > 0 && !function; j--) {
            depth += tokens.get(j).isSign(")") ? 1 : tokens.get(j).isSign("(") ? -1 : 0;
            if (depth < 0) {
                function = FROM_INSIDE.contains(upper(j - 1));
                break;
            }
        }
        if (!distinctFrom && !function) {
            expect(has(i - 1, "DELETE") ? Verb.DELETE : Verb.SELECT, !has(i - 1, "DELETE"));
        }
    }

    /** A name where one is due; gives back the last word that belongs to it. */
    private int table(int i) {
        int at = i;
        String schema = "";
        while (at + 2 < tokens.size() && tokens.get(at + 1).isSign(".") && isNameLike(at + 2)) {
            schema = tokens.get(at).text();
            at += 2;
        }
        Verb verb = due;
        due = null;
        boolean called = at + 1 < tokens.size() && tokens.get(at + 1).isSign("(") && verb == Verb.SELECT;
        if (called) {
            return functionOfATable(at);
        }
        Optional<Integer> alias = alias(at, verb);
        tables.add(new SqlStatement.Use(
                tokens.get(at),
                verb,
                schema,
                alias.map(found -> tokens.get(found).text()).orElse("")));
        return alias.orElse(at);
    }

    /** {@code pragma_table_info('t')}: the argument is a table's name. */
    private int functionOfATable(int i) {
        boolean pragma = tokens.get(i).text().toUpperCase(Locale.ROOT).startsWith("PRAGMA_");
        if (pragma && i + 2 < tokens.size() && tokens.get(i + 2).kind() == SqlToken.Kind.STRING) {
            tables.add(new SqlStatement.Use(tokens.get(i + 2), Verb.PRAGMA, "", ""));
        }
        return i;
    }

    private Optional<Integer> alias(int i, Verb verb) {
        if (verb == Verb.CREATE_VIEW || verb == Verb.CREATE_TABLE || verb == Verb.PRAGMA || verb == Verb.ALTER) {
            return Optional.empty();
        }
        if (has(i + 1, "AS") && isNameLike(i + 2)) {
            return Optional.of(i + 2);
        }
        boolean bare = i + 1 < tokens.size()
                && tokens.get(i + 1).isName()
                && !SqlStatement.CLAUSES.contains(upper(i + 1))
                && !SqlStatement.JOINS.contains(upper(i + 1))
                && !Set.of(
                                "ADD",
                                "CASCADE",
                                "RESTRICT",
                                "DEFERRABLE",
                                "MATCH",
                                "CONSTRAINT",
                                "CHECK",
                                "UNIQUE",
                                "PRIMARY",
                                "NULL",
                                "REFERENCES",
                                "COLLATE",
                                "FROM",
                                "TO",
                                "OVERRIDING",
                                "WITH")
                        .contains(upper(i + 1));
        return bare && verb != Verb.FOREIGN_KEY && verb != Verb.DROP ? Optional.of(i + 1) : Optional.empty();
    }

    private void pragma() {
        int name = tokens.size() > 3 && tokens.get(2).isSign(".") ? 3 : 1;
        if (TABLE_PRAGMAS.contains(upper(name)) && name + 2 < tokens.size()) {
            SqlToken argument = tokens.get(name + 2);
            if (argument.isName()
                    || argument.kind() == SqlToken.Kind.STRING
                    || argument.kind() == SqlToken.Kind.COMPUTED) {
                tables.add(new SqlStatement.Use(argument, Verb.PRAGMA, "", ""));
            }
        }
    }

    /** {@code name AS (SELECT ..)}, with or without columns: a name that the statement gives. */
    private boolean isCommonTable(int i) {
        int at = i + 1;
        if (at < tokens.size() && tokens.get(at).isSign("(")) {
            while (at < tokens.size() && !tokens.get(at).isSign(")")) {
                at++;
            }
            at++;
        }
        if (!has(at, "AS")) {
            return false;
        }
        at += has(at + 1, "MATERIALIZED") ? 2 : has(at + 1, "NOT") ? 3 : 1;
        return at + 1 < tokens.size()
                && tokens.get(at).isSign("(")
                && Set.of("SELECT", "WITH", "VALUES", "INSERT", "UPDATE", "DELETE")
                        .contains(upper(at + 1));
    }

    private Verb firstVerb() {
        return switch (upper(0)) {
            case "CREATE" ->
                tokens.stream().limit(5).anyMatch(each -> each.isWord("INDEX"))
                        ? Verb.CREATE_INDEX
                        : tokens.stream().limit(5).anyMatch(each -> each.isWord("TRIGGER"))
                                ? Verb.CREATE_TRIGGER
                                : tokens.stream().limit(5).anyMatch(each -> each.isWord("VIEW"))
                                        ? Verb.CREATE_VIEW
                                        : Verb.CREATE_TABLE;
            case "DROP" -> Verb.DROP;
            case "ALTER" -> Verb.ALTER;
            default -> Verb.OTHER;
        };
    }

    private boolean isNameLike(int i) {
        return i < tokens.size() && (tokens.get(i).isName() || tokens.get(i).kind() == SqlToken.Kind.COMPUTED);
    }

    private boolean has(int i, String word) {
        return i >= 0 && i < tokens.size() && tokens.get(i).isWord(word);
    }

    private String upper(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i).upper() : "";
    }
}
