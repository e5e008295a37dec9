package dev.tributary.cli;

import dev.tributary.migrate.PostgresBackups;
import dev.tributary.migrate.PostgresRestoring;
import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "restore mcp",
        header = "List the backups of PostgreSQL, or put one back.",
        description =
                "Without --from: lists the backups. With it: checks every byte of that backup, restores it into a new database, "
                        + "counts the rows of every table again, and only then lets it take the name of the database in --url, which is "
                        + "kept under another name. Stop the programs that use it first. Needs a role that may make databases and "
                        + "everything that is in the backup, such as a superuser.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar restore mcp --url jdbc:postgresql://localhost/mcp --user postgres --from latest --confirm mcp"
        })
final class McpRestoreCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Mixin
    private McpBackupOptions folder;

    @Option(
            names = "--from",
            order = 6,
            paramLabel = "NAME",
            description = "The backup to put back: its name in the list, 'latest' for the newest of this database, or "
                    + "the path of a dump.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--confirm",
            order = 7,
            paramLabel = "DATABASE",
            description = "The name of the database whose place it takes; needed where that holds tables.")
    private Optional<String> confirmation = Optional.empty();

    @Override
    Report run() {
        quietFlyway();
        PostgresBackups backups = folder.of(database);
        if (from.isEmpty()) {
            return PostgresReports.of(
                    database.database().name(),
                    backups.folder(),
                    backups.list(),
                    name -> database.line(name) + folder.told());
        }
        PostgresRestoring restoring = new PostgresRestoring(database.database(), confirmation);
        Path file = Path.of(from.get());
        try (OnExit exit = new OnExit()) {
            return PostgresReports.of(
                    Files.isRegularFile(file)
                            ? restoring.restore(file, exit.cleanup(), this::waiting)
                            : restoring.restore(backups.named(from.get()), exit.cleanup(), this::waiting),
                    database::line);
        }
    }
}
