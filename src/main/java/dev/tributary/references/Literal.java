package dev.tributary.references;

/**
 * One string of a program, with its parts joined where the program joins them, and what stands around it.
 *
 * @param text its content, as the program sees it
 * @param start where it begins in the file
 * @param end where it ends in the file
 * @param callee the function that it is an argument of, or the shell's command; empty when unknown
 * @param assigned the variable that it is assigned to; empty when there is none
 * @param before the code right before it, one word or sign
 * @param after the code right behind it
 * @param form what is known about it from where it stands
 */
record Literal(
        Fragment text, int start, int end, String callee, String assigned, String before, String after, Form form) {
    /** What a literal is known to be. */
    enum Form {
        /** A string: what it is, its content must say. */
        UNKNOWN,
        /** SQL, whatever it looks like: a file of that kind, or what sqlite3 reads. */
        SQL,
        /** A word that no quotes surround, in a shell. */
        BARE_WORD,
        /** A statement of its own, without effect: a comment in other clothes. */
        DOCSTRING
    }

    /** Whether it looks up a value by name: a key of a dictionary or of a map. */
    boolean isKey() {
        return "[".equals(before) && "]".equals(after)
                || ":".equals(after)
                || "=>".equals(after)
                || callee.matches("get|pop|setdefault|has|containsKey");
    }
}
