package dev.tributary.report;

import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Retention;
import tools.jackson.databind.node.ObjectNode;

/** A backup that was made. */
record BackupReport(Retention done, Commands commands) implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        BackupSet made = done.made();
        Grid grid = new Grid(0).words("of").exact("file").numbers("size").words("sha-256");
        made.files()
                .forEach(copy -> grid.row(java.util.List.of(
                        copy.role(),
                        copy.original().toString(),
                        Words.bytes(copy.bytes()),
                        Words.brief(copy.sha256()))));
        page.grid(grid);
        page.blank();
        page.line(style.good("Done: ") + "checked, and readable by its owner only.");
        page.field("Backup", made.folder().toString());
        page.list("Removed", done.removed().stream().map(BackupSet::name).toList());
        page.field("Go back", commands.restore(made.target(), made.name()));
        return page.toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        Json.backup(node.putObject("backup"), done.made());
        Json.texts(node, "removed", done.removed().stream().map(BackupSet::name).toList());
        return node;
    }
}
