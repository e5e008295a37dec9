/**
 * What was copied from where, kept in the target itself (table {@code tributary_ledger}).
 *
 * <p>Comes in: entries, written in the transaction that they describe. Goes out: the same entries, for verify, catch-up
 * and reports. Never rewritten.
 */
package dev.tributary.ledger;
