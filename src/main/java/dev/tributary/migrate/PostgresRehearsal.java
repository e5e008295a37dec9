package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.ObservedLock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a migration did to a throw-away copy of a PostgreSQL database.
 *
 * @param database the real one, which was only read
 * @param place where the copy was, in words
 * @param plan what was found in the real one
 * @param copied how long it took to copy it there
 * @param migration the report of the run on the copy; empty when it refused, or did not begin
 * @param verification of the copy afterwards
 * @param steps one entry per version, in order; sizes are those of the whole copy
 * @param work what the versions consist of: each step that changed something or took a lock
 * @param changes what the schema has afterwards and had not before, and the other way round, one line each
 * @param bytesBefore size of the copy before the first version
 * @param notes what else a person should know
 * @param refusals what would refuse; empty when the migration may go ahead
 */
public record PostgresRehearsal(
        String database,
        String place,
        PostgresPlan plan,
        Copied copied,
        Optional<PostgresReport> migration,
        Optional<PostgresVerification> verification,
        List<Rehearsal.Step> steps,
        List<Work> work,
        List<String> changes,
        long bytesBefore,
        List<String> notes,
        List<Fault> refusals) {
    public PostgresRehearsal {
        steps = List.copyOf(steps);
        work = List.copyOf(work);
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
        refusals = List.copyOf(refusals);
    }

    /** A rehearsal that did not begin: something would refuse before the first version, or no version would run. */
    static PostgresRehearsal notBegun(String database, PostgresPlan plan) {
        return new PostgresRehearsal(
                database,
                "",
                plan,
                Copied.NOT,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                0,
                List.of(),
                plan.diagnosis().problems());
    }

    /**
     * How the copy was made.
     *
     * @param dumped how long reading the real database took
     * @param loaded how long loading the copy took
     * @param bytes how large the dump between the two was
     */
    public record Copied(Duration dumped, Duration loaded, long bytes) {
        static final Copied NOT = new Copied(Duration.ZERO, Duration.ZERO, 0);
    }

    /**
     * One step of a version.
     *
     * @param took since the step before it
     * @param changed whether it changed something, or found its work done
     * @param grown by how much the copy is larger after it
     * @param locks those that others could have had to wait for, the longest first
     */
    public record Work(
            String version, String step, Duration took, boolean changed, long grown, List<ObservedLock> locks) {
        public Work {
            locks = List.copyOf(locks);
        }
    }
}
