/**
 * What a copy would do, as a value that can be printed and asserted.
 *
 * <p>Comes in: two catalogs on one connection and a {@link dev.tributary.plan.CopySpec}. Goes out: a
 * {@link dev.tributary.plan.CopyPlan}: tables, columns by name, conflicts, what is left behind. Reads only.
 */
package dev.tributary.plan;
