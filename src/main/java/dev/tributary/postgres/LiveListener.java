package dev.tributary.postgres;

/** Hears how a live migration goes on. Called on the migrating thread, outside any transaction. */
public interface LiveListener {
    /** Hears nothing. */
    LiveListener NONE = new LiveListener() {};

    /** A step is through: it changed something, or found its work done. */
    default void stepDone(String step, boolean changed) {}

    /** A batch of a backfill is committed. */
    default void batchDone(String step, long rows) {}

    /** A step could not get its lock, and will try again. */
    default void waiting(String step, int tried, String blockedBy) {}

    /** A step found something that a person should read; nothing is refused. */
    default void reported(String step, String finding) {}
}
