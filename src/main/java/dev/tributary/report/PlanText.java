package dev.tributary.report;

import dev.tributary.migrate.LedgerFile;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.TablePlan;
import dev.tributary.rename.LegacyName;
import java.util.List;
import java.util.TreeMap;
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
        problems();
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
        Grid tables = new Grid(2).words("table").numbers("columns", "rows", "there already", "changed", "to copy");
        for (TablePlan table : copy.tables()) {
            tables.row(List.of(
                    name(table),
                    Words.number(table.columns().size()),
                    Words.number(table.sourceRows()),
                    Words.number(table.identical()),
                    Words.number(table.changed()),
                    Words.number(table.toCopy())));
        }
        if (!copy.tables().isEmpty()) {
            page.grid(tables);
        }
        copy.tables().forEach(this::differences);
        copy.tables().forEach(this::indexes);
        copy.leftBehind()
                .forEach(left -> page.line("  not copied: " + left.table() + ", " + Words.count(left.rows(), "row")));
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
        page.list("Notes", plan.notes().stream().map(Words::visible).toList());
    }

    private void problems() {
        if (!plan.problems().isEmpty()) {
            page.blank();
            page.line(style.strong("Problems"));
            plan.problems().forEach(page::fault);
        }
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
            page.line(style.good("Ready: 'migrate' would copy " + Words.count(report.toCopy(), "row") + "."));
        }
        page.line("Nothing was written.");
    }
}
