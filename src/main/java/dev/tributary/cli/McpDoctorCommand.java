package dev.tributary.cli;

import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor mcp",
        header = "See whether a PostgreSQL server is ready for a run.",
        description = "Checks this machine, pg_dump, the server's version and extensions, the role's rights, free "
                + "connections, who migrates or holds long transactions now. A line each: ok, warning, or needs you "
                + "with what to do. Reads only. Ends with 3 when something needs you.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar doctor mcp --url jdbc:postgresql://localhost/mcp --user mcp"
        })
final class McpDoctorCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Override
    Report run() {
        quietFlyway();
        return Report.of(database.migration().examine());
    }
}
