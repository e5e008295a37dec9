/**
 * Database files: found along a search list, judged before anything relies on them, opened so that nothing of ours is
 * left beside them, and fingerprinted by SQL.
 *
 * <p>Comes in: a {@link dev.tributary.source.SourceSpec} and the user's {@link dev.tributary.source.SourceSettings}.
 * Goes out: an open {@link dev.tributary.source.SourceDatabase}, or a fault. Never writes to a source.
 */
package dev.tributary.source;
