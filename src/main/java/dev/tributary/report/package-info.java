/**
 * Plans, results and proofs in words for people and as JSON for programs.
 *
 * <p>Comes in: a value of the engine, such as a {@link dev.tributary.migrate.MigrationPlan}. Goes out: a
 * {@link dev.tributary.report.Report}. Pure: never touches a file, never prints, never decides what happens next.
 */
package dev.tributary.report;
