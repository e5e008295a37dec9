package dev.tributary.migrate;

import dev.tributary.ledger.LedgerEntry;
import dev.tributary.rename.LegacyName;
import dev.tributary.safety.BackupSet;
import dev.tributary.verify.Checks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a migration did.
 *
 * @param target the target's file
 * @param applied numbers of the versions that ran, in order; empty when there was nothing to do
 * @param stoppedBefore the first copy that did not run because no sources are configured
 * @param entries what the ledger gained: one line per table that was copied, adopted or skipped
 * @param backup the backup made before; empty when nothing was pending
 * @param notes differences that were found before and do no harm
 * @param legacyNames what programs lose that go on using an old name, when this run has switched to the new ones
 * @param warnings what the checks of the applied versions found in the rows
 * @param took from start to end, the waiting for others included
 */
public record MigrationReport(
        Path target,
        List<String> applied,
        Optional<String> stoppedBefore,
        List<LedgerEntry> entries,
        Optional<BackupSet> backup,
        List<String> notes,
        List<LegacyName> legacyNames,
        List<Checks.Finding> warnings,
        Duration took) {
    public MigrationReport {
        applied = List.copyOf(applied);
        entries = List.copyOf(entries);
        notes = List.copyOf(notes);
        legacyNames = List.copyOf(legacyNames);
        warnings = List.copyOf(warnings);
    }

    /** Whether this run changed nothing. */
    public boolean nothingToDo() {
        return applied.isEmpty();
    }
}
