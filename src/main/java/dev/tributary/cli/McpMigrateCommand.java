package dev.tributary.cli;

import dev.tributary.migrate.PostgresMigration;
import dev.tributary.migrate.PostgresPlan;
import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import dev.tributary.safety.PgDump;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "migrate mcp",
        header = "Bring a PostgreSQL schema to its last version.",
        description =
                "Takes golang-migrate's lock, looks at everything, completes what is half made, marks it clean, and "
                        + "brings it up to date, while the service runs. What it cannot repair it refuses, naming it. A run that "
                        + "was broken off goes on where it stopped.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar migrate mcp --url jdbc:postgresql://localhost/mcp --user mcp"
        })
final class McpMigrateCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Option(
            names = "--backup",
            order = 5,
            paramLabel = "FILE",
            description = "Run pg_dump into this file first; it must not exist.")
    private Path backup;

    @Option(
            names = "--app-role",
            order = 6,
            paramLabel = "ROLE",
            description = "The role that the service logs in as: it gets grants of its own.")
    private String appRole;

    @Option(
            names = "--typed-columns",
            order = 7,
            paramLabel = "switch",
            description =
                    "With 'switch' the columns of enums take the place of the texts beside them (version 016); programs "
                            + "that write a text that is no label fail from then on. Without it the texts stay.")
    private String typedColumns;

    @Override
    Report run() {
        quietFlyway();
        PostgresMigration migration = asked(database.migration(Optional.ofNullable(appRole)));
        PgDump dump = new PgDump(database.url(), database.user(), database.password());
        PostgresPlan plan = migration.plan();
        Optional<Path> made = Optional.empty();
        if (!plan.upToDate() && plan.diagnosis().problems().isEmpty()) { // else the migration does nothing, or refuses
            if (backup == null) {
                waiting("No backup was made; to make one: " + dump.command(Path.of("mcp.dump")));
            } else {
                made = Optional.of(dump.run(backup));
                waiting("Backup: " + backup);
            }
        }
        return PostgresReports.of(migration.migrate(), made, database::line);
    }

    private PostgresMigration asked(PostgresMigration migration) {
        if (typedColumns == null) {
            return migration;
        }
        if (!typedColumns.equals("switch")) {
            throw new ParameterException(command().commandLine(), "--typed-columns must be 'switch': " + typedColumns);
        }
        return migration.switchTypedColumns();
    }
}
