package dev.tributary.migrate;

import dev.tributary.postgres.Diagnosis;
import java.util.List;

/**
 * What a migration of mcp would do.
 *
 * @param diagnosis what is there now, and what stands in the way
 * @param pending the versions that would run, in order
 */
public record PostgresPlan(Diagnosis diagnosis, List<LedgerFile.Version> pending) {
    public PostgresPlan {
        pending = List.copyOf(pending);
    }

    /** Whether a migration would change nothing. */
    public boolean upToDate() {
        return pending.isEmpty();
    }
}
