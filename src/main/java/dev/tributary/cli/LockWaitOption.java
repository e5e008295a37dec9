package dev.tributary.cli;

import dev.tributary.migrate.PostgresSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command that writes waits for a service which migrates with golang-migrate. */
final class LockWaitOption {
    @Option(
            names = "--lock-wait",
            order = 4,
            paramLabel = "SECONDS",
            description = "How long to wait for golang-migrate's lock; 30 unless said.")
    private int seconds = (int) PostgresSettings.defaults().golangLock().toSeconds();

    /** The settings of a run that waits so long. */
    PostgresSettings in(PostgresSettings settings) {
        return settings.waiting(Duration.ofSeconds(seconds));
    }

    /** The settings of a run of which nothing else was said. */
    PostgresSettings settings() {
        return in(PostgresSettings.defaults());
    }
}
