package dev.tributary.references;

import dev.tributary.catalog.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One statement with the tables that it names.
 *
 * @param tokens its words
 * @param tables every place where a table's name stands
 * @param ownNames what it calls by a name of its own: common table expressions
 */
record SqlStatement(List<SqlToken> tokens, List<Use> tables, List<String> ownNames) {
    /** Words that end a list of tables, and are never an alias. */
    static final Set<String> CLAUSES = Set.of(
            "WHERE",
            "GROUP",
            "ORDER",
            "HAVING",
            "LIMIT",
            "OFFSET",
            "SET",
            "VALUES",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            "RETURNING",
            "WINDOW",
            "WHEN",
            "DO",
            "BEGIN",
            "FOR",
            "DEFAULT",
            "SELECT");

    static final Set<String> JOINS = Set.of(
            "JOIN",
            "LEFT",
            "RIGHT",
            "FULL",
            "INNER",
            "OUTER",
            "CROSS",
            "NATURAL",
            "ON",
            "USING",
            "INDEXED",
            "NOT",
            "TABLESAMPLE",
            "AS",
            "LATERAL");

    SqlStatement {
        tokens = List.copyOf(tokens);
        tables = List.copyOf(tables);
        ownNames = List.copyOf(ownNames);
    }

    /**
     * A table's name where a table's name belongs.
     *
     * @param token the name
     * @param verb what happens to the table
     * @param schema the name before the dot; empty when there is none
     * @param alias how the statement calls it; empty when by its name
     */
    record Use(SqlToken token, Verb verb, String schema, String alias) {}

    /** Every statement of a text; the statements in a trigger's body count as their own. */
    static List<SqlStatement> of(List<SqlToken> tokens) {
        List<SqlStatement> statements = new ArrayList<>();
        List<SqlToken> current = new ArrayList<>();
        for (SqlToken token : tokens) {
            boolean body = token.isWord("BEGIN")
                    && !current.isEmpty()
                    && current.get(0).isWord("CREATE")
                    && current.stream().anyMatch(each -> each.isWord("TRIGGER"));
            if (token.isEnd() || body) {
                add(current, statements);
                current = new ArrayList<>();
            } else {
                current.add(token);
            }
        }
        add(current, statements);
        return statements;
    }

    private static void add(List<SqlToken> tokens, List<SqlStatement> statements) {
        if (!tokens.isEmpty()) {
            statements.add(new StatementReader(tokens).read());
        }
    }

    boolean has(String upper) {
        return tokens.stream().anyMatch(token -> token.isWord(upper));
    }

    /** Whether these words stand there side by side. */
    boolean has(String first, String second) {
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i - 1).isWord(first) && tokens.get(i).isWord(second)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name is one that the statement itself has given. */
    boolean isOwnName(String name) {
        return ownNames.stream().anyMatch(own -> Identifier.same(own, name))
                || tables.stream().anyMatch(use -> Identifier.same(use.alias(), name));
    }
}
