package db.roadmap.migrations;

import dev.tributary.migrate.CopyMigration;

/** Merges agent_messages.db. */
public final class V004__merge_agent_messages extends CopyMigration {
    /** Flyway makes an instance by name. */
    public V004__merge_agent_messages() {
        super(needed("agent_messages", "data/agent_messages.db", "agent_messages.db"), merged("agent_messages"));
    }
}
