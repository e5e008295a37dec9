package dev.tributary.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Questions that have one number as their answer. */
public final class Query {
    private Query() {}

    /** The number in the first column of the only row, such as {@code SELECT count(*) ..}. */
    public static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("no answer to: " + sql);
            }
            return row.getLong(1);
        }
    }
}
