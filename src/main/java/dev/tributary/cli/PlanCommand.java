package dev.tributary.cli;

import dev.tributary.migrate.RunSettings;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    private SourceOptions sources;

    @Option(names = "--create-missing", order = 5, description = "Plan to make base tables that the target lacks.")
    private boolean createMissing;

    @Option(
            names = "--drop-broken-views",
            order = 6,
            description = "Plan to drop views and triggers that are broken already (roadmap).")
    private boolean dropBrokenViews;

    @Mixin
    private PolicyOptions policies;

    @Mixin
    private StageOptions stage;

    @Override
    Report run() {
        return Report.of(
                target.migration(RunSettings.defaults()
                                .withSources(sources.settings())
                                .withCreateMissing(createMissing)
                                .withDropBrokenViews(dropBrokenViews)
                                .withPolicies(policies.policies())
                                .withUntil(stage.of(target.target())))
                        .plan(),
                Program.commands(target.target()));
    }
}
