package db.mcp.migrations;

import static dev.tributary.postgres.LiveMonths.months;
import static dev.tributary.postgres.LiveSteps.all;

import dev.tributary.migrate.LiveMigration;

/**
 * Makes the months of the four tables that are partitioned by them, from the oldest that holds anything to half a year ahead,
 * each in a transaction of its own; and a default partition, so that no insert fails where nobody ran {@code maintain mcp}.
 */
public final class V011__create_partitions extends LiveMigration {
    /** Flyway makes an instance by name. */
    public V011__create_partitions() {
        super(all(
                months("api_key_usage", "api_keys"),
                months("embedding_metrics", "embedding_models"),
                months("tasks", "agents", "contexts"),
                months("audit_log")));
    }
}
