package dev.tributary.migrate;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The history table of a run that failed: one that it made itself, holding at most its own baseline, goes again. */
final class OwnHistory {
    private OwnHistory() {}

    /** Drops it where it records no version that ran. */
    static void forget(Connection connection, String name) throws SQLException {
        String table = Identifier.quote(name);
        boolean there = Query.number(
                        connection,
                        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = "
                                + Identifier.literal(name))
                > 0;
        if (there && Query.number(connection, "SELECT count(*) FROM " + table + " WHERE type <> 'BASELINE'") == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DROP TABLE " + table);
            }
        }
    }
}
