package dev.tributary.cli;

import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.SqliteMigration;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "migrate",
        header = "Let the sources flow into the target.",
        description = "Locks, looks at everything, makes and checks a backup; then all pending versions with their "
                + "proofs in one transaction: all of it, or nothing. Without sources it stops before the first "
                + "copy.",
        footer = {"", "Example:", "  java -jar target/tributary.jar migrate workspace --db workspace.db --sources data"
        })
final class MigrateCommand extends ToolCommand {
    @Mixin
    private TargetOptions target;

    @Mixin
    private RunOptions run;

    @Option(names = "--dump", order = 6, description = "Add the target as SQL text to the backup.")
    private boolean dump;

    @Override
    Report run() {
        SqliteMigration migration =
                target.migration(run.settings(target.target()).withDump(dump));
        quietFlyway();
        if (wantsJson()) {
            return Report.of(migration.migrate(MigrationListener.NONE), run.commands(target.target()));
        }
        try (Progress progress = new Progress(output())) {
            return Report.of(migration.migrate(progress), run.commands(target.target()));
        }
    }
}
