/**
 * Reads both sides again and says whether they agree; believes nobody.
 *
 * <p>Comes in: a connection with both databases and the names to compare. Goes out: a
 * {@link dev.tributary.verify.TableProof} per table, the {@link dev.tributary.verify.Health} of a file, the findings of
 * {@code db/<target>/checks}. Reads only.
 */
package dev.tributary.verify;
