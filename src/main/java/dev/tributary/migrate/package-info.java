/**
 * The migrations of a target as Flyway runs them, with the same safety whichever way they are started.
 *
 * <p>Comes in: Flyway's configuration and events, or a {@link dev.tributary.migrate.SqliteMigration} of the library. Goes
 * out: a {@link dev.tributary.migrate.MigrationPlan}, a {@link dev.tributary.migrate.MigrationReport}, a
 * {@link dev.tributary.migrate.Verification}. Never prints and never exits.
 */
package dev.tributary.migrate;
