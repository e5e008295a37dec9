package dev.tributary.migrate;

import dev.tributary.postgres.Diagnosis;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a migration of mcp did.
 *
 * @param before what was found before the first change; empty when there was nothing to do
 * @param applied numbers of the versions that ran, in order
 * @param took from start to end, the waiting for others included
 */
public record PostgresReport(Optional<Diagnosis> before, List<String> applied, Duration took) {
    public PostgresReport {
        applied = List.copyOf(applied);
    }

    /** Whether this run changed nothing. */
    public boolean nothingToDo() {
        return applied.isEmpty();
    }
}
