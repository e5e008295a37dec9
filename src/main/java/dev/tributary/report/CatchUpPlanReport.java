package dev.tributary.report;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.CatchUpPlan;
import dev.tributary.plan.Divergence;
import dev.tributary.plan.SourceCatchUp;
import dev.tributary.plan.TableCatchUp;
import dev.tributary.plan.TablePlan;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What catching up would do. */
record CatchUpPlanReport(CatchUpPlan plan, Commands commands) implements Report {
    @Override
    public boolean needsYou() {
        return !plan.problems().isEmpty();
    }

    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Target", plan.target().toString());
        write(page, style, plan);
        page.notes(plan.notes());
        page.problems("Problems", plan.problems());
        page.blank();
        if (!plan.problems().isEmpty()) {
            page.line(style.bad(Words.count(plan.problems().size(), "problem") + ": catching up would be refused."));
        } else if (plan.nothingToDo()) {
            page.line(style.good("Nothing to do: no source has changed since its copy."));
        } else {
            page.line(style.good("Ready: 'catch-up' would bring " + Words.count(insert(plan), "row") + " and overwrite "
                    + Words.number(update(plan)) + "."));
        }
        page.line("Nothing was written.");
        return page.toString();
    }

    static long insert(CatchUpPlan plan) {
        return plan.sources().stream().mapToLong(SourceCatchUp::toInsert).sum();
    }

    static long update(CatchUpPlan plan) {
        return plan.sources().stream().mapToLong(SourceCatchUp::toUpdate).sum();
    }

    /** Every source with its tables; rows that have changed on both sides stand side by side. */
    static void write(Page page, Style style, CatchUpPlan plan) {
        for (SourceCatchUp source : plan.sources()) {
            page.blank();
            page.field(
                    "Source",
                    style.strong(source.source()) + "  "
                            + Words.visible(source.file().toString())
                            + (source.archived() ? "  (archived)" : ""));
            if (source.nothingToDo()) {
                page.line("  as it was at its copy");
                continue;
            }
            page.grid(tables(source));
            source.tables().forEach(table -> differences(page, style, table));
            source.tables().forEach(table -> remarks(page, table));
            source.carried().stream()
                    .flatMap(copy -> copy.tables().stream())
                    .forEach(table -> page.line(
                            "  comes along now: " + table.target().name() + ", " + Words.count(table.toCopy(), "row")));
            source.left().stream()
                    .filter(left -> left.rows() > 0)
                    .forEach(left -> page.line(
                            "  stays in the source: " + left.table() + ", " + Words.count(left.rows(), "row")));
            source.leftBehind()
                    .forEach(left ->
                            page.line("  not copied: " + left.table() + ", " + Words.count(left.rows(), "row")));
        }
        page.blank();
    }

    private static Grid tables(SourceCatchUp source) {
        Grid grid = new Grid(2).words("table").numbers("rows", "identical", "new", "newer", "both", "lost", "own");
        for (TableCatchUp table : source.tables()) {
            grid.row(List.of(
                    table.rows().target().name(),
                    Words.number(table.rows().sourceRows()),
                    Words.number(table.rows().identical()),
                    Words.number(table.newestWins() ? table.toInsert() : table.fresh()),
                    Words.number(table.newestWins() ? table.toUpdate() : table.newer()),
                    Words.number(table.conflicts()),
                    Words.number(table.lost()),
                    Words.number(table.own())));
        }
        return grid;
    }

    private static void differences(Page page, Style style, TableCatchUp table) {
        if (table.examples().isEmpty()) {
            return;
        }
        page.blank();
        page.line("  "
                + style.warn(Words.count(table.conflicts(), "row") + " of "
                        + table.rows().target().name() + " changed on both sides"
                        + table.preference()
                                .map(side -> "; as told, the " + side.name().toLowerCase(Locale.ROOT) + " stays")
                                .orElse("")
                        + ", such as:"));
        table.examples().forEach(difference -> {
            page.line("    key " + Words.visible(difference.key()) + ", column " + difference.column());
            page.line("      source  " + Words.visible(difference.inSource()));
            page.line("      target  " + Words.visible(difference.inTarget()));
        });
        page.blank();
    }

    private static void remarks(Page page, TableCatchUp table) {
        String name = table.rows().target().name();
        if (table.lost() > 0) {
            page.line("  " + name + ": " + Words.count(table.lost(), "row") + " that the target has lost since "
                    + (table.leavesLost() ? "stay lost, as told (--prefer)" : "come back"));
        }
        if (table.own() > 0) {
            page.line("  " + name + ": " + Words.count(table.own(), "row")
                    + " changed in the target only, and stay as they are there");
        }
        if (table.gone() > 0) {
            page.line("  " + name + ": " + Words.count(table.gone(), "row")
                    + " gone from the source since stay in the target");
        }
        if (table.how().base() == Divergence.Base.UNKNOWN && table.conflicts() > 0) {
            page.line("  " + name + ": no backup holds these rows as they were; every differing one counts as changed"
                    + " on both sides");
        }
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        json(node, plan);
        node.put("needs_you", needsYou());
        return node;
    }

    static void json(ObjectNode node, CatchUpPlan plan) {
        node.put("target", plan.target().toString());
        node.put("nothing_to_do", plan.nothingToDo());
        node.put("rows_to_insert", insert(plan));
        node.put("rows_to_update", update(plan));
        Json.list(node, "sources", plan.sources(), CatchUpPlanReport::source);
        node.put("bytes_needed", plan.bytesNeeded());
        Json.texts(node, "notes", plan.notes());
        Json.list(node, "problems", plan.problems(), (ObjectNode child, Fault fault) -> Json.fault(child, fault));
    }

    private static void source(ObjectNode node, SourceCatchUp source) {
        node.put("version", source.version());
        node.put("source", source.source());
        node.put("file", source.file().toString());
        node.put("archived", source.archived());
        Json.list(node, "tables", source.tables(), CatchUpPlanReport::table);
        Json.list(node, "left", source.left(), (child, left) -> {
            child.put("table", left.table());
            child.put("rows", left.rows());
        });
        Json.texts(
                node,
                "carried",
                source.carried().stream()
                        .flatMap(copy -> copy.tables().stream())
                        .map(table -> table.target().name())
                        .toList());
        Json.list(node, "not_copied", source.leftBehind(), (child, left) -> {
            child.put("table", left.table());
            child.put("rows", left.rows());
        });
    }

    private static void table(ObjectNode node, TableCatchUp table) {
        node.put("source_table", table.rows().source().name());
        node.put("target_table", table.rows().target().name());
        node.put("source_changed", table.sourceChanged());
        node.put("base", table.how().base().name().toLowerCase(Locale.ROOT));
        node.put("source_rows", table.rows().sourceRows());
        node.put("target_rows", table.rows().targetRows());
        node.put("identical", table.rows().identical());
        node.put("new", table.fresh());
        node.put("newer", table.newer());
        node.put("changed_on_both_sides", table.conflicts());
        node.put("lost", table.lost());
        node.put("changed_in_target", table.own());
        node.put("gone_from_source", table.gone());
        node.put(
                "prefer",
                table.preference()
                        .map(side -> side.name().toLowerCase(Locale.ROOT))
                        .orElse(null));
        node.put("to_insert", table.toInsert());
        node.put("to_update", table.toUpdate());
        Json.list(node, "differences", table.examples(), (ObjectNode child, TablePlan.RowDifference difference) -> {
            child.put("key", difference.key());
            child.put("column", difference.column());
            child.put("source", difference.inSource());
            child.put("target", difference.inTarget());
        });
    }
}
