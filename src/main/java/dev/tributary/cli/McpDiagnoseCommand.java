package dev.tributary.cli;

import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "diagnose mcp",
        header = "Say what really happened to a PostgreSQL schema.",
        description =
                "Looks in a READ ONLY transaction: trackers in every schema, objects present, missing and different, broken indexes, rows at stake, days without a partition, risky grants; and recommends one action. Ends with 3 when something needs you.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar diagnose mcp --url jdbc:postgresql://localhost/mcp --user mcp"
        })
final class McpDiagnoseCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Override
    Report run() {
        quietFlyway();
        return PostgresReports.of(database.migration().diagnose(), database::line);
    }
}
