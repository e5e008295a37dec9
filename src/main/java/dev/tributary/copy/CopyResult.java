package dev.tributary.copy;

import java.time.Duration;

/**
 * What the copier says it did; the proof does not take its word for it.
 *
 * @param copied rows inserted
 * @param rowidsKept whether each new row has the rowid that it has in the source
 * @param took how long it took, indexes included
 */
public record CopyResult(long copied, boolean rowidsKept, Duration took) {}
