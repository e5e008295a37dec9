package dev.tributary.plan;

import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What catching up would do to the tables of one source.
 *
 * @param version the version that copied it first
 * @param source the source's name
 * @param file the file that was read
 * @param archived the file's name says that it was archived
 * @param tables one entry per table that was copied, in the order of the declaration
 * @param left tables whose rows stay in the source, because the user says so
 * @param carried a table that should have been empty and is to come along now
 * @param leftBehind tables of the source that hold rows and that no migration declares
 * @param problems everything that makes it impossible; empty when it may go ahead
 */
public record SourceCatchUp(
        String version,
        String source,
        Path file,
        boolean archived,
        List<TableCatchUp> tables,
        List<Left> left,
        List<CopyPlan> carried,
        List<CopyPlan.LeftBehind> leftBehind,
        List<Fault> problems) {
    public SourceCatchUp {
        tables = List.copyOf(tables);
        left = List.copyOf(left);
        carried = List.copyOf(carried);
        leftBehind = List.copyOf(leftBehind);
        problems = List.copyOf(problems);
    }

    /**
     * A table that stays in its source.
     *
     * @param name as {@code source.table}
     * @param digest of its rows; empty when the source has no such table
     * @param changed whether its rows are no longer those that the ledger knows
     */
    public record Left(String name, String table, long rows, String digest, boolean changed) {}

    /** Whether there is anything to write, be it only to the ledger. */
    public boolean nothingToDo() {
        return carried.isEmpty()
                && tables.stream().allMatch(TableCatchUp::nothingToDo)
                && left.stream().noneMatch(Left::changed);
    }

    /** Rows that will be inserted. */
    public long toInsert() {
        return tables.stream().mapToLong(TableCatchUp::toInsert).sum()
                + carried.stream()
                        .flatMap(copy -> copy.tables().stream())
                        .mapToLong(TablePlan::toCopy)
                        .sum();
    }

    /** Rows of the target that will be overwritten. */
    public long toUpdate() {
        return tables.stream().mapToLong(TableCatchUp::toUpdate).sum();
    }

    /** The table that a name of the target means. */
    public Optional<TableCatchUp> table(String name) {
        return tables.stream()
                .filter(each -> each.rows().target().name().equals(name))
                .findFirst();
    }
}
