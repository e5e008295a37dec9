package dev.tributary.report;

import dev.tributary.catalog.Identifier;
import dev.tributary.migrate.PostgresRestoring.Restored;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** What a restore of a PostgreSQL database did. */
record PostgresRestoreReport(Restored restored, UnaryOperator<String> line) implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.line(style.good("Done: ")
                + restored.backup()
                        .map(backup -> restored.database() + " is as "
                                + (backup.database().equals(restored.database()) ? "it" : backup.database())
                                + " was at " + Words.time(backup.createdAt()) + ".")
                        .orElse(restored.database() + " is what the dump holds."));
        page.field("From", restored.file().toString());
        page.field(
                "Proven",
                Words.count(restored.rows(), "row") + " in " + Words.count(restored.tables(), "table")
                        + restored.backup()
                                .map(backup -> ", as many in each as when the backup was made")
                                .orElse("; the dump was read to its end, and says not how many there were"));
        restored.keptAside().ifPresent(aside -> {
            page.field("Kept", "what was there until now is the database " + aside);
            page.field("If unused", "DROP DATABASE " + Identifier.quote(aside) + "; when nobody needs it any more");
        });
        return page.line("To see where it stands: " + line.apply("info")).toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("database", restored.database());
        node.put("file", restored.file().toString());
        restored.backup()
                .ifPresentOrElse(
                        backup -> PostgresBackupListReport.json(node.putObject("backup"), backup),
                        () -> node.putNull("backup"));
        node.put("tables", restored.tables());
        node.put("rows", restored.rows());
        node.put("kept_aside", restored.keptAside().orElse(null));
        return node;
    }
}
