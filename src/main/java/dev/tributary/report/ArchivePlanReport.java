package dev.tributary.report;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.ArchivePlan;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** What 'archive' would move aside. */
record ArchivePlanReport(ArchivePlan plan, Commands commands) implements Report {
    @Override
    public boolean needsYou() {
        return !plan.problems().isEmpty();
    }

    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Target", plan.target().toString());
        for (ArchivePlan.Item item : plan.items()) {
            page.field(
                    item.archive().isPresent() ? "Archived" : "Moves",
                    item.name() + "  "
                            + Words.visible(item.archive().orElse(item.file()).toString()));
        }
        page.field(
                "Leaves",
                plan.forward()
                        ? "at each old path a link to " + plan.target()
                        : "at each old path a read-only text that says where the rows are");
        page.notes(plan.notes());
        page.problems("Problems", plan.problems());
        page.blank();
        page.line(
                !plan.problems().isEmpty()
                        ? style.bad(Words.count(plan.problems().size(), "problem") + ": nothing would be archived.")
                        : plan.toMove().isEmpty()
                                ? style.good("Nothing to do: every source is archived.")
                                : style.good("Ready: nothing of them is missing; 'archive' would move "
                                        + Words.count(plan.toMove().size(), "file") + " aside."));
        page.line("Nothing was written.");
        return page.toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("target", plan.target().toString());
        node.put("forward", plan.forward());
        node.put("needs_you", needsYou());
        Json.list(node, "files", plan.items(), (child, item) -> {
            child.put("name", item.name());
            child.put("file", item.file().toString());
            child.put("archive", item.archive().map(Path::toString).orElse(null));
            child.put("source", item.source());
        });
        Json.texts(node, "notes", plan.notes());
        Json.list(node, "problems", plan.problems(), (ObjectNode child, Fault fault) -> Json.fault(child, fault));
        return node;
    }
}
