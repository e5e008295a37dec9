package dev.tributary.plan;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What copying one source would do.
 *
 * @param source the source's name
 * @param file the file that was read
 * @param archived the file's name says that somebody consolidated it before
 * @param tables one entry per declared table
 * @param leftBehind tables of the source that hold rows and are not copied
 * @param merge what comes along with the tables that are merged
 * @param problems everything that makes the copy impossible; empty when it may go ahead
 */
public record CopyPlan(
        String source,
        Path file,
        boolean archived,
        List<TablePlan> tables,
        List<LeftBehind> leftBehind,
        MergePlan merge,
        List<Fault> problems) {

    public CopyPlan {
        tables = List.copyOf(tables);
        leftBehind = List.copyOf(leftBehind);
        problems = List.copyOf(problems);
    }

    /** The target's catalog as this copy leaves it: the next one finds its names taken. */
    public Catalog after(Catalog before) {
        List<Table> all = new ArrayList<>(before.tables());
        for (Table table : merge.made().tables()) {
            Optional<Table> there = before.table(table.name());
            if (there.isEmpty()) {
                all.add(table);
            } else {
                all.remove(there.get());
                List<Index> indexes = new ArrayList<>(there.get().indexes());
                indexes.addAll(table.createdIndexes());
                all.add(there.get().with(indexes));
            }
        }
        List<Catalog.Definition> views = new ArrayList<>(before.views());
        views.addAll(merge.made().views());
        List<Catalog.Definition> triggers = new ArrayList<>(before.triggers());
        triggers.addAll(merge.made().triggers());
        return new Catalog(all, views, triggers);
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
