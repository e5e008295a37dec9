/**
 * Gives tables new names in two steps, while the old names go on working.
 *
 * <p>Comes in: a connection and a {@link dev.tributary.catalog.NameMap}. Goes out: what was made and dropped, and what a
 * program that still says an old name loses. Never copies or rewrites a row, never commits.
 */
package dev.tributary.rename;
