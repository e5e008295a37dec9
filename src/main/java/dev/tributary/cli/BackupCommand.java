package dev.tributary.cli;

import dev.tributary.migrate.RunSettings;
import dev.tributary.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backup",
        header = "Make a backup by hand.",
        description = "Copies the target, and the sources where they are named, by SQLite's own mechanism into "
                + "FILE.backups, and checks every copy. 'migrate' makes its own backup.",
        footer = {"", "Example:", "  java -jar target/tributary.jar backup workspace --db workspace.db"})
final class BackupCommand extends ToolCommand {
    @Mixin
    private TargetOptions target;

    @Mixin
    private SourceOptions sources;

    @Option(names = "--dump", order = 6, description = "Add the target as SQL text.")
    private boolean dump;

    @Override
    Report run() {
        return Report.of(
                target.migration(RunSettings.defaults()
                                .withSources(sources.settings())
                                .withDump(dump))
                        .backup(this::waiting),
                Program.commands(target.target()));
    }
}
