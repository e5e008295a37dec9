package dev.tributary.references;

/** Java and Go: comments with slashes, strings with double quotes, joined by +. */
final class CurlyLexer implements Lexer {
    private static final String BLOCK = "\"\"\"";

    private final boolean go;

    private CurlyLexer(boolean go) {
        this.go = go;
    }

    /** Text blocks; a line's end means nothing. */
    static CurlyLexer java() {
        return new CurlyLexer(false);
    }

    /** Raw strings between backticks; a line's end may end a statement. */
    static CurlyLexer go() {
        return new CurlyLexer(true);
    }

    @Override
    public Program read(Fragment source) {
        Scanner scan = new Scanner(source);
        while (scan.more()) {
            char c = scan.now();
            if (scan.sees("//")) {
                scan.skipLine();
            } else if (scan.sees("/*")) {
                scan.at += 2;
                scan.skipBehind("*/");
            } else if (!go && scan.sees(BLOCK)) {
                quoted(scan, BLOCK);
            } else if (c == '"' || c == '\'') {
                quoted(scan, String.valueOf(c));
            } else if (go && c == '`') {
                raw(scan);
            } else if (c == '\n' && go) {
                scan.lineEnd();
            } else if (Character.isWhitespace(c)) {
                scan.at++;
            } else {
                scan.code();
            }
        }
        return new Program(Concatenation.join(scan.tokens, false, false), scan.tokens);
    }

    private static void quoted(Scanner scan, String quote) {
        int start = scan.at;
        scan.at += quote.length();
        Fragment.Builder text = new Fragment.Builder();
        while (scan.more() && !scan.sees(quote)) {
            if (scan.now() == '\\') {
                scan.escape(text);
            } else if (scan.now() == '\n' && quote.length() == 1) {
                break; // not a string after all: no string of one quote goes over a line's end
            } else {
                text.add(scan.source, scan.at, scan.at + 1);
                scan.at++;
            }
        }
        if (scan.sees(quote)) {
            scan.at += quote.length();
        }
        if (!"'".equals(quote)) {
            scan.string(text.build(), start);
        }
    }

    private static void raw(Scanner scan) {
        int start = scan.at;
        scan.at++;
        int from = scan.at;
        scan.skipBehind("`");
        int to = Math.max(from, scan.source.text().charAt(scan.at - 1) == '`' ? scan.at - 1 : scan.at);
        scan.string(scan.source.sub(from, to), start);
    }
}
