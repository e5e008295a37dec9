/**
 * PostgreSQL: what a schema should be, what it is, what happened to it, and the steps that mend it while it is in use.
 *
 * <p>Comes in: a connection, and the texts in {@code db/mcp}. Goes out: an {@link dev.tributary.postgres.InitialSchema}'s
 * statements, findings about a live schema. Never drops a thing that holds rows, and never prints.
 */
package dev.tributary.postgres;
