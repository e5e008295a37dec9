package dev.tributary.migrate;

import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.Diagnosis.HistoryRow;
import dev.tributary.postgres.InvalidIndexes;
import java.util.List;

/**
 * What a repair did: first at the objects, then at the history.
 *
 * @param before what was there
 * @param indexes indexes whose build was broken off, and what became of them
 * @param failed rows of failed versions, which are gone now
 * @param leftBehind what those versions have left that is not as it should be
 * @param restored indexes, views and functions that were missing or had another text, and are as their version made them
 * @param former the texts of the functions that were replaced: nothing else keeps them
 * @param aligned versions whose checksum was set to the one of this build
 */
public record PostgresRepair(
        Diagnosis before,
        List<InvalidIndexes.Swept> indexes,
        List<HistoryRow> failed,
        List<String> leftBehind,
        List<String> restored,
        List<String> former,
        List<String> aligned) {
    public PostgresRepair {
        indexes = List.copyOf(indexes);
        failed = List.copyOf(failed);
        leftBehind = List.copyOf(leftBehind);
        restored = List.copyOf(restored);
        former = List.copyOf(former);
        aligned = List.copyOf(aligned);
    }

    /** Whether there was nothing to repair. */
    public boolean nothingToDo() {
        return indexes.isEmpty() && failed.isEmpty() && restored.isEmpty() && aligned.isEmpty();
    }
}
