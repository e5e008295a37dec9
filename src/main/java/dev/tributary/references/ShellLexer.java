package dev.tributary.references;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Shell scripts: words with their quotes taken off, commands inside {@code $(..)}, and here-documents. What sqlite3 reads
 * is SQL, and what python reads is Python.
 */
final class ShellLexer implements Lexer {
    private static final Set<String> WRAPPERS = Set.of(
            "sudo", "env", "command", "exec", "time", "nohup", "then", "do", "else", "if", "while", "until", "!", "{");

    /** Whether a command reads SQL. */
    static boolean readsSql(String command) {
        return command.matches("(sqlite3|psql|pgcli|litecli)(\\.exe)?");
    }

    @Override
    public Program read(Fragment source) {
        Run run = new Run(source);
        run.go();
        return new Program(run.literals, List.of());
    }

    /** A here-document that was announced, and whose text begins on the next line. */
    private record Here(String end, boolean plain, boolean tabs, String command) {}

    /** One pass. */
    private static final class Run {
        private final Fragment source;
        private final List<Literal> literals = new ArrayList<>();
        private final Deque<Here> announced = new ArrayDeque<>();
        private String command = "";
        private int at;

        Run(Fragment source) {
            this.source = source;
        }

        void go() {
            while (at < source.length()) {
                char c = source.charAt(at);
                if (c == '#') {
                    toLineEnd();
                } else if (c == '\n') {
                    at++;
                    command = "";
                    while (!announced.isEmpty()) {
                        document(announced.removeFirst());
                    }
                } else if (source.at(at, "<<<")) {
                    at += 3;
                } else if (source.at(at, "<<")) {
                    announce();
                } else if (";|&()".indexOf(c) >= 0) {
                    at++;
                    command = "";
                } else if (Character.isWhitespace(c) || c == '<' || c == '>') {
                    at++;
                } else if (c == '\\' && (source.at(at + 1, "\n") || source.at(at + 1, "\r\n"))) {
                    toLineEnd();
                    at++;
                } else {
                    word();
                }
            }
        }

        private void toLineEnd() {
            while (at < source.length() && source.charAt(at) != '\n') {
                at++;
            }
        }

        private void announce() {
            at += 2;
            boolean tabs = source.at(at, "-");
            at += tabs ? 1 : 0;
            while (at < source.length() && (source.charAt(at) == ' ' || source.charAt(at) == '\t')) {
                at++;
            }
            int start = at;
            while (at < source.length() && " \t\r\n;|&<>()".indexOf(source.charAt(at)) < 0) {
                at++;
            }
            String written = source.text().substring(start, at);
            String end = written.replaceAll("[\"'\\\\]", "");
            if (!end.isEmpty() && !Character.isDigit(end.charAt(0))) { // 1 << 2 is arithmetic
                announced.add(new Here(end, !written.equals(end), tabs, command));
            }
        }

        private void document(Here here) {
            int start = at;
            int end = at;
            while (at < source.length()) {
                int line = at;
                toLineEnd();
                String text = source.text().substring(line, at).replaceFirst("\r$", "");
                end = line;
                at = Math.min(source.length(), at + 1);
                if ((here.tabs() ? text.replaceFirst("^\t+", "") : text).equals(here.end())) {
                    break;
                }
                end = at;
            }
            Fragment body = source.sub(start, end);
            if (here.command().matches("python[0-9.]*")) {
                literals.addAll(new PythonLexer().read(body).literals());
            } else if (body.length() > 0) {
                Fragment content = here.plain() ? body : expanded(body);
                literals.add(literal(
                        content,
                        start,
                        end,
                        "",
                        readsSql(here.command()) ? Literal.Form.SQL : Literal.Form.UNKNOWN,
                        here.command()));
            }
        }

        private Fragment expanded(Fragment body) {
            Run inside = new Run(body);
            Fragment.Builder text = new Fragment.Builder();
            while (inside.at < body.length()) {
                inside.expandable(text);
            }
            literals.addAll(inside.literals);
            return text.build();
        }

