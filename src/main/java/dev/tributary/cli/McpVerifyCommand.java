package dev.tributary.cli;

import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "verify mcp",
        header = "Hold a PostgreSQL schema against what it should be.",
        description =
                "Compares every object with the catalog of the last version. Reads only. Ends with 3 when something needs you.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar verify mcp --url jdbc:postgresql://localhost/mcp --user mcp"
        })
final class McpVerifyCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Override
    Report run() {
        quietFlyway();
        return PostgresReports.of(database.migration().verify(), database::line);
    }
}
