package dev.tributary.postgres;

import dev.tributary.catalog.PostgresObject;
import dev.tributary.fault.Fault;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/**
 * What really happened to a database, whatever its tracker says. A value; making it changed nothing.
 *
 * @param database its name
 * @param server the server's version
 * @param role as whom it was looked at
 * @param classification in one word
 * @param trackers tables in which a migration tool keeps its state, in every schema
 * @param history Flyway's history of this schema
 * @param comparedWith the version whose catalog the objects were held against
 * @param objects what is present, missing and different
 * @param invalidIndexes indexes whose build was broken off: they cost writes and serve no query
 * @param unvalidated constraints that hold for new rows only
 * @param rows what is at stake
 * @param partitions tables by month, and the days without one
 * @param grants privileges that anybody has
 * @param tenants what mixes up tenants, goes unnoticed, or has no label
 * @param problems what would stop a migration now
 * @param advice the one thing to do
 */
public record Diagnosis(
        String database,
        String server,
        String role,
        Classification classification,
        List<Tracker> trackers,
        List<HistoryRow> history,
        String comparedWith,
        SchemaState objects,
        List<String> invalidIndexes,
        List<String> unvalidated,
        List<TableRows> rows,
        List<Partitions> partitions,
        List<RiskyGrant> grants,
        Tenants tenants,
        List<Fault> problems,
        Advice advice) {

    public Diagnosis {
        trackers = List.copyOf(trackers);
        history = List.copyOf(history);
        invalidIndexes = List.copyOf(invalidIndexes);
        unvalidated = List.copyOf(unvalidated);
        rows = List.copyOf(rows);
        partitions = List.copyOf(partitions);
        grants = List.copyOf(grants);
        problems = List.copyOf(problems);
    }

    /** What happened, in one word. */
    public enum Classification {
        NOTHING_MADE("nothing of the initial schema is there"),
        PARTIAL("the initial schema is half made"),
        COMPLETE_BUT_DIRTY("the initial schema is complete, and only its tracker says otherwise"),
        COMPLETE("the initial schema is complete"),
        TWO_TRACKERS("two trackers: the service has started with two search paths"),
        ANOTHER_VERSION("the tracker is at another version than 1"),
        FOREIGN_SCHEMA("this is not the schema that these migrations repair"),
        MIGRATED("Tributary has migrated it");

        private final String text;

        Classification(String text) {
            this.text = text;
        }

        public String asText() {
            return text;
        }
    }

    /** One row of Flyway's history. */
    public record HistoryRow(String version, String type, String script, boolean success, boolean ours) {}

    /**
     * How many rows a table holds.
     *
     * @param rows a count, or the server's estimate
     * @param exact whether it was counted
     */
    public record TableRows(String table, long rows, boolean exact) {}

    /**
     * A table by ranges of days.
     *
     * @param first the first day that has a partition; empty when none has
     * @param end the day after the last one
     * @param hasDefault rows of other days go to a default partition
     * @param daysMissing days from the first one to today that have none; today counts
     * @param todayMissing inserts of today fail
     * @param monthMissing the first of this month and the next that has no partition of its own
     * @param rowsInDefault rows that wait in the default partition for a month
     */
    public record Partitions(
            String table,
            Optional<LocalDate> first,
            Optional<LocalDate> end,
            boolean hasDefault,
            long daysMissing,
            boolean todayMissing,
            Optional<YearMonth> monthMissing,
            long rowsInDefault) {}

    /** A privilege that an administrator may want to take back. */
    public record RiskyGrant(String what, String sql) {}

    /**
     * What a version cannot decide for the tables that were there before it.
     *
     * @param withoutRowSecurity tables with a tenant_id of which every tenant sees all rows, as they were deployed
     * @param disabledOnPartitions triggers that somebody has disabled on one month only
     * @param unmapped texts that have no label of the enum beside them, with the statement that gives them one
     */
    public record Tenants(
            List<String> withoutRowSecurity, List<DisabledTrigger> disabledOnPartitions, List<String> unmapped) {
        public Tenants {
            withoutRowSecurity = List.copyOf(withoutRowSecurity);
            disabledOnPartitions = List.copyOf(disabledOnPartitions);
            unmapped = List.copyOf(unmapped);
        }
    }

    /** A trigger that does not fire. */
    public record DisabledTrigger(String table, String name) {}

    /**
     * The one thing to do.
     *
     * @param command a command of ours by its name, or a remedy in words or SQL
     * @param isTool whether it is a command of ours
     */
    public record Advice(String what, String command, boolean isTool) {}

    /** What an object should be, in the server's own words; empty when the version that it was compared with has none. */
    public String expected(PostgresObject object) {
        return Catalogs.after(Optional.of(comparedWith)).definition(object).orElse("");
    }

    /** The server's major version. */
    public int major() {
        return Integer.parseInt(server.replaceFirst("\\D.*", ""));
    }

    /** Whether nobody has to do anything. */
    public boolean ok() {
        return problems.isEmpty()
                && invalidIndexes.isEmpty()
                && (classification == Classification.MIGRATED || classification == Classification.COMPLETE)
                && history.stream().allMatch(HistoryRow::success);
    }
}
