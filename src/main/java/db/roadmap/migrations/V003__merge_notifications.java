package db.roadmap.migrations;

import dev.tributary.migrate.CopyMigration;

/** Merges notifications.db, whose first table cannot keep its name: roadmap.db has a {@code notifications} of its own. */
public final class V003__merge_notifications extends CopyMigration {
    /** Flyway makes an instance by name. */
    public V003__merge_notifications() {
        super(
                needed("notifications", "data/notifications.db", "notifications.db"),
                mergedAs("notifications", "notification_user"),
                merged("system_state"));
    }
}
