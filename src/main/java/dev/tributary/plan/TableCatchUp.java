package dev.tributary.plan;

import java.util.List;
import java.util.Optional;

/**
 * What catching up would do to one table. Rows of the source are either identical in the target, or lacking there
 * ({@link #fresh} and {@link #lost}), or different: changed in the source ({@link #newer}), in the target
 * ({@link #own}), or in both ({@link #conflicts}).
 *
 * @param rows the comparison of both sides as they are now
 * @param how what is known about the rows as they were at the last copy
 * @param sourceChanged whether the source's rows are no longer those that the ledger knows, or were never copied
 * @param sourceDigest of the source's rows as they are now, 64 hexadecimal digits
 * @param fresh rows that are new in the source
 * @param lost rows that the target had and has not any more
 * @param newer rows that changed in the source only; the target's give way
 * @param own rows that changed in the target only; they stay
 * @param conflicts rows that changed on both sides, or of which nobody knows
 * @param gone rows that were copied once and that the source has not any more; they stay in the target
 * @param preference what the user says about conflicts, and about lost rows
 * @param examples the first few conflicts, both sides
 * @param winners of a table in which the newest row stays: rows that come
 * @param superseded of such a table: rows that give way
 */
public record TableCatchUp(
        TablePlan rows,
        Divergence how,
        boolean sourceChanged,
        String sourceDigest,
        long fresh,
        long lost,
        long newer,
        long own,
        long conflicts,
        long gone,
        Optional<Preferences.Side> preference,
        List<TablePlan.RowDifference> examples,
        List<MergePlan.Winner> winners,
        List<MergePlan.Superseded> superseded) {
    public TableCatchUp {
        examples = List.copyOf(examples);
        winners = List.copyOf(winners);
        superseded = List.copyOf(superseded);
    }

    /** Whether it is a table in which the newest row of equal natural key stays. */
    public boolean newestWins() {
        return rows.way() == TablePlan.Way.NEWEST_WINS;
    }

    /** Whether lost rows stay lost, because the user prefers the target. */
    public boolean leavesLost() {
        return preference.filter(Preferences.Side.TARGET::equals).isPresent();
    }

    /** Rows that will be inserted. */
    public long toInsert() {
        return newestWins()
                ? winners.stream()
                        .filter(each -> each.targetRow() == MergePlan.Winner.NEW)
                        .count()
                : fresh + (leavesLost() ? 0 : lost);
    }

    /** Rows of the target that will be overwritten. */
    public long toUpdate() {
        return newestWins()
                ? winners.size() - toInsert()
                : newer + (preference.filter(Preferences.Side.SOURCE::equals).isPresent() ? conflicts : 0);
    }

    /** Rows of the target that will go on differing from the source. */
    public long staysDifferent() {
        return newestWins() ? 0 : rows.changed() - toUpdate();
    }

    /** Whether conflicts need a word of the user. */
    public boolean undecided() {
        return conflicts > 0 && preference.isEmpty();
    }

    /** Whether there is anything to write, be it only to the ledger. */
    public boolean nothingToDo() {
        return !sourceChanged && toInsert() + toUpdate() == 0;
    }

    /** The SQL condition on a pair {@code s}, {@code d} of different rows that the target's row gives way. */
    public String givesWay() {
        return preference.filter(Preferences.Side.SOURCE::equals).isPresent()
                ? "NOT " + how.inTargetOnly()
                : how.inSourceOnly();
    }
}
