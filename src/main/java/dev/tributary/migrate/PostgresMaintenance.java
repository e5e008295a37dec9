package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.Diagnosis.HistoryRow;
import dev.tributary.postgres.Maintenance;
import java.time.Duration;
import java.util.List;

/**
 * What a maintenance did.
 *
 * @param done every table, index and view that was looked after, in order
 * @param took from start to end
 */
public record PostgresMaintenance(List<Maintenance.Done> done, Duration took) {
    /** The version that makes the months; the views and the indexes are older. */
    static final String MONTHS = "011";

    public PostgresMaintenance {
        done = List.copyOf(done);
    }

    /** Whether something is left that only a person can mend. */
    public boolean needsYou() {
        return done.stream().anyMatch(Maintenance.Done::needsYou);
    }

    static void requireMonths(List<HistoryRow> history) {
        PostgresHistory rows = PostgresHistory.of(history);
        boolean made = Target.MCP.ledger().versions().stream()
                .filter(version -> version.number().equals(MONTHS))
                .anyMatch(rows::covers);
        if (!made) {
            throw new Fault(
                    "there is nothing to maintain yet: version " + MONTHS + " has not run",
                    "it makes the months and the default partitions that are looked after",
                    "run: migrate mcp");
        }
    }
}
