package dev.tributary.report;

/** How a report sets words apart; the words are the same in every style. */
public interface Style {
    /** No colours, for files, pipes and programs. */
    Style PLAIN = new Style() {};

    /** A heading, or the one number that counts. */
    default String strong(String text) {
        return text;
    }

    /** All is well. */
    default String good(String text) {
        return text;
    }

    /** Somebody should look at this. */
    default String warn(String text) {
        return text;
    }

    /** This does not work. */
    default String bad(String text) {
        return text;
    }
}
