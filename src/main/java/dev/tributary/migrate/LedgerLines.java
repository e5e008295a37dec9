package dev.tributary.migrate;

import dev.tributary.ledger.LedgerEntry;

/** A ledger entry as one sentence, for logs. */
final class LedgerLines {
    private static final int DIGITS = 12;

    private LedgerLines() {}

    static String asText(LedgerEntry entry) {
        return switch (entry.policy()) {
            case COPIED, ADOPTED ->
                entry.source() + " -> " + entry.table() + ": " + entry.rowsRead() + " read, " + entry.rowsCopied()
                        + " copied, " + entry.rowsIdentical() + " identical"
                        + (entry.rowsChanged() > 0 ? ", " + entry.rowsChanged() + " changed since" : "")
                        + "; proven, digest " + entry.sourceDigest().substring(0, DIGITS);
            case NO_SOURCES -> entry.source() + ": nothing copied, as told (no sources)";
            case SOURCE_ABSENT -> entry.source() + ": nothing copied, the optional source does not exist";
            case CREATED_MISSING -> entry.table() + ": made, because it was missing";
        };
    }
}
