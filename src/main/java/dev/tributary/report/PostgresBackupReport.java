package dev.tributary.report;

import dev.tributary.migrate.PostgresBackups;
import dev.tributary.safety.PgBackup;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** A backup of a PostgreSQL database that was made. */
record PostgresBackupReport(PostgresBackups.Made done, UnaryOperator<String> line) implements Report {
    @Override
    public String text(Style style) {
        PgBackup made = done.backup();
        Page page = new Page(style);
        page.field("Database", made.database() + ", " + PostgresBackupListReport.version(made));
        page.field(
                "Holds",
                Words.count(made.rows().size(), "table") + " with " + Words.count(made.allRows(), "row") + ", "
                        + Words.bytes(made.bytes()) + ", sha-256 " + Words.brief(made.sha256()));
        page.blank();
        page.line(style.good("Done: ") + "read to its end, and readable by its owner only.");
        page.field("Backup", made.folder().toString());
        page.list("Removed", done.removed().stream().map(PgBackup::name).toList());
        return page.field("Go back", PostgresBackupListReport.restore(made, made.database(), line))
                .toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        PostgresBackupListReport.json(node.putObject("backup"), done.backup());
        Json.texts(node, "removed", done.removed().stream().map(PgBackup::name).toList());
        return node;
    }
}
