package dev.tributary.report;

import dev.tributary.ledger.LedgerEntry;
import dev.tributary.migrate.CatchUpReport;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What catching up did. */
record CatchUpResult(CatchUpReport done, Commands commands) implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        if (done.plan().nothingToDo()) {
            page.line(style.good("Nothing to do: ") + "no source has changed since its copy.");
            page.notes(done.plan().notes());
            return page.toString();
        }
        CatchUpPlanReport.write(page, style, done.plan());
        List<LedgerEntry> read = done.entries().stream()
                .filter(entry -> MigrationResult.sentence(entry).isEmpty())
                .toList();
        if (!read.isEmpty()) {
            page.grid(MigrationResult.table(read, true));
        }
        done.entries().stream()
                .map(MigrationResult::sentence)
                .filter(line -> !line.isEmpty())
                .forEach(page::line);
        page.line("Read again and compared on both sides; all other rows of the target are as they were.");
        page.blank();
        page.line(style.good("Done: ") + Words.count(CatchUpPlanReport.insert(done.plan()), "row") + " brought, "
                + Words.number(CatchUpPlanReport.update(done.plan())) + " overwritten, in "
                + Words.time(done.took()) + ": " + done.plan().target());
        page.notes(Stream.concat(done.plan().notes().stream(), done.notes().stream())
                .toList());
        page.warnings(done.warnings());
        done.backup().ifPresent(backup -> {
            page.field("Backup", backup.folder().toString());
            page.field("Go back", commands.restore(done.plan().target(), backup.name()));
        });
        return page.toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        CatchUpPlanReport.json(node, done.plan());
        Json.list(node, "entries", done.entries(), Json::entry);
        done.backup()
                .ifPresentOrElse(backup -> Json.backup(node.putObject("backup"), backup), () -> node.putNull("backup"));
        Json.texts(node, "descriptions", done.notes());
        Json.list(node, "warnings", done.warnings(), Json::warning);
        node.put("took_ms", done.took().toMillis());
        return node;
    }
}
