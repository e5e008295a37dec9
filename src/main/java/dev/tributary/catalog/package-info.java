/**
 * The vocabulary of a database's structure, and the readers that fill it from a live catalog.
 *
 * <p>Comes in: a connection and the name of an attached database. Goes out: {@link dev.tributary.catalog.Catalog}, a value.
 * The only place that quotes identifiers. Never changes a database.
 */
package dev.tributary.catalog;
