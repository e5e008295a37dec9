package dev.tributary.cli;

import dev.tributary.migrate.PostgresBackups;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the backups of a PostgreSQL database are. */
final class McpBackupOptions {
    @Option(
            names = "--backups",
            order = 5,
            paramLabel = "DIR",
            description = "The folder of the backups. Default: DATABASE.backups in this folder.")
    private Optional<Path> folder = Optional.empty();

    PostgresBackups of(McpOptions database) {
        return new PostgresBackups(
                database.database(),
                folder.orElseGet(() -> Path.of(database.database().name() + ".backups")));
    }

    /** The option as a person types it again. */
    String told() {
        return folder.map(path -> " --backups " + dev.tributary.report.Commands.quote(path.toString()))
                .orElse("");
    }
}
