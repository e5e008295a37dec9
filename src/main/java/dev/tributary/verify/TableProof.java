package dev.tributary.verify;

import dev.tributary.source.TableDigest;
import java.time.Duration;
import java.util.List;

/**
 * What a comparison of one table on both sides found.
 *
 * @param table the target's table
 * @param missing rows of the source whose key the target lacks
 * @param changed rows of the source that the target has with another content
 * @param targetRows rows in the target now
 * @param sourceDigest digest of the source's rows
 * @param targetDigest digest of the target's rows whose key the source has
 * @param examples keys of the first few rows that are missing or changed
 * @param took how long the comparison took
 */
public record TableProof(
        String table,
        long missing,
        long changed,
        long targetRows,
        TableDigest sourceDigest,
        TableDigest targetDigest,
        List<String> examples,
        Duration took) {
    public TableProof {
        examples = List.copyOf(examples);
    }

    public long sourceRows() {
        return sourceDigest.rows();
    }

    /** Rows of the target that the source does not have. */
    public long added() {
        return targetRows - targetDigest.rows();
    }
}
