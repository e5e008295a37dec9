package db.roadmap.migrations;

import dev.tributary.migrate.CopyMigration;

/** Merges orchestrator.db; some installations call the queue {@code tasks}. */
public final class V002__merge_orchestrator extends CopyMigration {
    /** Flyway makes an instance by name. */
    public V002__merge_orchestrator() {
        super(
                needed("orchestrator", "data/orchestrator.db", "orchestrator.db"),
                merged("agent_lifecycle"),
                merged("orchestrator_state"),
                merged("orchestrator_tasks", "tasks"),
                merged("bugs"));
    }
}
