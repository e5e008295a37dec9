package dev.tributary.migrate;

import dev.tributary.postgres.Diagnosis;
import java.util.List;

/** Told how a migration of a PostgreSQL schema goes on, on the migrating thread. What it throws stops the run. */
interface PostgresListener {
    /** Told nothing. */
    PostgresListener NONE = new PostgresListener() {};

    /** Another run, or a service that migrates, holds a lock. */
    default void waiting(String forWhom) {}

    /** Nothing stands in the way, and nothing has changed yet. */
    default void planned(Diagnosis found, List<LedgerFile.Version> pending) {}

    /** A version begins. */
    default void versionStarted(String version, String description) {}

    /** A live step of the version is through: it changed something, or found its work done. */
    default void stepDone(String step, boolean changed) {}
}
