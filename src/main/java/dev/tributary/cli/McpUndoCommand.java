package dev.tributary.cli;

import dev.tributary.migrate.UndoOrder;
import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "undo mcp",
        header = "Bring a PostgreSQL schema back to an earlier version.",
        description =
                "Undoes one version after the other, the last one first. What would lose rows refuses, and names them. A way back "
                        + "that was broken off goes on where it stopped when the same command is given again.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar undo mcp --url jdbc:postgresql://localhost/mcp --user mcp --to 006"
        })
final class McpUndoCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Mixin
    private LockWaitOption lockWait;

    @Option(
            names = "--to",
            order = 5,
            paramLabel = "VERSION",
            description = "The version to be at afterwards, 0 for none; the one before the present one unless said.")
    private String to;

    @Option(
            names = "--lose-rows",
            order = 6,
            description = "Go on where rows or values have no place in the earlier version; they are lost.")
    private boolean loseRows;

    @Option(
            names = "--confirm",
            order = 7,
            paramLabel = "DATABASE",
            description = "The name of the database; needed to go below version 003.")
    private String confirmation;

    @Override
    Report run() {
        quietFlyway();
        UndoOrder order = new UndoOrder(Optional.ofNullable(to), loseRows, Optional.ofNullable(confirmation));
        return PostgresReports.of(database.migration(lockWait.settings()).undo(order), database::line);
    }
}
