package dev.tributary.cli;

import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "reset mcp",
        header = "Drop the PostgreSQL schema and build it anew.",
        description =
                "Drops the schema mcp with every row in it, and golang-migrate's tracker; then migrates. Asks for the database's name.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar reset mcp --url jdbc:postgresql://localhost/mcp --user mcp --confirm mcp"
        })
final class McpResetCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Mixin
    private LockWaitOption lockWait;

    @Option(
            names = "--confirm",
            order = 5,
            required = true,
            paramLabel = "DATABASE",
            description = "The name of the database whose rows are to be dropped.")
    private String confirmation;

    @Override
    Report run() {
        quietFlyway();
        return PostgresReports.of(database.migration(lockWait.settings()).reset(confirmation), database::line);
    }
}
