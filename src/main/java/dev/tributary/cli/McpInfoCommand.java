package dev.tributary.cli;

import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "info mcp",
        header = "Show the versions of a PostgreSQL schema.",
        description = "Which versions have run and which are pending. Reads only.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar info mcp --url jdbc:postgresql://localhost/mcp --user mcp"
        })
final class McpInfoCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Override
    Report run() {
        quietFlyway();
        return PostgresReports.info(database.migration().plan(), database::line);
    }
}
