package dev.tributary.plan;

import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.util.List;

/**
 * What copying one source would do.
 *
 * @param source the source's name
 * @param file the file that was read
 * @param archived the file's name says that somebody consolidated it before
 * @param tables one entry per declared table
 * @param leftBehind tables of the source that hold rows and are not copied
 * @param problems everything that makes the copy impossible; empty when it may go ahead
 */
public record CopyPlan(
        String source,
        Path file,
        boolean archived,
        List<TablePlan> tables,
        List<LeftBehind> leftBehind,
        List<Fault> problems) {

    public CopyPlan {
        tables = List.copyOf(tables);
        leftBehind = List.copyOf(leftBehind);
        problems = List.copyOf(problems);
    }

    /** A table of the source that is not declared, and how many rows it holds. */
    public record LeftBehind(String table, long rows) {}

    /** Throws the first problem, naming how many more there are. */
    public void requirePossible() {
        if (problems.isEmpty()) {
            return;
        }
        Fault first = problems.get(0);
        throw problems.size() == 1 ? first : first.withMore(problems.size() - 1);
    }
}
