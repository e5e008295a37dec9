package dev.tributary.cli;

import dev.tributary.migrate.RunSettings;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "info",
        header = "Show the versions and the ledger of a file.",
        description = "Which versions have run and when, and what was copied from where. Reads only the target.",
        footer = {"", "Example:", "  java -jar target/tributary.jar info workspace --db workspace.db"})
final class InfoCommand extends ToolCommand {
    @Mixin
    private TargetOptions target;

    @Override
    Report run() {
        return Report.of(target.migration(RunSettings.defaults()).info(), Program.commands(target.target()));
    }
}
