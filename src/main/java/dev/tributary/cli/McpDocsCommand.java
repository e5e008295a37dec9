package dev.tributary.cli;

import dev.tributary.report.Report;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "docs mcp",
        header = "Write down what a PostgreSQL schema holds, as Markdown.",
        description = "Every table, column, index, view and function with its comment, rules and foreign keys, and a "
                + "diagram (Mermaid). What has no comment is listed. Month partitions are their table's. Reads only, and "
                + "says the same for the same schema.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar docs mcp --url jdbc:postgresql://localhost/mcp --user mcp --out mcp-schema.md"
        })
final class McpDocsCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Option(
            names = "--out",
            order = 5,
            paramLabel = "FILE",
            description = "Write the page there. A file that is not such a page is never overwritten.")
    private Optional<Path> out = Optional.empty();

    @Override
    Report run() {
        quietFlyway();
        Report page = Report.of("mcp", database.migration().document());
        return out.<Report>map(file -> WrittenPage.write(page, file)).orElse(page);
    }
}
