package dev.tributary.cli;

import dev.tributary.migrate.RunSettings;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "docs",
        header = "Write down what the database holds, as Markdown.",
        description = "Every table, column and view with its description, its rules, indexes and foreign keys, and a "
                + "diagram (Mermaid). Descriptions come from the database's own metadata where it has some, else from "
                + "Tributary's; what nobody has described is listed. Reads only, and says the same for the same "
                + "database.",
        footer = {"", "Example:", "  java -jar target/tributary.jar docs workspace --db workspace.db --out workspace.md"
        })
final class DocsCommand extends ToolCommand {
    @Mixin
    private TargetOptions target;

    @Mixin
    private OutOption out;

    @Override
    Report run() {
        return out.of(Report.of(
                target.target().name(), target.migration(RunSettings.defaults()).document()));
    }
}
