package dev.tributary.references;

import java.util.List;
import java.util.Set;

/** The words of an SQL text, to be asked for what stands at a place; beyond the end stands nothing. */
record SqlWords(List<SqlToken> tokens) {
    boolean isName(int i) {
        return i < tokens.size() && tokens.get(i).isName();
    }

    boolean end(int i) {
        return i >= tokens.size() || tokens.get(i).isEnd();
    }

    SqlToken.Kind kind(int i) {
        return i < tokens.size() ? tokens.get(i).kind() : SqlToken.Kind.END;
    }

    boolean isSign(int i, String sign) {
        return i < tokens.size() && tokens.get(i).isSign(sign);
    }

    boolean has(int i, String word) {
        return i < tokens.size() && tokens.get(i).isWord(word);
    }

    boolean isOneOf(int i, String... words) {
        return Set.of(words).contains(upper(i));
    }

    String upper(int i) {
        return i < tokens.size() ? tokens.get(i).upper() : "";
    }

    int skip(int i, String... words) {
        int at = i;
        while (Set.of(words).contains(upper(at))) {
            at++;
        }
        return at;
    }
}
