/**
 * Where programs still name what a target calls otherwise: old tables and columns inside SQL, old database files inside paths.
 *
 * <p>Comes in: a folder of sources and a {@link dev.tributary.catalog.NameMap}. Goes out:
 * {@link dev.tributary.references.ReferenceReport}. Reads string literals only, and decides for each whether it is SQL: a
 * method, a dictionary key, a comment or a sentence that contains the word is never touched. Never opens a database, never
 * guesses a name, and changes a file only when told to, whole identifiers only.
 */
package dev.tributary.references;
