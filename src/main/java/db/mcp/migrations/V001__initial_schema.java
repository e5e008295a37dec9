package db.mcp.migrations;

import dev.tributary.migrate.LiveMigration;
import dev.tributary.postgres.InitialSchema;
import dev.tributary.postgres.LiveStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Builds, completes or confirms the initial schema, whatever is there of it, while others write to what is there. */
public final class V001__initial_schema extends BaseJavaMigration {
    @Override
    public Integer getChecksum() {
        return InitialSchema.checksum();
    }

    @Override
    public void migrate(Context context) throws SQLException {
        DataSource database = context.getConfiguration().getDataSource();
        List<LiveStep> steps;
        try (Connection look = database.getConnection()) {
            steps = InitialSchema.completing(look);
        }
        LiveMigration.run(context, steps);
        try (Connection look = database.getConnection()) {
            InitialSchema.requireComplete(look);
        }
    }
}
