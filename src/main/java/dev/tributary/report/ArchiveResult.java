package dev.tributary.report;

import dev.tributary.migrate.ArchiveReport;
import tools.jackson.databind.node.ObjectNode;

/** What 'archive' moved aside; or back, where it was undone. */
record ArchiveResult(ArchiveReport done, Commands commands, boolean undone) implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        if (done.moved().isEmpty()) {
            page.line(style.good("Nothing to do: ") + "every source is archived.");
            return page.toString();
        }
        for (ArchiveReport.Moved each : done.moved()) {
            page.line(each.name());
            page.line("  from  " + Words.visible(each.from().toString()));
            page.line("  to    " + Words.visible(each.to().toString()));
        }
        page.blank();
        if (undone) {
            page.line(style.good("Done: ") + Words.count(done.moved().size(), "file")
                    + " put back to where the programs look.");
            return page.toString();
        }
        page.line(style.good("Done: ") + Words.count(done.moved().size(), "file")
                + " moved aside; verified just before, nothing of them is missing in the target.");
        page.field(
                "Leaves",
                done.forward()
                        ? "at each old path a link to " + done.target()
                        : "at each old path a read-only text; a program that opens it fails");
        page.notes(done.notes());
        page.field("Go back", commands.again("restore", done.target()) + " --archive");
        return page.toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("target", done.target().toString());
        node.put("forward", done.forward());
        Json.list(node, "moved", done.moved(), (child, each) -> {
            child.put("name", each.name());
            child.put("from", each.from().toString());
            child.put("to", each.to().toString());
        });
        Json.texts(node, "notes", done.notes());
        return node;
    }
}
