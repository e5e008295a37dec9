package dev.tributary.cli;

import dev.tributary.migrate.RunSettings;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "verify",
        header = "Prove again that nothing is missing.",
        description = "Compares the target with the sources as they are now, row by row and value by value, and "
                + "tells apart: a source that changed since its copy, rows that were lost, and rows that "
                + "changed in the target since, which is its life. Reads only. Ends with 3 when something needs "
                + "you.",
        footer = {"", "Example:", "  java -jar target/tributary.jar verify workspace --db workspace.db --sources data"})
final class VerifyCommand extends ToolCommand {
    @Mixin
    private TargetOptions target;

    @Mixin
    private SourceOptions sources;

    @Mixin
    private StageOptions stage;

    @Override
    Report run() {
        return Report.of(
                target.migration(RunSettings.defaults()
                                .withSources(sources.settings())
                                .withUntil(stage.of(target.target())))
                        .verify(),
                Program.commands(target.target()));
    }
}
