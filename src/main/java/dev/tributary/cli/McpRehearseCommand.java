package dev.tributary.cli;

import dev.tributary.migrate.PostgresRehearsing;
import dev.tributary.migrate.RehearsalPlace;
import dev.tributary.report.PostgresReports;
import dev.tributary.report.Report;
import dev.tributary.safety.PgDatabase;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "rehearse mcp",
        header = "Migrate a throw-away copy of a PostgreSQL database.",
        description =
                "Copies the database with pg_dump and pg_restore, runs the whole migration on the copy, verifies it, and "
                        + "throws it away: with the time and space of every step, the locks that it took and for how long, what the "
                        + "schema gains and loses, and what would refuse. The real database is only read. Ends with 3 when something "
                        + "would refuse.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar rehearse mcp --url jdbc:postgresql://localhost/mcp --user mcp --container"
        })
final class McpRehearseCommand extends ToolCommand {
    @Mixin
    private McpOptions database;

    @Option(
            names = "--container",
            order = 5,
            description = "In a server of its own: pgvector/pgvector:pg17, started with docker, reachable from this "
                    + "machine only, removed afterwards. It gets the roles of the real server, so that privileges are "
                    + "rehearsed too; and its pg_dump is used where this machine has none of version 17.")
    private boolean container;

    @Option(
            names = "--on",
            order = 6,
            paramLabel = "URL",
            description =
                    "On this server, such as jdbc:postgresql://test/postgres: a new database is made there, under a "
                            + "name of its own, and dropped afterwards. None that is there is written to.")
    private Optional<String> on = Optional.empty();

    @Option(
            names = "--on-user",
            order = 7,
            paramLabel = "ROLE",
            description =
                    "The role there, which may make databases and the extension vector; the one of --user unless said.")
    private Optional<String> onUser = Optional.empty();

    @Option(
            names = "--on-password-env",
            order = 8,
            paramLabel = "NAME",
            description = "The environment variable that holds its password; the one of --password-env unless said.")
    private Optional<String> onPasswordVariable = Optional.empty();

    @Option(
            names = "--same-server",
            order = 9,
            description = "Let --on be the server of the real database, which then needs the space and does the work.")
    private boolean sameServer;

    @Option(
            names = "--in",
            order = 10,
            paramLabel = "DIR",
            description = "Make the dump under this folder. Default: the system's folder for temporary files.")
    private Optional<Path> in = Optional.empty();

    @Mixin
    private McpRunOptions options;

    @Override
    Report run() {
        quietFlyway();
        PgDatabase real = database.database();
        PostgresRehearsing rehearsing = new PostgresRehearsing(real, options.settings(), place(real), in);
        // also where somebody stops this process: the copy holds the rows of the real database
        try (OnExit exit = new OnExit()) {
            return PostgresReports.of(
                    rehearsing.run(exit.cleanup(), this::waiting),
                    name -> database.line(name) + (name.equals("migrate") ? options.told() : ""));
        }
    }

    private RehearsalPlace place(PgDatabase real) {
        if (container == on.isPresent()) {
            throw wrong("say where the copy is to be: --container or --on URL");
        }
        if (container) {
            if (onUser.isPresent() || onPasswordVariable.isPresent() || sameServer) {
                throw wrong("--on-user, --on-password-env and --same-server have to do with --on only");
            }
            return new RehearsalPlace.Container();
        }
        String url = McpOptions.url(command(), "--on", on.get());
        PgDatabase there = new PgDatabase(
                url,
                onUser.orElse(real.user()),
                onPasswordVariable.isPresent()
                        ? McpOptions.password(command(), onPasswordVariable)
                        : database.password());
        return new RehearsalPlace.Server(there, sameServer);
    }

    private ParameterException wrong(String what) {
        return new ParameterException(command().commandLine(), what);
    }
}
