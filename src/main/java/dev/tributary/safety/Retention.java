package dev.tributary.safety;

import java.util.List;

/**
 * A backup that was made, and older ones that were removed for it.
 *
 * @param made the new one
 * @param removed the old ones, newest first; none unless the user said how many are to stay
 */
public record Retention(BackupSet made, List<BackupSet> removed) {
    public Retention {
        removed = List.copyOf(removed);
    }
}
