package dev.tributary.plan;

/**
 * What becomes of one index, view or trigger of a source.
 *
 * @param name what the source calls it
 * @param table the target's table that it belongs to; for a view its own name
 * @param as what the target calls it; empty where it stays behind
 * @param why the reason of anything but its plain coming along; else empty
 */
public record ObjectFate(Kind kind, String name, String table, String as, Fate fate, String why) {
    /** What it is. */
    public enum Kind {
        INDEX,
        VIEW,
        TRIGGER
    }

    /** What becomes of it. */
    public enum Fate {
        /** It is made in the target, under its own name. */
        COMES,
        /** It is made in the target under another name, because its own is taken there. */
        RENAMED,
        /** The target has its equal. */
        THERE,
        /** It is not made: it reads a table that does not come along. */
        STAYS
    }
}
