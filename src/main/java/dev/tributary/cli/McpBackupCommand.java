package dev.tributary.cli;

import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "backup mcp",
        header = "Make a backup of a PostgreSQL database by hand.",
        description =
                "Runs pg_dump for one moment of the whole database, counts the rows of that moment, reads the dump to its end "
                        + "and digests it, while the service runs. Readable by you only. 'restore mcp' lists the backups.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar backup mcp --url jdbc:postgresql://localhost/mcp --user mcp"
        })
final class McpBackupCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Mixin
    private McpBackupOptions backups;

    @Option(
            names = "--keep",
            order = 7,
            paramLabel = "N",
            description =
                    "Remove older backups of this database, so that N stay. The newest one made before a migration "
                            + "stays in any case.")
    private Integer keep;

    @Override
    Report run() {
        if (keep != null && keep < 1) {
            throw new ParameterException(command().commandLine(), "--keep takes a number from 1 on: " + keep);
        }
        quietFlyway();
        try (OnExit exit = new OnExit()) {
            return PostgresReports.of(
                    backups.of(database)
                            .make(
                                    "by-hand",
                                    keep == null ? OptionalInt.empty() : OptionalInt.of(keep),
                                    exit.cleanup(),
                                    this::waiting),
                    name -> database.line(name) + backups.told());
        }
    }
}
