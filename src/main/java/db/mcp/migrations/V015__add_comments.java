package db.mcp.migrations;

import dev.tributary.migrate.LiveMigration;
import dev.tributary.postgres.Comments;

/** Says in the database what everything in it is for; what a person has said already stays. */
public final class V015__add_comments extends LiveMigration {
    /** Flyway makes an instance by name. */
    public V015__add_comments() {
        super(Comments.add());
    }
}
