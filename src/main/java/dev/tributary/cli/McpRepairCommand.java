package dev.tributary.cli;

import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "repair mcp",
        header = "Sweep what a broken-off run has left.",
        description =
                "Looks at the objects first: rebuilds indexes whose build was broken off and says what a failed version has left behind; only then lets Flyway repair its history. Nothing else ever repairs.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar repair mcp --url jdbc:postgresql://localhost/mcp --user mcp"
        })
final class McpRepairCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Mixin
    private LockWaitOption lockWait;

    @Override
    Report run() {
        quietFlyway();
        return PostgresReports.of(database.migration(lockWait.settings()).repair(), database::line);
    }
}
