package db.workspace.migrations;

import dev.tributary.migrate.CopyMigration;

/** Lets proposals.db flow into the target. */
public final class V003__copy_proposals extends CopyMigration {
    /** Flyway makes an instance by name. */
    public V003__copy_proposals() {
        super(
                needed("proposals", "meridian-core/logs/proposals.db", "logs/proposals.db", "proposals.db"),
                same("proposals"));
    }
}
