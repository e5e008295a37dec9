/**
 * What goes wrong, in the words of the person who has to mend it: what happened, why, what to do next.
 *
 * <p>Comes in: nothing. Goes out: {@link dev.tributary.fault.Fault}, the one exception that leaves Tributary on purpose.
 * Imports nothing of ours, so that every other room may use it.
 */
package dev.tributary.fault;
