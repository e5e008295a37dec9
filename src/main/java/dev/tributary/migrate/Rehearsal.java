package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a migration did to a throw-away copy.
 *
 * @param target the real file, which was only read
 * @param plan what was found in the real files
 * @param copied how long the copy of the target took
 * @param migration the report of the run on the copy; its paths are those of the copy, which is gone. Empty when it refused.
 * @param verification of the copy afterwards; empty when there was nothing to verify
 * @param steps one entry per version, in order
 * @param changes what the schema has afterwards and had not before, and the other way round, one line each
 * @param bytesBefore size of the target; 0 when there was none
 * @param refusals what would refuse; empty when the migration may go ahead
 */
public record Rehearsal(
        Path target,
        MigrationPlan plan,
        Duration copied,
        Optional<MigrationReport> migration,
        Optional<Verification> verification,
        List<Step> steps,
        List<String> changes,
        long bytesBefore,
        List<Fault> refusals) {
    public Rehearsal {
        steps = List.copyOf(steps);
        changes = List.copyOf(changes);
        refusals = List.copyOf(refusals);
    }

    /**
     * One version.
     *
     * @param took from its beginning to the next one's, proofs included
     * @param bytes the target's size after it, inside the transaction
     */
    public record Step(String version, String description, Duration took, long bytes) {}
}
