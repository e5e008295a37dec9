package dev.tributary.cli;

import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "plan mcp",
        header = "Say what a migration of a PostgreSQL schema would do.",
        description =
                "Which versions would run, what they find, and what is in the way. Writes nothing. Ends with 3 when something needs you.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar plan mcp --url jdbc:postgresql://localhost/mcp --user mcp"
        })
final class McpPlanCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Override
    Report run() {
        quietFlyway();
        return PostgresReports.of(database.migration().plan(), database::line);
    }
}
