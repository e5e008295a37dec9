/**
 * The flow of one source into the target, in one method: attach, plan, copy, verify, record, or throw.
 *
 * <p>Comes in: the migrating connection, inside its transaction, and a {@link dev.tributary.plan.CopySpec}. Goes out:
 * nothing but what the ledger now says. Never commits and never catches a doubt.
 */
package dev.tributary.consolidation;
