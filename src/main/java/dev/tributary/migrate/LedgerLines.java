package dev.tributary.migrate;

import dev.tributary.ledger.LedgerEntry;

/** A ledger entry as one sentence, for logs. */
final class LedgerLines {
    private static final int DIGITS = 12;

    private LedgerLines() {}

    static String asText(LedgerEntry entry) {
        return switch (entry.policy()) {
            case COPIED, ADOPTED, CARRIED ->
                entry.source() + " -> " + entry.table() + ": " + entry.rowsRead() + " read, " + entry.rowsCopied()
                        + " copied, " + entry.rowsIdentical() + " identical"
                        + (entry.rowsChanged() > 0 ? ", " + entry.rowsChanged() + " changed since" : "")
                        + "; proven, digest " + entry.sourceDigest().substring(0, DIGITS);
            case MERGED ->
                entry.source() + " -> " + entry.table() + ": " + entry.rowsRead() + " read, " + entry.rowsCopied()
                        + " new, " + entry.rowsIdentical() + " identical, " + entry.rowsChanged()
                        + " of which the newest stayed; proven";
            case CAUGHT_UP ->
                entry.source() + " -> " + entry.table() + ": " + entry.rowsRead() + " read, " + entry.rowsCopied()
                        + " brought, " + entry.rowsIdentical() + " identical"
                        + (entry.rowsChanged() > 0 ? ", " + entry.rowsChanged() + " stay as in the target" : "")
                        + "; proven";
            case LEFT ->
                entry.table() + ": " + entry.rowsRead() + (entry.rowsRead() == 1 ? " row" : " rows")
                        + " left in the source, as told (--leave)";
            case EXPECTED_EMPTY -> entry.table() + ": empty in the source, as expected";
            case NO_SOURCES -> entry.source() + ": nothing copied, as told (no sources)";
            case NO_SUCH_SOURCE ->
                entry.source() + ": nothing copied, there is no such source here, as told (--source " + entry.source()
                        + "=none)";
            case DROPPED -> entry.table() + ": dropped; it was made by: " + entry.statement();
            case SOURCE_ABSENT -> entry.source() + ": nothing copied, the optional source does not exist";
            case CREATED_MISSING -> entry.table() + ": made, because it was missing";
        };
    }
}
