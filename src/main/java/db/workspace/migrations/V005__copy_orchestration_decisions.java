package db.workspace.migrations;

import dev.tributary.migrate.CopyMigration;

/** Lets orchestration_decisions.db flow into the target. */
public final class V005__copy_orchestration_decisions extends CopyMigration {
    /** Flyway makes an instance by name. */
    public V005__copy_orchestration_decisions() {
        super(
                optional(
                        "orchestration_decisions",
                        "meridian-core/logs/orchestration_decisions.db",
                        "logs/orchestration_decisions.db",
                        "orchestration_decisions.db"),
                same("orchestration_decisions"));
    }
}
