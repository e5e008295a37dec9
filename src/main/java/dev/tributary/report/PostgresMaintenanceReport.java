package dev.tributary.report;

import dev.tributary.migrate.PostgresMaintenance;
import dev.tributary.postgres.Maintenance;
import tools.jackson.databind.node.ObjectNode;

/** What a maintenance did: a line for each table, index and view. */
record PostgresMaintenanceReport(PostgresMaintenance maintenance) implements Report {
    @Override
    public boolean needsYou() {
        return maintenance.needsYou();
    }

    @Override
    public String text(Style style) {
        Page page = new Page(style);
        for (Maintenance.Done each : maintenance.done()) {
            String what = Words.visible(each.what());
            page.line(each.subject() + ": " + (each.needsYou() ? style.bad(what) : what));
        }
        page.blank();
        page.line(style.good("Done in " + Words.time(maintenance.took()) + "."));
        return page.toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        Json.list(node, "done", maintenance.done(), (child, each) -> {
            child.put("subject", each.subject());
            child.put("what", each.what());
            child.put("changed", each.changed());
            child.put("needs_you", each.needsYou());
        });
        node.put("took_ms", maintenance.took().toMillis());
        return node;
    }
}
