package dev.tributary.report;

import dev.tributary.migrate.LedgerFile;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.MergePlan;
import dev.tributary.plan.ObjectFate;
import dev.tributary.plan.TablePlan;
import dev.tributary.rename.LegacyName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan in words: the target, each source, what is in the way, and what to do next. */
final class PlanText {
    private final PlanReport report;
    private final MigrationPlan plan;
    private final Style style;
    private final Page page;

    PlanText(PlanReport report, Style style) {
        this.report = report;
        this.plan = report.plan();
        this.style = style;
        this.page = new Page(style);
    }

    @Override
    public String toString() {
        target();
        plan.copies().forEach(this::source);
        around();
        LegacyNames.write(
                page,
                style,
                "After the switch of the names, a program that still says an old name loses:",
                plan.legacyNames(),
                LegacyName.ADVICE);
        page.problems("Problems", plan.problems());
        page.blank();
        verdict();
        return page.toString();
    }

    private void target() {
        page.field("Target", plan.target() + (plan.exists() ? "" : " (will be made)"));
        if (plan.exists() && !plan.historyExists() && !plan.pending().isEmpty()) {
            page.field("", "has its tables and no history: the first version counts as done");
        }
        page.list(
                "Pending",
                plan.pending().stream()
                        .map(version -> version.number() + "  " + Words.description(version.file()))
                        .toList());
        if (!plan.missingTables().isEmpty()) {
            page.field("Makes", "the missing base tables, empty: " + String.join(", ", plan.missingTables()));
        }
        if (!plan.adopted().isEmpty()) {
            page.field("Adopts", "tables that are there already: " + String.join(", ", plan.adopted()));
        }
        if (plan.bytesNeeded() > 0) {
            page.field(
                    "Space",
                    "about " + Words.bytes(plan.bytesNeeded()) + " for backups and growth; "
                            + Words.bytes(plan.bytesFree()) + " are free");
        }
    }

    private void source(CopyPlan copy) {
        page.blank();
        page.field(
                "Source",
                style.strong(copy.source()) + "  " + Words.visible(copy.file().toString())
                        + (copy.archived() ? "  (archived: consolidated before)" : ""));
        boolean merges = copy.tables().stream().anyMatch(table -> table.way() == TablePlan.Way.NEWEST_WINS);
        Grid tables = new Grid(2).words("table").numbers("columns", "rows", "there already", "changed", "to copy");
        if (merges) {
            tables.numbers("to merge");
        }
        for (TablePlan table : copy.tables()) {
            List<String> cells = new ArrayList<>(List.of(
                    name(table),
                    Words.number(table.columns().size()),
                    Words.number(table.sourceRows()),
                    Words.number(table.identical()),
                    Words.number(table.changed()),
                    Words.number(table.toCopy())));
            if (merges) {
                cells.add(Words.number(table.toMerge()));
            }
            tables.row(cells);
        }
        if (!copy.tables().isEmpty()) {
            page.grid(tables);
        }
        copy.tables().forEach(this::differences);
        copy.tables().forEach(this::indexes);
        belongings(copy.merge());
        copy.merge().unmerged().stream()
                .filter(table -> table.rows() > 0)
                .forEach(table ->
                        page.line("  stays in the source: " + table.table() + ", " + Words.count(table.rows(), "row")));
        copy.leftBehind()
                .forEach(left -> page.line("  not copied: " + left.table() + ", " + Words.count(left.rows(), "row")));
    }

    /** What comes with the rows; what does not come plainly is a note of its own. */
    private void belongings(MergePlan merge) {
        List<String> parts = new ArrayList<>();
        for (ObjectFate.Kind kind : ObjectFate.Kind.values()) {
            long comes = merge.count(kind, ObjectFate.Fate.COMES);
            long renamed = merge.count(kind, ObjectFate.Fate.RENAMED);
            long there = merge.count(kind, ObjectFate.Fate.THERE);
            if (comes + renamed + there > 0) {
                parts.add(comes + renamed + there + " " + kind.name().toLowerCase(Locale.ROOT)
                        + (kind == ObjectFate.Kind.INDEX ? "es" : "s")
                        + (renamed > 0 ? " (" + renamed + " under another name)" : "")
                        + (there > 0 ? " (" + there + " there already)" : ""));
            }
        }
        if (!parts.isEmpty()) {
            page.line("  with them: " + String.join(", ", parts));
        }
        if (!merge.marks().isEmpty()) {
            page.line("  keys given out: "
                    + new TreeMap<>(merge.marks())
                            .entrySet().stream()
                                    .map(mark -> mark.getKey() + " up to " + Words.number(mark.getValue()))
                                    .collect(Collectors.joining(", ")));
        }
    }

