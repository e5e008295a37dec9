package db.mcp.migrations;

import static dev.tributary.postgres.LiveViews.views;

import dev.tributary.migrate.LiveMigration;

/** Creates the views that dashboards read; {@code db/mcp/views} has their texts. */
public final class V009__create_views extends LiveMigration {
    /** Flyway makes an instance by name. */
    public V009__create_views() {
        super(views("V009__create_views.sql"));
    }
}
