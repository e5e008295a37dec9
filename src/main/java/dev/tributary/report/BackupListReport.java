package dev.tributary.report;

import dev.tributary.safety.BackupSet;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The backups of a target, newest first. */
record BackupListReport(Path target, List<BackupSet> backups, Commands commands) implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Target", target.toString());
        if (backups.isEmpty()) {
            return page.line("There are no backups of it.").toString();
        }
        page.field("Backups", backups.get(0).folder().getParent().toString());
        page.blank();
        Grid grid = new Grid(0).exact("name").exact("made").numbers("size", "files");
        for (BackupSet backup : backups) {
            grid.row(List.of(
                    backup.name(),
                    Words.time(backup.createdAt()).replace(" UTC", ""),
                    Words.bytes(backup.bytes()),
                    String.join(
                            ", ",
                            backup.files().stream().map(BackupSet.Copy::role).toList())));
        }
        page.grid(grid);
        page.blank();
        page.line("Newest first, times in UTC. To put one back:");
        return page.line("  " + commands.restore(target, backups.get(0).name())).toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("target", target.toString());
        Json.list(node, "backups", backups, Json::backup);
        return node;
    }
}
