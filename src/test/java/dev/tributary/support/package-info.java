/**
 * What tests are made of: database files of the real shape, snapshots of folders and databases to compare with later,
 * and programs in processes of their own.
 *
 * <p>Nothing here decides whether a test holds: it makes, it looks, and it hands back values.
 */
package dev.tributary.support;
