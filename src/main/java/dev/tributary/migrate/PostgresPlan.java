package dev.tributary.migrate;

import dev.tributary.postgres.Diagnosis;
import java.util.List;

/**
 * What a migration of mcp would do.
 *
 * @param diagnosis what is there now, and what stands in the way
 * @param pending the versions that would run, in order
 * @param onRequest versions that have not run and run only where somebody asks for them
 */
public record PostgresPlan(Diagnosis diagnosis, List<LedgerFile.Version> pending, List<LedgerFile.Version> onRequest) {
    public PostgresPlan {
        onRequest = List.copyOf(onRequest);
        pending = List.copyOf(pending);
    }

    /** Whether a migration would change nothing. */
    public boolean upToDate() {
        return pending.isEmpty();
    }
}
