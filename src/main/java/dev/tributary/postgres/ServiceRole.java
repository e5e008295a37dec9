package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The role that the service logs in as. It gets grants of its own, so that an administrator can take those of PUBLIC back
 * without cutting the service off.
 */
public final class ServiceRole {
    private static final String WITHOUT = "SELECT c.relname FROM pg_catalog.pg_class c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = 'mcp' AND c.relkind IN ('r', 'p', 'v', 'm')"
            + " AND c.relname NOT IN ('flyway_schema_history', 'schema_adoption', 'api_key_type_mapping',"
            + " 'typed_column_mapping', 'unmapped_typed_values') ORDER BY 1";

    private ServiceRole() {}

    /** Refuses when there is no such role. */
    public static void require(Connection connection, String role) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ?)")) {
            query.setString(1, role);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw new Fault(
                            "there is no role '" + role + "', and it is to get the service's grants",
                            "app_role names the role that the service logs in as",
                            "an administrator runs: CREATE ROLE " + Identifier.quote(role)
                                    + " LOGIN; or name the right one");
                }
            }
        }
    }

    /** Lets the role use every table of the service; takes no lock that anybody waits for. */
    public static void grant(Connection connection, String role) throws SQLException {
        String to = " TO " + Identifier.quote(role);
        List<String> tables = Query.texts(connection, WITHOUT);
        try (Statement statement = connection.createStatement()) {
            statement.execute("GRANT USAGE ON SCHEMA mcp" + to);
            for (String table : tables) {
                statement.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON "
                        + Identifier.quote(InitialSchema.SCHEMA, table) + to);
            }
        }
    }
}
