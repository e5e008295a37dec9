package dev.tributary.cli;

import dev.tributary.migrate.RunSettings;
import dev.tributary.migrate.SqliteMigration;
import dev.tributary.report.Commands;
import dev.tributary.report.Report;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
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
        Commands commands = Program.commands(target.target()).told(sources.words(UnaryOperator.identity()));
        quietFlyway();
        if (dryRun) {
            return Report.of(migration.archivePlan(forward), commands);
        }
        // the text at the old path is read at another time, by somebody who is elsewhere
        String undo = Program.commandsFromAnywhere(target.target())
                        .told(sources.words(Path::toAbsolutePath))
                        .again("restore", target.file())
                + " --archive";
        return Report.of(migration.archive(forward, archived -> undo, this::waiting), commands, false);
    }
}
