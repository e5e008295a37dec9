package dev.tributary.references;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds old names in one SQL text. */
final class SqlReferences {
    private static final Set<String> OWN_SCHEMAS = Set.of("", "main", "temp", "public", "mcp");

    private final Names names;
    private final Lines lines;
    private final Fragment source;
    private final String code;
    private final List<Found> found = new ArrayList<>();

    private SqlReferences(Names names, Lines lines, Fragment source, String code) {
        this.names = names;
        this.lines = lines;
        this.source = source;
        this.code = code;
    }

    /**
     * Everything that has to change in a text.
     *
     * @param statements its statements
     * @param source the text, with its places in the file
     * @param code the program's words around it, without blanks
     * @param mayMean what a computed name may be, because the file names it elsewhere
     */
    static List<Found> in(
            List<SqlStatement> statements,
            Names names,
            Lines lines,
            Fragment source,
            String code,
            List<String> mayMean) {
        SqlReferences search = new SqlReferences(names, lines, source, code);
        for (SqlStatement statement : statements) {
            search.tables(statement, mayMean);
            search.qualifiers(statement);
            search.columns(statement);
        }
        return search.found;
    }

    private void tables(SqlStatement statement, List<String> mayMean) {
        for (SqlStatement.Use use : statement.tables()) {
            if (use.token().kind() == SqlToken.Kind.COMPUTED) {
                computed(use, mayMean);
            } else if (names.isOld(use.token().text())
                    && statement.ownNames().stream()
                            .noneMatch(own -> use.schema().isEmpty()
                                    && Names.same(own, use.token().text()))) {
                String lost = ViewLimits.of(use, statement, source.text(), code);
                String byHand = OWN_SCHEMAS.contains(use.schema().toLowerCase(Locale.ROOT))
                        ? ""
                        : "it is a table of the attached database " + use.schema();
                name(use.token(), use.verb().words(), lost, byHand);
            }
        }
    }

    private void name(SqlToken token, String statement, String lost, String byHand) {
        List<String> now = names.table(token.text());
        String reason = names.isAlias(token.text())
                ? "only some installations called it so"
                : now.size() > 1 ? "two tables were called so" : byHand;
        add(token, Reference.Kind.TABLE, now, statement, lost, reason);
    }

    private void computed(SqlStatement.Use use, List<String> mayMean) {
        String text = use.token().text();
        List<String> candidates = text.equals(String.valueOf(Fragment.HOLE)) ? mayMean : names.tablesLike(text);
        if (!candidates.isEmpty()) {
            List<String> now = candidates.stream()
                    .flatMap(old -> names.table(old).stream())
                    .distinct()
                    .toList();
            add(
                    use.token(),
                    Reference.Kind.COMPUTED,
                    now,
                    use.verb().words(),
                    "",
                    "it is put together when the program runs, and may be " + String.join(", ", candidates));
        }
    }

    /** {@code table.column}, where the table is not another's alias. */
    private void qualifiers(SqlStatement statement) {
        List<SqlToken> tokens = statement.tokens();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            boolean qualifies = token.isName()
                    && tokens.get(i + 1).isSign(".")
                    && (tokens.get(i + 2).isName() || tokens.get(i + 2).isSign("*"));
            SqlToken behind = tokens.get(i + 2);
            boolean isTable =
                    statement.tables().stream().anyMatch(use -> use.token() == token || use.token() == behind);
            if (qualifies && !isTable && names.isOld(token.text()) && !statement.isOwnName(token.text())) {
                name(token, "column of", "", "");
            }
        }
    }

    private void columns(SqlStatement statement) {
        for (var column : names.columns()) {
            ColumnUse uses = new ColumnUse(statement, Names.tableOf(column), Names.columnOf(column));
            for (ColumnUse.Place place : uses.places()) {
                add(
                        place.token(),
                        Reference.Kind.COLUMN,
                        List.of(column.newName()),
                        place.statement(),
                        "the column is renamed in place, without a view",
                        place.byHand());
            }
        }
    }

    private void add(
            SqlToken token, Reference.Kind kind, List<String> now, String statement, String lost, String byHand) {
        int from = source.place(token.from());
        boolean whole = source.isVerbatim(token.from(), token.to());
        String reason = !byHand.isEmpty() ? byHand : whole ? "" : "the name is written in pieces";
        found.add(new Found(
                new Reference(
                        lines.line(from),
                        lines.column(from),
                        kind,
                        token.text().replace(String.valueOf(Fragment.HOLE), "{..}"),
                        now,
                        statement,
                        lost,
                        reason),
                reason.isEmpty()
                        ? Optional.of(new Found.Edit(from, from + token.text().length(), now.get(0)))
                        : Optional.empty()));
    }
}
