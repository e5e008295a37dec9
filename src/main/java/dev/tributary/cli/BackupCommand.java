package dev.tributary.cli;

import dev.tributary.migrate.RunSettings;
import dev.tributary.report.Report;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

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

    @Option(
            names = "--keep",
            order = 7,
            paramLabel = "N",
            description = "Remove older backups, so that N stay. The newest ones made before a migration and before a "
                    + "catch-up stay in any case.")
    private Integer keep;

    @Override
    Report run() {
        if (keep != null && keep < 1) {
            throw new ParameterException(command().commandLine(), "--keep takes a number from 1 on: " + keep);
        }
        return Report.of(
                target.migration(RunSettings.defaults()
                                .withSources(sources.settings())
                                .withDump(dump))
                        .backup(keep == null ? OptionalInt.empty() : OptionalInt.of(keep), this::waiting),
                Program.commands(target.target()));
    }
}
