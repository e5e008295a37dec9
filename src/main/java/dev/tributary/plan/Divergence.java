package dev.tributary.plan;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Table;
import java.util.List;
import java.util.Optional;

/**
 * Says of a row {@code s} of a source and the row {@code d} of equal key in the target, which differ, on which side it
 * has changed since the two were last equal: as SQL conditions.
 *
 * <p>The row as it was then, the base, is taken from the backup of the source that was made for that copy, where there is
 * one whose rows have the digest that the ledger holds. Without it, the ledger's digests say whether one whole side is as
 * it was. Where neither is so, nobody knows, and the row counts as changed on both sides.
 */
public final class Divergence {
    /** What is known about the rows as they were at the last copy. */
    public enum Base {
        /** The source has the digest that the ledger holds: every difference was made in the target. */
        SOURCE_UNCHANGED,
        /** The target's rows have the digest that the ledger holds: every difference was made in the source. */
        TARGET_UNCHANGED,
        /** A backup holds the rows as they were. */
        KNOWN,
        /** Nothing. */
        UNKNOWN
    }

    private final Base base;
    private final Table source;
    private final Table target;
    private final List<String> columns;
    private final String baseTable;

    private Divergence(Base base, Table source, Table target, List<String> columns, String baseTable) {
        this.base = base;
        this.source = source;
        this.target = target;
        this.columns = List.copyOf(columns);
        this.baseTable = baseTable;
    }

    static Divergence of(Base base, Table source, Table target, List<String> columns) {
        return new Divergence(base, source, target, columns, "");
    }

    /** With the base's table, which is attached under this alias and has the source's name. */
    static Divergence known(Table source, Table target, List<String> columns, String alias) {
        return new Divergence(Base.KNOWN, source, target, columns, Identifier.quote(alias, source.name()));
    }

    /** What the answers rest on. */
    public Base base() {
        return base;
    }

    /** Only the source's row has changed. */
    public String inSourceOnly() {
        return switch (base) {
            case TARGET_UNCHANGED -> "TRUE";
            case SOURCE_UNCHANGED, UNKNOWN -> "FALSE";
            // inside, s is the base's row
            case KNOWN -> baseRow("s", RowEquality.identical(target, columns));
        };
    }

    /** Only the target's row has changed. */
    public String inTargetOnly() {
        return switch (base) {
            case SOURCE_UNCHANGED -> "TRUE";
            case TARGET_UNCHANGED, UNKNOWN -> "FALSE";
            // inside, d is the base's row; its storage classes are the source's own
            case KNOWN -> baseRow("d", RowEquality.identical(source, columns));
        };
    }

    /** Both have, or nobody knows. */
    public String onBothSides() {
        return "(NOT " + inSourceOnly() + " AND NOT " + inTargetOnly() + ")";
    }

    /** Of a row {@code s} that the target lacks: the target had it once. */
    public String wasThere() {
        return switch (base) {
            case SOURCE_UNCHANGED -> "TRUE";
            case TARGET_UNCHANGED, UNKNOWN -> "FALSE";
            case KNOWN -> target.key().isEmpty() ? "FALSE" : baseRow("d", "TRUE");
        };
    }

    /** The base's table, where it is known. */
    Optional<String> baseTable() {
        return base == Base.KNOWN ? Optional.of(baseTable) : Optional.empty();
    }

    private String baseRow(String alias, String condition) {
        return "EXISTS (SELECT 1 FROM " + baseTable + " AS " + alias + " WHERE " + RowEquality.sameKey(target.key())
                + " AND " + condition + ")";
    }
}
