package dev.tributary.cli;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.RunSettings;
import dev.tributary.report.Report;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.safety.Restore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "restore",
        header = "List the backups, or put one back.",
        description = "Without --from: lists the backups of the target. With it: checks that backup, keeps aside "
                + "what is there now, and puts the backup in its place. Stop the programs that use the target "
                + "first. With --archive: puts archived sources back to where their programs look for them.",
        footer = {"", "Example:", "  java -jar target/tributary.jar restore workspace --db workspace.db --from latest"})
final class RestoreCommand extends ToolCommand {
    private static final String LATEST = "latest";
    private static final int NAMED = 3;

    @Mixin
    private TargetOptions target;

    @Option(
            names = "--from",
            order = 2,
            paramLabel = "NAME",
            description = "The backup to put back, by its name in the list, or 'latest'.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--archive",
            order = 3,
            description = "Undo 'archive' for the sources under --sources, or named by --source.")
    private boolean archive;

    @Mixin
    private SourceOptions sources;

    @Override
    Report run() {
        if (archive && from.isPresent()) {
            throw new ParameterException(
                    command().commandLine(), "--archive and --from undo different things: say one of them");
        }
        if (archive) {
            return Report.of(
                    target.migration(RunSettings.defaults().withSources(sources.settings()))
                            .restoreArchive(this::waiting),
                    Program.commands(target.target()),
                    true);
        }
        if (sources.settings().configured() || sources.settings().declined()) {
            throw new ParameterException(
                    command().commandLine(), "sources are named, and only --archive has to do with them");
        }
        List<BackupSet> backups = new Backups(target.file(), Clock.systemUTC()).list();
        if (from.isEmpty()) {
            return Report.of(target.file(), backups, Program.commands(target.target()));
        }
        BackupSet chosen = chosen(backups, from.get());
        return Report.of(target.file(), new Restore(target.file(), Clock.systemUTC()).restore(chosen, this::waiting));
    }

    private BackupSet chosen(List<BackupSet> backups, String name) {
        return backups.stream()
                .filter(backup -> LATEST.equals(name) || backup.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Fault(
                                "there is no backup '" + name + "' of " + target.file(),
                                backups.isEmpty()
                                        ? "there are no backups of it"
                                        : "there are " + backups.size() + ", the newest: "
                                                + backups.stream()
                                                        .limit(NAMED)
                                                        .map(BackupSet::name)
                                                        .collect(Collectors.joining(", ")),
                                "list them: "
                                        + Program.commands(target.target()).line("restore", target.file()))
                        .at(target.file()));
    }
}
