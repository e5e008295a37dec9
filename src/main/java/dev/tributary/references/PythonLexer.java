package dev.tributary.references;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python: quotes of both kinds, three of them, prefixes, and the expressions inside f-strings. */
final class PythonLexer implements Lexer {
    private static final Pattern OPENING = Pattern.compile("([rbuftRBUFT]{0,2})(\"\"\"|'''|\"|')");

    @Override
    public Program read(Fragment source) {
        List<Literal> literals = new ArrayList<>();
        List<Token> code = read(source, literals, false);
        return new Program(literals, code);
    }

    private static List<Token> read(Fragment source, List<Literal> literals, boolean nested) {
        Scanner scan = new Scanner(source);
        Matcher opening = OPENING.matcher(source.text());
        int depth = 0;
        while (scan.more()) {
            char c = scan.now();
            if (c == '#') {
                scan.skipLine();
            } else if (c == '\\' && isLineEnd(source, scan.at + 1)) {
                scan.skipLine();
                scan.at++;
            } else if (c == '\n') {
                if (depth == 0) {
                    scan.lineEnd();
                } else {
                    scan.at++;
                }
            } else if (Character.isWhitespace(c)) {
                scan.at++;
            } else if (opening.region(scan.at, source.length()).lookingAt()) {
                string(scan, opening.group(1).toLowerCase(Locale.ROOT), opening.group(2), literals);
            } else {
                depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 && depth > 0 ? -1 : 0;
                scan.code();
            }
        }
        literals.addAll(Concatenation.join(scan.tokens, true, !nested));
        return scan.tokens;
    }

    private static boolean isLineEnd(Fragment source, int i) {
        return source.at(i, "\n") || source.at(i, "\r\n");
    }

    private static void string(Scanner scan, String prefix, String quote, List<Literal> literals) {
        int start = scan.at;
        scan.at += prefix.length() + quote.length();
        boolean raw = prefix.contains("r");
        boolean formatted = prefix.contains("f") || prefix.contains("t");
        Fragment.Builder text = new Fragment.Builder();
        while (scan.more() && !scan.sees(quote)) {
            char c = scan.now();
            if (c == '\\' && raw) {
                int end = Math.min(scan.source.length(), scan.at + 2); // the quote behind it does not end the string
                text.add(scan.source, scan.at, end);
                scan.at = end;
            } else if (c == '\\') {
                scan.escape(text);
            } else if (formatted && (scan.sees("{{") || scan.sees("}}"))) {
                text.add(scan.source, scan.at, scan.at + 1);
                scan.at += 2;
            } else if (formatted && c == '{') {
                int end = behindBraces(scan.source, scan.at);
                read(scan.source.sub(scan.at + 1, Math.max(scan.at + 1, end - 1)), literals, true);
                text.hole();
                scan.at = end;
            } else if (c == '\n' && quote.length() == 1) {
                break; // not closed on its line: an error of the program's, and the next line is code again
            } else {
                text.add(scan.source, scan.at, scan.at + 1);
                scan.at++;
            }
        }
        if (scan.sees(quote)) {
            scan.at += quote.length();
        }
        scan.string(text.build(), start);
    }

    /** Behind the brace that closes the one at i, whatever strings and braces stand between them. */
    private static int behindBraces(Fragment source, int i) {
        int depth = 0;
        for (int at = i; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
                if (depth == 0) {
                    return at + 1;
                }
            } else if (c == '"' || c == '\'') {
                int end = source.text().indexOf(c, at + 1);
                int line = source.text().indexOf('\n', at + 1);
                if (end > 0 && (line < 0 || end < line)) {
                    at = end;
                }
            }
        }
        return source.length();
    }
}
