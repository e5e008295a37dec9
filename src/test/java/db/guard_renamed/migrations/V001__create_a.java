package db.guard_renamed.migrations;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Stands where an SQL file of the same version stands too. */
public final class V001__create_a extends BaseJavaMigration {
    @Override
    public void migrate(Context context) throws SQLException {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute("CREATE TABLE b (id INTEGER PRIMARY KEY)");
        }
    }
}
