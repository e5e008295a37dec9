package dev.tributary.report;

import dev.tributary.migrate.LedgerFile;
import dev.tributary.migrate.PostgresReport;
import dev.tributary.migrate.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** What a migration of a PostgreSQL schema did. */
record PostgresResult(PostgresReport migration, Optional<Path> backup, UnaryOperator<String> line) implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        if (migration.nothingToDo()) {
            return page.line(style.good("Up to date: nothing to do.")).toString();
        }
        migration
                .before()
                .ifPresent(before -> page.field("Found", before.classification().asText()));
        page.field("Applied", String.join(", ", migration.applied()));
        backup.ifPresent(file -> page.field("Backup", file.toString()));
        page.blank();
        page.line(style.good("Done in " + Words.time(migration.took()) + "."));
        page.line("To see that all is well: " + line.apply("verify"));
        return page.toString();
    }

    @Override
    public List<HtmlPart> parts() {
        HtmlPart.Rows versions = HtmlPart.Rows.titled("Versions", "version", "what it is for");
        for (String number : migration.applied()) {
            versions = versions.with(
                    number,
                    Target.MCP
                            .ledger()
                            .version(number)
                            .map(LedgerFile.Version::why)
                            .orElse(""));
        }
        return List.of(
                versions,
                new HtmlPart.Lines("Backup", backup.map(Path::toString).stream().toList()),
                new HtmlPart.Printed(text(Style.PLAIN)));
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("nothing_to_do", migration.nothingToDo());
        node.put(
                "found",
                migration
                        .before()
                        .map(before -> before.classification().name().toLowerCase(Locale.ROOT))
                        .orElse(null));
        Json.texts(node, "applied", migration.applied());
        node.put("backup", backup.map(Path::toString).orElse(null));
        node.put("took_ms", migration.took().toMillis());
        return node;
    }
}
