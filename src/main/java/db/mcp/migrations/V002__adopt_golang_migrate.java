package db.mcp.migrations;

import dev.tributary.postgres.Adoption;
import java.sql.SQLException;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Lets golang-migrate's trackers say what is true, so that the old service starts again. */
public final class V002__adopt_golang_migrate extends BaseJavaMigration {
    @Override
    public Integer getChecksum() {
        return Adoption.checksum();
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Adoption.run(context.getConnection());
    }
}
