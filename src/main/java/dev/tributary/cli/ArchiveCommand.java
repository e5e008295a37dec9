package dev.tributary.cli;

import dev.tributary.migrate.RunSettings;
import dev.tributary.migrate.SqliteMigration;
import dev.tributary.report.Commands;
import dev.tributary.report.Report;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "archive",
        header = "Move the sources aside, when nothing is missing.",
        description = "Verifies, and only if nothing of a source is missing in the target renames it to "
                + "NAME.archived_<time>. A read-only text stays at the old path and says where the rows are, so that an "
                + "old program fails there instead of making an empty database. Deletes nothing. Refused while somebody "
                + "uses a file. Undone by 'restore --archive'.",
        footer = {"", "Example:", "  java -jar target/tributary.jar archive workspace --db workspace.db --sources data"
        })
final class ArchiveCommand extends ToolCommand {
    @Mixin
    private TargetOptions target;

    @Mixin
    private SourceOptions sources;

    @Option(
            names = "--forward",
            order = 5,
            description = "Leave a link to the target at the old path, where the tables have the same names "
                    + "(workspace).")
    private boolean forward;

    @Option(names = "--dry-run", order = 6, description = "Only say what would be moved. Ends with 3 if refused.")
    private boolean dryRun;

    @Override
    Report run() {
        SqliteMigration migration = target.migration(RunSettings.defaults().withSources(sources.settings()));
        Commands commands = Program.commands(target.target());
        quietFlyway();
        if (dryRun) {
            return Report.of(migration.archivePlan(forward), commands);
        }
        String undo = commands.line("restore", target.file()) + " --archive --sources ";
        Path folder = sources.settings().folder().orElse(Path.of("DIR"));
        return Report.of(
                migration.archive(forward, archived -> undo + Commands.quote(folder.toString()), this::waiting),
                commands,
                false);
    }
}
