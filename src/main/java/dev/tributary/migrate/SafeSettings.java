package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import org.flywaydb.core.api.configuration.Configuration;

/** Flyway settings without which a run on SQLite is not safe; anybody may override them with {@code -D}. */
final class SafeSettings {
    private SafeSettings() {}

    static void require(Configuration configuration, LedgerFile ledger) {
        String one = "all versions are one transaction, so that a failure leaves nothing behind";
        require(configuration.isGroup(), "flyway.group", "true", one);
        require(configuration.isExecuteInTransaction(), "flyway.executeInTransaction", "true", one);
        require(
                configuration.isValidateOnMigrate(),
                "flyway.validateOnMigrate",
                "true",
                "an edited migration must show");
        require(
                !configuration.isSkipExecutingMigrations(),
                "flyway.skipExecutingMigrations",
                "false",
                "a version that is recorded without having run loses its rows");
        require(
                !configuration.isOutOfOrder(),
                "flyway.outOfOrder",
                "false",
                "every version relies on the ones before it");
        require(
                LedgerFile.sameNumber(
                        ledger.first().number(),
                        configuration.getBaselineVersion().getVersion()),
                "flyway.baselineVersion",
                ledger.first().number(),
                "a baseline above it would record copies that never ran");
        require(configuration.isCreateSchemas(), "flyway.createSchemas", "true", "the preflight hangs on it");
    }

    private static void require(boolean holds, String setting, String value, String why) {
        if (!holds) {
            throw new Fault(
                    "the setting " + setting + " must be " + value,
                    why,
                    "leave out -D" + setting + ", and its FLYWAY_ variable");
        }
    }
}
