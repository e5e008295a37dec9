package dev.tributary.references;

import java.util.List;

/**
 * One place in a program that uses an old name.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters
 * @param kind what is named
 * @param oldName the name as it is written there; for a computed name, what is known of it
 * @param newNames what it is called now; several where the old name stood for several tables
 * @param statement what the statement does with it, such as {@code SELECT}; {@code path} for a file
 * @param lost what does not work through the compatibility view; empty when everything does
 * @param byHand why {@code --write} leaves it alone; empty when it is replaced
 */
public record Reference(
        int line,
        int column,
        Kind kind,
        String oldName,
        List<String> newNames,
        String statement,
        String lost,
        String byHand) {
    public Reference {
        newNames = List.copyOf(newNames);
    }

    /** What is named. */
    public enum Kind {
        TABLE,
        COLUMN,
        FILE,
        /** A table whose name the program puts together: which one cannot be known from its text. */
        COMPUTED
    }

    /** Whether the statement goes on working through the compatibility view. */
    public boolean worksThroughTheView() {
        return lost.isEmpty();
    }

    /** Whether {@code --write} replaces it. */
    public boolean isReplaceable() {
        return byHand.isEmpty();
    }
}
