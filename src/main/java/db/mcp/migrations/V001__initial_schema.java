package db.mcp.migrations;

import dev.tributary.postgres.InitialSchema;
import java.sql.SQLException;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Builds, completes or confirms the initial schema, whatever is there of it. */
public final class V001__initial_schema extends BaseJavaMigration {
    @Override
    public Integer getChecksum() {
        return InitialSchema.checksum();
    }

    @Override
    public void migrate(Context context) throws SQLException {
        InitialSchema.converge(context.getConnection());
    }
}
