package dev.tributary.migrate;

import dev.tributary.support.Postgres.Database;
import org.flywaydb.core.Flyway;

/** Migrates as far as a version, which a user does with Flyway's own setting. */
public final class McpUpTo {
    private McpUpTo() {}

    /** Runs the versions up to this one. */
    public static void run(Database database, String version) {
        PostgresSettings settings = PostgresSettings.defaults();
        Flyway.configure()
                .configuration(new PostgresMigration(database.dataSource(), settings)
                        .flyway(new PostgresHooks())
                        .getConfiguration())
                .target(version)
                .load()
                .migrate();
    }
}
