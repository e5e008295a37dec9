package dev.tributary.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * One line of the ledger.
 *
 * @param version the migration's version
 * @param source the source's name; empty for an adoption
 * @param file the file that was read; empty when none was
 * @param fingerprint SHA-256 over the source's declared tables and the digests of what was read; empty when none was
 * @param table the target's table; {@code source.table} where it stays in its source; the view or trigger that was
 *     dropped; empty when a whole source was skipped
 * @param rowsRead rows in the source
 * @param rowsCopied rows inserted
 * @param rowsIdentical rows that were there already, value for value
 * @param rowsChanged rows that were there with other content, which an adoption lists and leaves; in a merge, rows of
 *     which the newest stayed
 * @param sourceDigest digest of the source's rows
 * @param targetDigest digest of the target's rows of the same keys
 * @param toolVersion the version of Tributary
 * @param recordedAt when
 * @param took how long copy and proof took
 * @param statement the SQL that makes again what was dropped; else empty
 */
public record LedgerEntry(
        String version,
        String source,
        String file,
        String fingerprint,
        String table,
        long rowsRead,
        long rowsCopied,
        long rowsIdentical,
        long rowsChanged,
        String sourceDigest,
        String targetDigest,
        Policy policy,
        String toolVersion,
        Instant recordedAt,
        Duration took,
        String statement) {

    /** An entry about rows. */
    public LedgerEntry(
            String version,
            String source,
            String file,
            String fingerprint,
            String table,
            long rowsRead,
            long rowsCopied,
            long rowsIdentical,
            long rowsChanged,
            String sourceDigest,
            String targetDigest,
            Policy policy,
            String toolVersion,
            Instant recordedAt,
            Duration took) {
        this(
                version,
                source,
                file,
                fingerprint,
                table,
                rowsRead,
                rowsCopied,
                rowsIdentical,
                rowsChanged,
                sourceDigest,
                targetDigest,
                policy,
                toolVersion,
                recordedAt,
                took,
                "");
    }

    /** An entry for a view or trigger that made way. */
    public static LedgerEntry dropped(
            String version, String object, String statement, String toolVersion, Instant recordedAt) {
        return new LedgerEntry(
                version,
                "",
                "",
                "",
                object,
                0,
                0,
                0,
                0,
                "",
                "",
                Policy.DROPPED,
                toolVersion,
                recordedAt,
                Duration.ZERO,
                statement);
    }

    /** An entry for something that moved no rows. */
    public static LedgerEntry withoutRows(
            String version, String source, String table, Policy policy, String toolVersion, Instant recordedAt) {
        return new LedgerEntry(
                version, source, "", "", table, 0, 0, 0, 0, "", "", policy, toolVersion, recordedAt, Duration.ZERO);
    }

    /** Under which rule something was recorded. */
    public enum Policy {
        /** Rows were copied and proven. */
        COPIED,
        /** The table was there before Tributary; its rows were proven against the source, or listed as changed since. */
        ADOPTED,
        /** Rows competed with those of equal natural key, and the newest stayed. */
        MERGED,
        /** A table that should have been empty came along, because the user said so. */
        CARRIED,
        /**
         * Caught up later on: the rows copied are those that were inserted or overwritten, the rows changed are those that
         * differ and stay as they are in the target.
         */
        CAUGHT_UP,
        /** The rows of a table that should have been empty stay in the source, because the user said so. */
        LEFT,
        /** A table that should be empty was empty. */
        EXPECTED_EMPTY,
        /** A missing base table was made, because the user asked for it. */
        CREATED_MISSING,
        /** The user said that there are no sources. */
        NO_SOURCES,
        /** The user said that this installation does not have this one source. */
        NO_SUCH_SOURCE,
        /** An optional source was not found. */
        SOURCE_ABSENT,
        /** A view or trigger made way; the entry holds the statement that makes it again. */
        DROPPED
    }
}
