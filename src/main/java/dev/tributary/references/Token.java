package dev.tributary.references;

/**
 * One word of a program.
 *
 * @param kind what it is
 * @param code the word or the sign; empty for a string and for the end of a statement
 * @param text the content of a string; empty otherwise
 * @param start where it begins in the file
 * @param end where it ends in the file
 */
record Token(Kind kind, String code, Fragment text, int start, int end) {
    private static final Fragment NONE = new Fragment.Builder().build();

    enum Kind {
        STRING,
        WORD,
        SIGN,
        /** A line's end that ends a statement. */
        BREAK
    }

    static Token string(Fragment text, int start, int end) {
        return new Token(Kind.STRING, "", text, start, end);
    }

    static Token code(Kind kind, String code, int start) {
        return new Token(kind, code, NONE, start, start + code.length());
    }

    boolean isString() {
        return kind == Kind.STRING;
    }

    boolean is(String wanted) {
        return code.equals(wanted);
    }
}
