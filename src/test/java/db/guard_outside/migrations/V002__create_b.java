package db.guard_outside.migrations;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Asks to run outside the transaction. */
public final class V002__create_b extends BaseJavaMigration {
    @Override
    public void migrate(Context context) throws SQLException {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute("CREATE TABLE b (id INTEGER PRIMARY KEY)");
        }
    }

    @Override
    public boolean canExecuteInTransaction() {
        return false;
    }
}
