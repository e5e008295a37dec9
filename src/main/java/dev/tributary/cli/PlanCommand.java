package dev.tributary.cli;

import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "plan",
        header = "Say what a migration would do.",
        description = "Looks at the target and at every source, and shows per table what would be copied, what is "
                + "there already, and what is in the way. Writes not one byte. Ends with 3 when something needs "
                + "you.",
        footer = {"", "Example:", "  java -jar target/tributary.jar plan workspace --db workspace.db --sources data"})
final class PlanCommand extends ToolCommand {
    @Mixin
    private TargetOptions target;

    @Mixin
    private RunOptions run;

    @Override
    Report run() {
        return Report.of(target.migration(run.settings(target.target())).plan(), run.commands(target.target()));
    }
}
