package db.roadmap.migrations;

import dev.tributary.migrate.CopyMigration;

/** Merges task_metrics.db. */
public final class V006__merge_task_metrics extends CopyMigration {
    /** Flyway makes an instance by name. */
    public V006__merge_task_metrics() {
        super(needed("task_metrics", "data/task_metrics.db", "task_metrics.db"), merged("subtask_metrics"));
    }
}
