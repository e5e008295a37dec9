package dev.tributary.migrate;

import java.time.Duration;
import java.util.List;

/**
 * How an application's start found its database, which has every version now.
 *
 * @param database the target's file, or the name of the PostgreSQL database
 * @param applied numbers of the versions that this instance ran, in order
 * @param took from the call to its return, the waiting for others included
 */
public record StartReport(String database, Outcome outcome, List<String> applied, Duration took) {
    public StartReport {
        applied = List.copyOf(applied);
    }

    /** Who brought it to its last version. */
    public enum Outcome {
        /** It was there already. */
        UP_TO_DATE,
        /** This instance did. */
        MIGRATED,
        /** Another instance did, while this one waited. */
        MIGRATED_BY_ANOTHER
    }

    /** One line for a log. */
    public String asText() {
        return switch (outcome) {
            case UP_TO_DATE -> database + " has every version";
            case MIGRATED ->
                database + " was migrated: " + String.join(", ", applied) + ", in " + took.toMillis() + " ms";
            case MIGRATED_BY_ANOTHER ->
                database + " was migrated by another instance, after " + took.toMillis() + " ms";
        };
    }
}
