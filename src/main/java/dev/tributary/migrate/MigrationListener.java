package dev.tributary.migrate;

import dev.tributary.safety.BackupSet;

/**
 * Told how a migration goes on, on the migrating thread. Every method may be left out. What a listener throws stops the
 * migration, and everything is rolled back.
 */
public interface MigrationListener {
    /** Told nothing. */
    MigrationListener NONE = new MigrationListener() {};

    /** The preflight has found no reason to stop. */
    default void planned(MigrationPlan plan) {}

    /** A backup was made and proven. */
    default void backedUp(BackupSet backup) {}

    /** A version begins. */
    default void versionStarted(String version, String description) {}

    /**
     * A version has run and is proven; nothing is committed yet.
     *
     * @param bytes the target's size now, as its transaction sees it
     */
    default void versionFinished(String version, long bytes) {}

    /** Whether {@link #rowsWritten} is wanted; it costs a call per row. */
    default boolean wantsRows() {
        return false;
    }

    /** So many rows were written since the version began. */
    default void rowsWritten(long rows) {}
}
