package dev.tributary.cli;

import dev.tributary.report.Report;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rehearse",
        header = "Migrate a throw-away copy, and report.",
        description =
                "Copies the target into a temporary folder, runs the whole migration on the copy, verifies it, and "
                        + "throws it away: with the time and size of every step, what the schema gains and loses, and what would "
                        + "refuse. The real files are only read. Ends with 3 when something would refuse.",
        footer = {"", "Example:", "  java -jar target/tributary.jar rehearse workspace --db workspace.db --sources data"
        })
final class RehearseCommand extends ToolCommand {
    @Mixin
    private TargetOptions target;

    @Mixin
    private RunOptions run;

    @Option(
            names = "--in",
            order = 4,
            paramLabel = "DIR",
            description = "Make the copy under this folder. Default: the system's folder for temporary files.")
    private Optional<Path> in = Optional.empty();

    @Override
    Report run() {
        quietFlyway();
        // also where somebody stops this process: the copy holds the rows of the real file
        try (OnExit exit = new OnExit()) {
            return Report.of(
                    target.migration(run.settings(target.target())).rehearse(in, exit.cleanup()),
                    run.commands(target.target()));
        }
    }
}
