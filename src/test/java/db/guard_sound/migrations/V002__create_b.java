package db.guard_sound.migrations;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** A migration as it should be. */
public final class V002__create_b extends BaseJavaMigration {
    @Override
    public void migrate(Context context) throws SQLException {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute("CREATE TABLE b (id INTEGER PRIMARY KEY)");
        }
    }
}
