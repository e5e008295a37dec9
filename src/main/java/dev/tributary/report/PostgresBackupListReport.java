package dev.tributary.report;

import dev.tributary.safety.PgBackup;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** The backups of PostgreSQL databases in a folder, newest first. */
record PostgresBackupListReport(String database, Path folder, List<PgBackup> backups, UnaryOperator<String> line)
        implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Backups", folder.toString());
        if (backups.isEmpty()) {
            return page.line("There are none.").toString();
        }
        page.blank();
        Grid grid = new Grid(0)
                .exact("name")
                .exact("database")
                .exact("made")
                .numbers("size", "tables", "rows")
                .exact("version")
                .exact("proven");
        for (PgBackup backup : backups) {
            grid.row(List.of(
                    backup.name(),
                    backup.database(),
                    Words.time(backup.createdAt()).replace(" UTC", ""),
                    Words.bytes(backup.bytes()),
                    Words.number(backup.rows().size()),
                    Words.number(backup.allRows()),
                    backup.version().orElse("none"),
                    backup.flaw().map(flaw -> "no: " + flaw).orElse("yes")));
        }
        page.grid(grid);
        page.blank();
        page.line("Newest first, times in UTC. Proven: read to its end when it was made, and as large");
        page.line("as it was then; 'restore' checks every byte. To put one back:");
        return page.line("  " + restore(backups.get(0), database, line)).toString();
    }

    static String version(PgBackup backup) {
        return backup.version().map(each -> "at version " + each).orElse("before version 001");
    }

    static String restore(PgBackup backup, String into, UnaryOperator<String> line) {
        return line.apply("restore") + " --from " + Commands.quote(backup.name()) + " --confirm "
                + Commands.quote(into);
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("folder", folder.toString());
        Json.list(node, "backups", backups, PostgresBackupListReport::json);
        return node;
    }

    static void json(ObjectNode node, PgBackup backup) {
        node.put("name", backup.name());
        node.put("folder", backup.folder().toString());
        node.put("file", backup.file().toString());
        node.put("created_at", backup.createdAt().toString());
        node.put("reason", backup.reason());
        node.put("database", backup.database());
        node.put("version", backup.version().orElse(null));
        node.put("server", backup.server());
        node.put("bytes", backup.bytes());
        node.put("sha256", backup.sha256());
        node.put("tables", backup.rows().size());
        node.put("rows", backup.allRows());
        node.put("proven", backup.flaw().isEmpty());
        node.put("flaw", backup.flaw().orElse(null));
    }
}
