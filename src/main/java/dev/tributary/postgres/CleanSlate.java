package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Drops everything of the target: for developers, and only where a person has typed the database's name. */
public final class CleanSlate {
    private CleanSlate() {}

    /** Drops the schema, and the trackers on the service's search path: one that stays would say that it was made. */
    public static void drop(Connection connection) throws SQLException {
        List<Tracker> trackers = Adoption.ofTheService(Tracker.find(connection)).stream()
                .filter(tracker -> tracker.shape() == Tracker.Shape.GOLANG_MIGRATE)
                .filter(tracker -> !tracker.schema().equals(InitialSchema.SCHEMA))
                .toList();
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("SET LOCAL lock_timeout = '5s'");
            statement.execute("DROP SCHEMA IF EXISTS mcp CASCADE");
            for (Tracker tracker : trackers) {
                statement.execute("DROP TABLE " + Identifier.quote(tracker.schema(), tracker.table()));
            }
            statement.execute("COMMIT");
        }
    }
}
