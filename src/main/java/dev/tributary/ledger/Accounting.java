package dev.tributary.ledger;

import java.util.List;

/**
 * What became of every row that was read.
 *
 * @param sources how many sources were read
 * @param read rows in them
 * @param copied rows inserted as they were
 * @param mergedOrIdentical rows that were there already, or competed with one of equal natural key
 * @param left rows that stay in their source because the user said so
 * @param changedSince rows that an earlier copy had brought and that differ now; they stay as they are in the target
 */
public record Accounting(long sources, long read, long copied, long mergedOrIdentical, long left, long changedSince) {
    /** Adds up ledger entries. */
    public static Accounting of(List<LedgerEntry> entries) {
        long copied = 0;
        long merged = 0;
        long left = 0;
        long changed = 0;
        for (LedgerEntry entry : entries) {
            switch (entry.policy()) {
                case MERGED -> merged += entry.rowsRead();
                case LEFT -> left += entry.rowsRead();
                case COPIED, ADOPTED, CARRIED, CAUGHT_UP -> {
                    copied += entry.rowsCopied();
                    merged += entry.rowsIdentical();
                    changed += entry.rowsChanged();
                }
                case EXPECTED_EMPTY, CREATED_MISSING, NO_SOURCES, NO_SUCH_SOURCE, SOURCE_ABSENT, DROPPED -> {
                    // no row was read
                }
            }
        }
        return new Accounting(
                entries.stream()
                        .filter(entry -> !entry.file().isEmpty())
                        .map(LedgerEntry::source)
                        .distinct()
                        .count(),
                entries.stream().mapToLong(LedgerEntry::rowsRead).sum(),
                copied,
                merged,
                left,
                changed);
    }

    /** Whether every row that was read is accounted for. */
    public boolean complete() {
        return read == copied + mergedOrIdentical + left + changedSince;
    }
}
