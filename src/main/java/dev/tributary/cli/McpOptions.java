package dev.tributary.cli;

import dev.tributary.migrate.PostgresMigration;
import dev.tributary.migrate.PostgresSettings;
import dev.tributary.report.Commands;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;
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

    @Option(
            names = "--lock-wait",
            order = 4,
            paramLabel = "SECONDS",
            description = "How long to wait for golang-migrate's lock; 30 unless said.")
    private int lockWait = (int) PostgresSettings.defaults().golangLock().toSeconds();

    PostgresMigration migration() {
        return migration(Optional.empty());
    }

    PostgresMigration migration(Optional<String> appRole) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(user);
        source.setApplicationName("tributary");
        password().ifPresent(source::setPassword);
        return new PostgresMigration(
                source,
                new PostgresSettings(
                        Duration.ofSeconds(lockWait),
                        PostgresSettings.defaults().runLock(),
                        appRole));
    }

    Optional<String> password() {
        if (passwordVariable != null && System.getenv(passwordVariable) == null) {
            throw new ParameterException(
                    command.commandLine(), "the environment variable " + passwordVariable + " is not set");
        }
        return Optional.ofNullable(System.getenv(passwordVariable == null ? "PGPASSWORD" : passwordVariable));
    }

    String url() {
        if (!url.startsWith(URL)) {
            throw new ParameterException(command.commandLine(), "--url must begin with " + URL);
        }
        if (url.toLowerCase(java.util.Locale.ROOT).contains("password=") || url.indexOf('@') >= 0) {
            throw new ParameterException(
                    command.commandLine(), "--url must not hold a password: it would show in the process list");
        }
        return url;
    }

    String user() {
        return user;
    }

    /** What a person types next, for this database. */
    String line(String name) {
        return Program.invocation() + " " + name + " mcp --url " + Commands.quote(url) + " --user "
                + Commands.quote(user);
    }
}
