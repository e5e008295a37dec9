/**
 * What the tables, views and columns of a database are for: from a table of metadata inside it, from a file of descriptions,
 * and where both are silent from the catalog.
 *
 * <p>Comes in: a connection, a {@link dev.tributary.catalog.NameMap}, {@link dev.tributary.document.Descriptions}. Goes out:
 * exactly one row of metadata for everything, and a {@link dev.tributary.document.DatabaseDocument} to be rendered. A
 * description that a person wrote is never replaced; rows of other tables are never touched; never commits.
 */
package dev.tributary.document;
