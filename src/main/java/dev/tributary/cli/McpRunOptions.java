package dev.tributary.cli;

import dev.tributary.migrate.PostgresSettings;
import dev.tributary.report.Commands;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a migration of mcp is told, whether it is rehearsed or run. */
final class McpRunOptions {
    private static final String SWITCH = "switch";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--app-role",
            order = 12,
            paramLabel = "ROLE",
            description = "The role that the service logs in as: it gets grants of its own.")
    private Optional<String> appRole = Optional.empty();

    @Option(
            names = "--typed-columns",
            order = 13,
            paramLabel = "switch",
            description =
                    "With 'switch' the columns of enums take the place of the texts beside them (version 016); programs "
                            + "that write a text that is no label fail from then on. Without it the texts stay.")
    private Optional<String> typedColumns = Optional.empty();

    /** The settings of such a run. */
    PostgresSettings settings() {
        if (typedColumns.isPresent() && !typedColumns.get().equals(SWITCH)) {
            throw new ParameterException(
                    command.commandLine(), "--typed-columns must be 'switch': " + typedColumns.get());
        }
        PostgresSettings usual = PostgresSettings.defaults();
        return new PostgresSettings(usual.golangLock(), usual.runLock(), appRole, typedColumns.isPresent());
    }

    /** What was said, as a person types it again. */
    String told() {
        return appRole.map(role -> " --app-role " + Commands.quote(role)).orElse("")
                + (typedColumns.isPresent() ? " --typed-columns " + SWITCH : "");
    }
}
