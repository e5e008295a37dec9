package dev.tributary.migrate;

import java.util.List;

/**
 * Told how an application's start goes on, on the starting thread. Every method may be left out. What a listener throws
 * before the first version stops the start, and nothing has changed; later it stops the version that runs.
 */
public interface StartListener {
    /** Told nothing. */
    StartListener NONE = new StartListener() {};

    /** Another instance migrates, and this one waits for it; told once. */
    default void waiting(String forWhom) {}

    /** This instance is the one that migrates; these versions are pending. */
    default void migrating(List<String> versions) {}

    /** A version begins. */
    default void versionStarted(String version, String description) {}

    /** The database has every version; the application may begin. */
    default void ready(StartReport report) {}
}
