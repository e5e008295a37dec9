package dev.tributary.references;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Everything that one file names by an old name. */
final class FileScan {
    private static final Map<String, Lexer> LEXERS = Map.of(
            "py",
            new PythonLexer(),
            "go",
            CurlyLexer.go(),
            "java",
            CurlyLexer.java(),
            "sh",
            new ShellLexer(),
            "sql",
            FileScan::wholeFile);

    private static final Pattern RUNS_SQL =
            Pattern.compile("(?i).*(exec|query|sql|prepare|stmt|statement|fetch|ddl|cursor).*");
    private static final Pattern COMMAND = Pattern.compile("(?m)^[ \\t]*([.\\\\][^\\r\\n]*)");
    private static final Pattern SHELL = Pattern.compile("(?s)\\s*(\\S*/)?(sqlite3|cp|mv|rm|cat)\\s.*");
    /** How far behind a statement its row count or its key may be asked for. */
    private static final int NEARBY_LINES = 12;

    private static final Set<String> NEXT_FUNCTION = Set.of("def", "func", "class");

    private final Names names;
    private final Lines lines;
    private final Lexer.Program program;
    private final List<Found> found = new ArrayList<>();
    private List<String> namedHere = List.of();

    private FileScan(String text, Lexer lexer, Names names) {
        this.names = names;
        this.lines = new Lines(text);
        this.program = lexer.read(Fragment.of(text));
    }

    /** The endings of the files that can be read. */
    static Set<String> endings() {
        return LEXERS.keySet();
    }

    /**
     * Scans a text.
     *
     * @param ending the file's, without its dot
     * @return in the order of the places
     */
    static List<Found> of(String text, String ending, Names names) {
        FileScan scan = new FileScan(text, LEXERS.get(ending), names);
        scan.run();
        return scan.found.stream()
                .distinct()
                .sorted(Comparator.comparingInt((Found each) -> each.reference().line())
                        .thenComparingInt(each -> each.reference().column()))
                .toList();
    }

    private static Lexer.Program wholeFile(Fragment source) {
        return new Lexer.Program(
                List.of(new Literal(source, 0, source.length(), "", "", "", "", Literal.Form.SQL)), List.of());
    }

    /** A literal that is SQL, with its statements. */
    private record Sql(Literal literal, List<SqlStatement> statements) {}

    private void run() {
        namedHere = program.literals().stream()
                .filter(literal -> literal.form() == Literal.Form.UNKNOWN && !literal.isKey())
                .map(literal -> literal.text().text().toLowerCase(Locale.ROOT))
                .filter(names::isOld)
                .distinct()
                .sorted()
                .toList();
        PathReferences paths = new PathReferences(names, lines);
        List<Sql> statements = new ArrayList<>();
        List<Literal> ordered = program.literals().stream()
                .sorted(Comparator.comparingInt(Literal::start))
                .toList();
        for (Literal literal : ordered) {
            found.addAll(paths.in(literal));
            sql(literal, paths).ifPresent(statements::add);
        }
        for (int i = 0; i < statements.size(); i++) {
            Sql sql = statements.get(i);
            int until =
                    i + 1 < statements.size() ? statements.get(i + 1).literal().start() : Integer.MAX_VALUE;
            found.addAll(SqlReferences.in(
                    sql.statements(), names, lines, sql.literal().text(), code(sql.literal(), until), namedHere));
        }
    }

    private Optional<Sql> sql(Literal literal, PathReferences paths) {
        if (literal.form() == Literal.Form.DOCSTRING || literal.form() == Literal.Form.BARE_WORD) {
            return Optional.empty();
        }
        if (literal.form() == Literal.Form.UNKNOWN
                && SHELL.matcher(literal.text().text()).matches()
                && !literal.callee().equals("echo")) {
            for (Literal inside : new ShellLexer().read(literal.text()).literals()) {
                found.addAll(paths.in(inside));
                sql(inside, paths)
                        .ifPresent(sql -> found.addAll(SqlReferences.in(
                                sql.statements(), names, lines, sql.literal().text(), "", namedHere)));
            }
            return Optional.empty();
        }
        boolean known = literal.form() == Literal.Form.SQL;
        Fragment text =
                known || ShellLexer.readsSql(literal.callee()) ? commands(literal.text(), paths) : literal.text();
        List<SqlToken> tokens = SqlTokens.of(text);
        boolean handedToSql = ShellLexer.readsSql(literal.callee())
                || RUNS_SQL.matcher(literal.callee()).matches()
                || RUNS_SQL.matcher(literal.assigned()).matches();
        if (!known && !SqlShape.isSql(tokens, handedToSql)) {
            return Optional.empty();
        }
        attached(tokens, text, paths);
        return Optional.of(new Sql(
                new Literal(
                        text,
                        literal.start(),
                        literal.end(),
                        literal.callee(),
                        literal.assigned(),
                        literal.before(),
                        literal.after(),
                        literal.form()),
                SqlStatement.of(tokens)));
    }

    /** Takes out the lines that are commands of sqlite3 or psql, and looks for files in them. */
    private Fragment commands(Fragment script, PathReferences paths) {
        Fragment.Builder rest = new Fragment.Builder();
        Matcher command = COMMAND.matcher(script.text());
        int at = 0;
        while (command.find()) {
            rest.add(script, at, command.start(1));
            Fragment words = script.sub(command.start(1), command.end(1));
            found.addAll(paths.named(words));
            found.addAll(DotCommands.in(words, names, lines));
            at = command.end(1);
        }
        return rest.add(script, at, script.length()).build();
    }

    /** {@code ATTACH 'file' AS x}. */
    private void attached(List<SqlToken> tokens, Fragment text, PathReferences paths) {
        for (int i = 1; i < tokens.size(); i++) {
            boolean attach =
                    tokens.get(i - 1).isWord("ATTACH") || tokens.get(i - 1).isWord("DATABASE");
            if (attach && tokens.get(i).kind() == SqlToken.Kind.STRING) {
                found.addAll(
                        paths.named(text.sub(tokens.get(i).from(), tokens.get(i).to())));
            }
        }
    }

    /** The program's words from the beginning of the statement's line to the next SQL, function or a dozen lines on. */
    private String code(Literal literal, int until) {
        int first = lines.line(literal.start());
        int last = lines.line(literal.end()) + NEARBY_LINES;
        return program.code().stream()
                .filter(token -> lines.line(token.start()) >= first)
                .takeWhile(token -> token.start() < until
                        && lines.line(token.start()) <= last
                        && !(token.start() > literal.end() && NEXT_FUNCTION.contains(token.code())))
                .map(Token::code)
                .collect(Collectors.joining());
    }
}
