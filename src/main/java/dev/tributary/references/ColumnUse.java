package dev.tributary.references;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where a statement means one column of one table: by the table's name or alias, or by the column's name alone where no other
 * table is in sight.
 */
record ColumnUse(SqlStatement statement, String table, String column) {
    private static final Set<String> BEFORE_AN_EXPRESSION = Set.of(
            "SELECT",
            "DISTINCT",
            "ALL",
            "WHERE",
            "AND",
            "OR",
            "NOT",
            "ON",
            "BY",
            "SET",
            "WHEN",
            "THEN",
            "ELSE",
            "CASE",
            "HAVING",
            "RETURNING",
            "COLUMN",
            "IN",
            "LIKE",
            "BETWEEN",
            "IS",
            "FROM",
            "OF",
            "ADD");

    /** One such place; {@code byHand} says why it is left to a person, or is empty. */
    record Place(SqlToken token, String statement, String byHand) {}

    List<Place> places() {
        List<Place> places = new ArrayList<>();
        List<SqlToken> tokens = statement.tokens();
        boolean known = statement.tables().stream()
                .anyMatch(use -> Names.same(use.token().text(), table));
        for (int i = 0; i < tokens.size(); i++) {
            if (!tokens.get(i).isName() || !Names.same(tokens.get(i).text(), column) || isCalled(i) || isTable(i)) {
                continue;
            }
            if (isSign(i - 1, ".")) {
                if (means(i - 2, known)) {
                    places.add(place(i, ""));
                }
            } else if (known && isExpression(i)) {
                places.add(place(i, others() ? "another table of the statement may have a column of that name" : ""));
            }
        }
        return places;
    }

    private Place place(int i, String byHand) {
        Verb verb = statement.tables().isEmpty()
                ? Verb.OTHER
                : statement.tables().get(0).verb();
        boolean defines = verb == Verb.CREATE_TABLE;
        return new Place(
                statement.tokens().get(i),
                verb.words(),
                defines ? "it is the table's own definition; a migration that has run is never edited" : byHand);
    }

    /** Whether a qualifier stands for the table. */
    private boolean means(int i, boolean known) {
        if (i < 0 || !statement.tokens().get(i).isName()) {
            return false;
        }
        String qualifier = statement.tokens().get(i).text();
        boolean alias = statement.tables().stream()
                .anyMatch(use -> Names.same(use.token().text(), table) && Names.same(use.alias(), qualifier));
        boolean row = known
                && !others()
                && Set.of("EXCLUDED", "NEW", "OLD")
                        .contains(statement.tokens().get(i).upper());
        return alias || row || Names.same(qualifier, table) && !statement.isOwnName(table);
    }

    private boolean others() {
        return statement.tables().stream()
                .anyMatch(use -> !Names.same(use.token().text(), table));
    }

    /** Not an alias, a type, or a part of {@code ALTER COLUMN x TYPE y}. */
    private boolean isExpression(int i) {
        if (i == 0) {
            return true;
        }
        SqlToken before = statement.tokens().get(i - 1);
        return switch (before.kind()) {
            case WORD -> BEFORE_AN_EXPRESSION.contains(before.upper());
            case SIGN -> !before.text().equals("::") && !before.text().equals(")");
            default -> false;
        };
    }

    private boolean isCalled(int i) {
        return isSign(i + 1, "(") && !(i > 0 && statement.tokens().get(i - 1).isWord("INTO"));
    }

    private boolean isTable(int i) {
        return statement.tables().stream()
                .anyMatch(use -> use.token() == statement.tokens().get(i));
    }

    private boolean isSign(int i, String sign) {
        return i >= 0
                && i < statement.tokens().size()
                && statement.tokens().get(i).isSign(sign);
    }
}