    private static String name(TablePlan table) {
        String from = table.source().name();
        String to = table.target().name();
        return from.equals(to) ? from : from + " -> " + to;
    }

    private void differences(TablePlan table) {
        if (table.examples().isEmpty()) {
            return;
        }
        page.blank();
        page.line("  "
                + style.warn(Words.count(table.changed(), "row") + " of "
                        + table.target().name() + " differ" + (table.changed() == 1 ? "s" : "")
                        + " from the source, such as:"));
        table.examples().forEach(difference -> {
            page.line("    key " + Words.visible(difference.key()) + ", column " + difference.column());
            page.line("      source  " + Words.visible(difference.inSource()));
            page.line("      target  " + Words.visible(difference.inTarget()));
        });
    }

    private void indexes(TablePlan table) {
        if (table.indexes().isEmpty()) {
            return;
        }
        page.blank();
        Grid grid = new Grid(2).words("index of " + table.source().name()).words("equal in the target");
        table.indexes().forEach(index -> grid.row(List.of(index.name(), fate(index))));
        page.grid(grid);
    }

    private static String fate(TablePlan.IndexFate index) {
        return (index.equal().isEmpty() ? "none for " + index.shape() : index.equal())
                + (index.takenBy().isEmpty() ? "" : "; " + index.takenBy() + " has the name " + index.name());
    }

    private void around() {
        List<String> absent = new TreeMap<>(plan.absent())
                .entrySet().stream()
                        .flatMap(entry -> Stream.concat(
                                Stream.of(entry.getKey() + " (optional) was not found"
                                        + (entry.getValue().isEmpty() ? "; no folder was named" : "; looked for:")),
                                entry.getValue().stream().map(path -> "  " + Words.visible(path.toString()))))
                        .toList();
        List<String> holders = new TreeMap<>(plan.holders())
                .entrySet().stream()
                        .flatMap(entry -> entry.getValue().others().stream()
                                .map(holder -> Words.visible(entry.getKey().getFileName() + ": process " + holder.pid()
                                        + " (" + holder.command() + ")")))
                        .toList();
        if (!absent.isEmpty() || !holders.isEmpty() || !plan.notes().isEmpty()) {
            page.blank();
        }
        page.list("Absent", absent);
        page.list("In use by", holders);
        page.notes(plan.notes());
    }

    private void verdict() {
        if (!plan.problems().isEmpty()) {
            page.line(style.bad(Words.count(plan.problems().size(), "problem") + ": a migration would be refused."));
        } else if (plan.stopBefore().isPresent()) {
            LedgerFile.Version stop = plan.stopBefore().get();
            page.line(style.warn("A migration would stop before " + stop.number() + " ("
                    + Words.description(stop.file()) + "): no sources are configured."));
            page.line("Say --sources DIR to copy them, or --no-sources if there are none.");
        } else if (plan.upToDate()) {
            page.line(style.good("Nothing to do: every version has run."));
        } else if (report.changed() > 0) {
            page.line(style.warn("Possible, but look first: " + Words.count(report.changed(), "row")
                    + " changed since an earlier copy would stay as in the target."));
        } else {
            page.line(style.good("Ready: 'migrate' would copy " + Words.count(report.toCopy(), "row")
                    + (report.toMerge() > 0 ? ", merge " + Words.number(report.toMerge()) : "")
                    + (report.toLeave() > 0 ? ", and leave " + Words.number(report.toLeave()) : "") + "."));
        }
        page.line("Nothing was written.");
    }
}
