package db.mcp.migrations;

import static dev.tributary.postgres.LiveFunctions.fixSearchPath;
import static dev.tributary.postgres.LiveFunctions.functions;
import static dev.tributary.postgres.LiveSteps.all;

import dev.tributary.migrate.LiveMigration;
import java.util.List;

/** Creates the functions that were lost, before what calls them; {@code db/mcp/functions} has their texts. */
public final class V008__create_functions extends LiveMigration {
    /** Flyway makes an instance by name. */
    public V008__create_functions() {
        super(all(List.of(fixSearchPath("current_tenant_id()")), functions("V008__create_functions.sql")));
    }
}
