package dev.tributary.cli;

import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private OutOption out;

    @Override
    Report run() {
        quietFlyway();
        return out.of(Report.of("mcp", database.migration().document()));
    }
}
