package dev.tributary.rename;

/** The two steps of a rename, and where a file stands. */
public enum Step {
    /** Tables keep their old names, and every new name is a view of its table. */
    EXPAND,
    /** Tables have their new names, and every old name is a view of its table. */
    SWITCH
}
