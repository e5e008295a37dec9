package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.plan.SourceCatchUp;
import dev.tributary.verify.Health;
import java.nio.file.Path;
import java.util.List;

/**
 * What catching up would do.
 *
 * @param target the target's file
 * @param sources one entry per source that was found, in the order of the versions
 * @param notes sources that were not looked at, and why
 * @param bytesNeeded space for the backup and growth; 0 when there is nothing to do
 * @param health the target's state now
 * @param problems everything that makes it impossible; empty when it may go ahead
 */
public record CatchUpPlan(
        Path target,
        List<SourceCatchUp> sources,
        List<String> notes,
        long bytesNeeded,
        Health health,
        List<Fault> problems) {
    public CatchUpPlan {
        sources = List.copyOf(sources);
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }

    /** Whether nothing would be written, not even to the ledger. */
    public boolean nothingToDo() {
        return sources.stream().allMatch(SourceCatchUp::nothingToDo);
    }

    /** Throws the first problem, saying how many more there are. */
    public void requirePossible() {
        if (problems.isEmpty()) {
            return;
        }
        Fault first = problems.get(0);
        throw problems.size() == 1 ? first : first.withMore(problems.size() - 1, "catch-up --dry-run");
    }
}
