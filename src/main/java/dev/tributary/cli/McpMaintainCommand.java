package dev.tributary.cli;

import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "maintain mcp",
        header = "Do what a PostgreSQL schema needs every month.",
        description =
                "For a cron job, while the service runs: makes the months half a year ahead, empties the default partitions into theirs, "
                        + "builds vector indexes anew whose lists no longer fit their rows, and refreshes the materialized views. Says in a "
                        + "line each what it did. May be run at any time, and twice at once: the second waits. Ends with 3 when rows "
                        + "are left that have no month.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar maintain mcp --url jdbc:postgresql://localhost/mcp --user mcp"
        })
final class McpMaintainCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Override
    Report run() {
        quietFlyway();
        return PostgresReports.of(database.migration().maintain());
    }
}