        private void word() {
            int start = at;
            boolean quoted = false;
            Fragment.Builder text = new Fragment.Builder();
            while (at < source.length() && " \t\r\n;|&<>()".indexOf(source.charAt(at)) < 0) {
                char c = source.charAt(at);
                if (c == '\'' || source.at(at, "$'")) {
                    quoted = true;
                    single(text);
                } else if (c == '"') {
                    quoted = true;
                    at++;
                    while (at < source.length() && source.charAt(at) != '"') {
                        expandable(text);
                    }
                    at++;
                } else if (c == '\\' && at + 1 < source.length()) {
                    text.add(source, at + 1, at + 2);
                    at += 2;
                } else {
                    expandable(text);
                }
            }
            at = Math.min(at, source.length());
            arrived(text.build(), start, quoted);
        }

        private void arrived(Fragment word, int start, boolean quoted) {
            String text = word.text();
            Literal.Form form = quoted ? Literal.Form.UNKNOWN : Literal.Form.BARE_WORD;
            if (command.isEmpty() && text.matches("(?s)[A-Za-z_]\\w*\\+?=.*")) {
                int value = text.indexOf('=') + 1;
                String name = text.substring(0, value).replaceFirst("\\+?=$", "");
                literals.add(literal(word.sub(value, word.length()), start, at, name, form, ""));
                return;
            }
            if (command.isEmpty() && !WRAPPERS.contains(text)) {
                command = text.substring(text.lastIndexOf('/') + 1);
            }
            literals.add(literal(word, start, at, "", form, command));
        }

        private Literal literal(Fragment text, int start, int end, String name, Literal.Form form, String itsCommand) {
            return new Literal(
                    text,
                    source.place(start),
                    source.place(Math.max(start, end - 1)) + 1,
                    itsCommand,
                    name,
                    "",
                    "",
                    form);
        }

        private void single(Fragment.Builder text) {
            boolean escapes = source.charAt(at) == '$';
            at += escapes ? 2 : 1;
            while (at < source.length() && source.charAt(at) != '\'') {
                if (escapes && source.charAt(at) == '\\') {
                    Scanner scan = new Scanner(source);
                    scan.at = at;
                    scan.escape(text);
                    at = scan.at;
                } else {
                    text.add(source, at, at + 1);
                    at++;
                }
            }
            at++;
        }

        /** One character where the shell puts in variables and results of commands. */
        private void expandable(Fragment.Builder text) {
            char c = source.charAt(at);
            if (c == '\\' && at + 1 < source.length() && "\"\\$`\n".indexOf(source.charAt(at + 1)) >= 0) {
                if (source.charAt(at + 1) != '\n') {
                    text.add(source, at + 1, at + 2);
                }
                at += 2;
            } else if (source.at(at, "$(") || c == '`') {
                int from = at + (c == '`' ? 1 : 2);
                int to = c == '`' ? source.text().indexOf('`', from) : closing(from);
                to = to < 0 ? source.length() : to;
                Run inside = new Run(source.sub(from, to));
                inside.go();
                literals.addAll(inside.literals);
                text.hole();
                at = to + 1;
            } else if (source.at(at, "${")) {
                int end = source.text().indexOf('}', at);
                at = end < 0 ? source.length() : end + 1;
                text.hole();
            } else if (c == '$'
                    && at + 1 < source.length()
                    && (Scanner.isWord(source.charAt(at + 1)) || "@*#?!".indexOf(source.charAt(at + 1)) >= 0)) {
                at += 2;
                while (at < source.length()
                        && Scanner.isWord(source.charAt(at))
                        && Scanner.isWord(source.charAt(at - 1))) {
                    at++;
                }
                text.hole();
            } else {
                text.add(source, at, at + 1);
                at++;
            }
        }

        /** The parenthesis that closes a command which begins at i; quotes hide what is inside them. */
        private int closing(int i) {
            int depth = 1;
            char quote = 0;
            for (int j = i; j < source.length(); j++) {
                char c = source.charAt(j);
                if (quote != 0) {
                    if (c == '\\' && quote == '"') {
                        j++;
                    } else if (c == quote) {
                        quote = 0;
                    }
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == '(') {
                    depth++;
                } else if (c == ')' && --depth == 0) {
                    return j;
                }
            }
            return -1;
        }
    }
}
