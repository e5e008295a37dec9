package dev.tributary.cli;

import dev.tributary.migrate.PostgresMigration;
import dev.tributary.migrate.PostgresSettings;
import dev.tributary.report.Commands;
import dev.tributary.safety.PgDatabase;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which PostgreSQL database, and as whom. The password comes from the environment, so that no process list shows it. */
final class McpOptions {
    private static final String URL = "jdbc:postgresql://";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--url",
            order = 1,
            required = true,
            paramLabel = "URL",
            description = "The database, such as jdbc:postgresql://localhost:5432/mcp.")
    private String url;

    @Option(names = "--user", order = 2, required = true, paramLabel = "ROLE", description = "The role to log in as.")
    private String user;

    @Option(
            names = "--password-env",
            order = 3,
            paramLabel = "NAME",
            description = "The environment variable that holds the password; PGPASSWORD unless said.")
    private String passwordVariable;

    PostgresMigration migration() {
        return migration(PostgresSettings.defaults());
    }

    PostgresMigration migration(PostgresSettings settings) {
        return new PostgresMigration(database().dataSource(), settings);
    }

    /** The database itself. */
    PgDatabase database() {
        return new PgDatabase(url(), user, password());
    }

    /** The password of that role there; empty where the environment holds none. */
    Optional<String> password() {
        return password(command, Optional.ofNullable(passwordVariable));
    }

    /** The password in an environment variable that somebody has named, or in PGPASSWORD. */
    static Optional<String> password(CommandSpec command, Optional<String> variable) {
        if (variable.isPresent() && System.getenv(variable.get()) == null) {
            throw new ParameterException(
                    command.commandLine(), "the environment variable " + variable.get() + " is not set");
        }
        return Optional.ofNullable(System.getenv(variable.orElse("PGPASSWORD")));
    }

    private String url() {
        return url(command, "--url", url);
    }

    /** A URL that somebody gave with an option, if it is one and holds no password. */
    static String url(CommandSpec command, String option, String url) {
        if (!url.startsWith(URL)) {
            throw new ParameterException(command.commandLine(), option + " must begin with " + URL);
        }
        if (url.toLowerCase(java.util.Locale.ROOT).contains("password=") || url.indexOf('@') >= 0) {
            throw new ParameterException(
                    command.commandLine(), option + " must not hold a password: it would show in the process list");
        }
        return url;
    }

    /** What a person types next, for this database. */
    String line(String name) {
        return Program.invocation() + " " + name + " mcp --url " + Commands.quote(url) + " --user "
                + Commands.quote(user)
                + (passwordVariable == null ? "" : " --password-env " + Commands.quote(passwordVariable));
    }
}
