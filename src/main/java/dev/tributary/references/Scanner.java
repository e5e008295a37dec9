package dev.tributary.references;

import java.util.ArrayList;
import java.util.List;

/** What the lexers of programming languages have in common: a place in the source, and the tokens so far. */
final class Scanner {
    final Fragment source;
    final List<Token> tokens = new ArrayList<>();
    int at;

    Scanner(Fragment source) {
        this.source = source;
    }

    boolean more() {
        return at < source.length();
    }

    char now() {
        return source.charAt(at);
    }

    boolean sees(String wanted) {
        return source.at(at, wanted);
    }

    /** Whether what follows is a word's letter. */
    static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    void skipLine() {
        while (more() && now() != '\n') {
            at++;
        }
    }

    void skipBehind(String end) {
        int found = source.text().indexOf(end, at);
        at = found < 0 ? source.length() : found + end.length();
    }

    /** A word or one sign. */
    void code() {
        int start = at;
        Token.Kind kind = Token.Kind.SIGN;
        if (isWord(now())) {
            kind = Token.Kind.WORD;
            while (more() && isWord(now())) {
                at++;
            }
        } else {
            at++;
        }
        tokens.add(Token.code(kind, source.text().substring(start, at), source.place(start)));
    }

    void lineEnd() {
        tokens.add(Token.code(Token.Kind.BREAK, "", source.place(at)));
        at++;
    }

    void string(Fragment text, int start) {
        tokens.add(Token.string(text, source.place(start), source.place(at - 1) + 1));
    }

    /**
     * One character of a string after a backslash, which stands at {@code at}: what it means is added, with the place of the
     * backslash. Escapes that no name needs become a space: the words around stay apart.
     */
    void escape(Fragment.Builder text) {
        int place = source.place(at);
        at++;
        if (!more()) {
            return;
        }
        char c = now();
        at++;
        switch (c) {
            case '\n' -> {
                // the line goes on
            }
            case '\r' -> {
                if (more() && now() == '\n') {
                    at++;
                }
            }
            case 'n', 'r' -> text.add('\n', place);
            case 't', 'f', 'v', 's' -> text.add(' ', place);
            case 'x' -> unicode(text, place, 2);
            case 'u' -> {
                while (more() && now() == 'u') {
                    at++;
                }
                unicode(text, place, 4);
            }
            case 'U' -> unicode(text, place, 8);
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    text.add(' ', place);
                } else {
                    text.add(c, place);
                }
            }
        }
    }

    private void unicode(Fragment.Builder text, int place, int digits) {
        int end = Math.min(source.length(), at + digits);
        String hex = source.text().substring(at, end);
        if (hex.length() == digits && hex.matches("[0-9a-fA-F]+")) {
            long code = Long.parseLong(hex, 16);
            text.add(code < Fragment.HOLE ? (char) code : ' ', place);
            at = end;
        } else {
            text.add(' ', place);
        }
    }
}
