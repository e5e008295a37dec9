package db.workspace.migrations;

import dev.tributary.migrate.CopyMigration;

/** Lets task_queue.db flow into the target. */
public final class V004__copy_task_queue extends CopyMigration {
    /** Flyway makes an instance by name. */
    public V004__copy_task_queue() {
        super(
                needed("task_queue", "meridian-core/logs/task_queue.db", "logs/task_queue.db", "task_queue.db"),
                same("tasks"),
                same("task_queue_metadata"));
    }
}
