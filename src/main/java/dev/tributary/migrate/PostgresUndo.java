package dev.tributary.migrate;

import dev.tributary.postgres.WayBack;
import java.time.Duration;
import java.util.List;

/**
 * What going back did.
 *
 * @param from the version that the schema was at
 * @param to the version that it is at now; {@code 000} for none
 * @param undone versions in the order in which they were undone
 * @param lost what was lost, as counted just before
 * @param took from start to end
 */
public record PostgresUndo(String from, String to, List<String> undone, List<WayBack.Loss> lost, Duration took) {
    public PostgresUndo {
        undone = List.copyOf(undone);
        lost = List.copyOf(lost);
    }

    /** Whether it was there already. */
    public boolean nothingToDo() {
        return undone.isEmpty();
    }
}
