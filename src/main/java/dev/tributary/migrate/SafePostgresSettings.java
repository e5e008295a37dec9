package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.InitialSchema;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Flyway settings without which a run on PostgreSQL is not safe; anybody may override them with {@code -D}. */
final class SafePostgresSettings {
    private SafePostgresSettings() {}

    static void require(Configuration configuration) {
        require(
                InitialSchema.SCHEMA.equals(configuration.getDefaultSchema()),
                "flyway.defaultSchema",
                InitialSchema.SCHEMA,
                "the history belongs to the schema that it tells about");
        require(
                !configuration
                        .getPluginRegister()
                        .getExact(PostgreSQLConfigurationExtension.class)
                        .isTransactionalLock(),
                "flyway.postgresql.transactional.lock",
                "false",
                "CREATE INDEX CONCURRENTLY would wait for Flyway's own transaction for ever");
        require(!configuration.isGroup(), "flyway.group", "false", "live changes cannot be one transaction");
        require(
                configuration.isValidateOnMigrate(),
                "flyway.validateOnMigrate",
                "true",
                "an edited migration must show");
        require(
                !configuration.isSkipExecutingMigrations(),
                "flyway.skipExecutingMigrations",
                "false",
                "a version that is recorded without having run is a lie");
        require(
                !configuration.isOutOfOrder(),
                "flyway.outOfOrder",
                "false",
                "every version relies on the ones before it");
        require(
                "0".equals(configuration.getBaselineVersion().getVersion()),
                "flyway.baselineVersion",
                "0",
                "V001 looks at every object; a baseline above it would take a half-made schema for a complete one");
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
