/**
 * What stands around a migration: one run at a time, a proven backup first, and the way back.
 *
 * <p>Comes in: paths. Goes out: a held {@link dev.tributary.safety.MigrationLock}, a
 * {@link dev.tributary.safety.BackupSet}. Never restores anything by itself.
 */
package dev.tributary.safety;
