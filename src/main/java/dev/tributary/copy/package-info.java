/**
 * Carries out one table of a plan, in the caller's transaction, by SQLite's own set operations.
 *
 * <p>Comes in: a {@link dev.tributary.plan.TablePlan}. Goes out: a {@link dev.tributary.copy.CopyResult}. Never commits,
 * never ignores a constraint, never carries a row through Java.
 */
package dev.tributary.copy;
