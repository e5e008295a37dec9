package dev.tributary.references;

import java.util.Locale;

/**
 * One word of SQL.
 *
 * @param kind what it is
 * @param text a name without its quotes, a string without its quotes, a sign; a computed part is {@link Fragment#HOLE}
 * @param from where the text begins in the literal, behind an opening quote
 * @param to where it ends
 */
record SqlToken(Kind kind, String text, int from, int to) {
    enum Kind {
        WORD,
        /** A name between double quotes, brackets or backticks. */
        QUOTED,
        STRING,
        /** A number, or a parameter. */
        VALUE,
        SIGN,
        /** A name or a part of a name that the program computes. */
        COMPUTED,
        /** Between two statements. */
        END
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    boolean isWord(String upper) {
        return kind == Kind.WORD && text.equalsIgnoreCase(upper);
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isEnd() {
        return kind == Kind.END;
    }

    /** A word in capitals, for keywords; empty for what is no word. */
    String upper() {
        return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : "";
    }
}
