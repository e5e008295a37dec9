package dev.tributary.migrate;

import dev.tributary.ledger.LedgerEntry;
import dev.tributary.safety.BackupSet;
import dev.tributary.verify.Checks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What catching up did.
 *
 * @param plan what was found, and planned
 * @param entries what the ledger gained; empty when there was nothing to do
 * @param backup the backup made before; empty when there was nothing to do
 * @param notes what became of descriptions, where the target describes itself
 * @param warnings what the checks found in the rows afterwards
 * @param took from start to end, the waiting for others included
 */
public record CatchUpReport(
        CatchUpPlan plan,
        List<LedgerEntry> entries,
        Optional<BackupSet> backup,
        List<String> notes,
        List<Checks.Finding> warnings,
        Duration took) {
    public CatchUpReport {
        entries = List.copyOf(entries);
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
    }
}
