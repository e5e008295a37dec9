/**
 * The command line: one class per command, and the only room that prints and exits.
 *
 * <p>Comes in: the words that a person typed. Goes out: a {@link dev.tributary.report.Report} on standard output or a
 * fault on standard error, and an {@link dev.tributary.cli.ExitCode}. Never decides anything about a database.
 */
package dev.tributary.cli;
