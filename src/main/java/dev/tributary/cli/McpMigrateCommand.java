package dev.tributary.cli;

import dev.tributary.migrate.PostgresBackups;
import dev.tributary.migrate.PostgresMigration;
import dev.tributary.migrate.PostgresPlan;
import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import dev.tributary.safety.PgDump;
import dev.tributary.safety.PgTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private LockWaitOption lockWait;

    @Option(
            names = "--backup",
            order = 5,
            paramLabel = "FILE",
            description = "Run pg_dump into this file first; it must not exist. A folder that exists gets a backup as "
                    + "'backup mcp' makes them.")
    private Path backup;

    @Mixin
    private McpRunOptions options;

    @Override
    Report run() {
        quietFlyway();
        PostgresMigration migration = database.migration(lockWait.in(options.settings()));
        PgTools tools = PgTools.onPath();
        PgDump dump = new PgDump(tools, database.database());
        PostgresPlan plan = migration.plan();
        Optional<Path> made = Optional.empty();
        if (!plan.upToDate() && plan.diagnosis().problems().isEmpty()) { // else the migration does nothing, or refuses
            if (backup == null) {
                waiting("No backup was made; to make one: " + dump.command(Path.of("mcp.dump")));
            } else {
                made = Optional.of(backup(tools, dump, plan));
                waiting("Backup: " + made.get());
            }
        }
        return PostgresReports.of(migration.migrate(), made, database::line);
    }

    /** In an existing folder as 'backup mcp' makes them, else exactly this file. */
    private Path backup(PgTools tools, PgDump dump, PostgresPlan plan) {
        if (Files.isDirectory(backup)) {
            try (OnExit exit = new OnExit()) {
                return new PostgresBackups(database.database(), backup)
                        .make("before-migrate", OptionalInt.empty(), exit.cleanup(), this::waiting)
                        .backup()
                        .folder();
            }
        }
        tools.require(plan.diagnosis().major());
        dump.run(backup);
        return backup;
    }
}
