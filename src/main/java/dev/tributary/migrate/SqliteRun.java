package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.source.ManagedConnection;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.configuration.Configuration;

/** What Flyway says about the run at hand when it calls back, in our words. */
record SqliteRun(Context context) {
    Configuration configuration() {
        return context.getConfiguration();
    }

    Target target() {
        return Target.named(configuration().getPlaceholders().getOrDefault("target", ""));
    }

    RunSettings settings() {
        return RunSettings.from(configuration().getPlaceholders());
    }

    Preflight preflight() {
        return new Preflight(target(), connection(), settings(), configuration().getTable());
    }

    Path file() {
        return connection().file();
    }

    /** The number of the version that is about to run, or has run. */
    String number() {
        return context.getMigrationInfo().getVersion().getVersion();
    }

    /** Refuses settings that would take the safety away, and such as nobody would hear. */
    void requireSettings() {
        Target target = target();
        SafeSettings.require(configuration(), target.ledger());
        MavenSettings.requireKnown(
                System.getProperties(),
                target.name(),
                configuration().getPlaceholders().keySet());
    }

    /** The target's connection, opened by our driver. */
    ManagedConnection connection() {
        try {
            return context.getConnection().unwrap(ManagedConnection.class);
        } catch (SQLException | ClassCastException e) {
            throw new Fault(
                            "the target was not opened by Tributary's driver",
                            "another flyway.driver was set, and with it the lock and the checks are gone",
                            "leave out -Dflyway.driver (FLYWAY_DRIVER)")
                    .revealedBy(e);
        }
    }

    /** The version after which -Dflyway.target lets the run stop; empty when it is to go to the last one. */
    Optional<String> upTo() {
        Target target = target();
        MigrationVersion wanted = configuration().getTarget();
        if (wanted == null || wanted.equals(MigrationVersion.LATEST)) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(wanted.getVersion())
                .flatMap(target.ledger()::version)
                .map(LedgerFile.Version::number)
                .orElseThrow(() -> new Fault(
                        "flyway.target is " + wanted + ", and there is no such version",
                        "LEDGER.md of " + target.name() + " lists: "
                                + target.ledger().versions().stream()
                                        .map(LedgerFile.Version::number)
                                        .toList(),
                        "name one of them, or leave out -Dflyway.target")));
    }
}
