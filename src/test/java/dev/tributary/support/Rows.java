package dev.tributary.support;

import dev.tributary.catalog.Identifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a table as exact texts: storage class and bytes of every value, REAL as its 64 bits. Shares nothing with the
 * engine's comparisons and digests, so that it can judge them.
 */
public final class Rows {
    private Rows() {}

    /** Every row of a table, sorted; two tables hold the same rows when these lists are equal. */
    public static List<String> exactly(Connection connection, String database, String table, List<String> columns)
            throws SQLException {
        return query(
                connection, "SELECT " + Identifier.list("", columns) + " FROM " + Identifier.quote(database, table));
    }

    /** Every row of a query, sorted. */
    public static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("SELECT * FROM (" + sql + ") LIMIT 0")) {
            int width = names.getMetaData().getColumnCount();
            StringBuilder exact = new StringBuilder("WITH r AS (" + sql + ") SELECT ");
            for (int i = 1; i <= width; i++) {
                String name = "r." + Identifier.quote(names.getMetaData().getColumnName(i));
                exact.append(i == 1 ? "" : ", ")
                        .append("typeof(" + name + "), hex(CAST(" + name + " AS BLOB)), " + name);
            }
            rows.addAll(read(connection, exact.append(" FROM r").toString(), width));
        }
        rows.sort(null);
        return rows;
    }

    private static List<String> read(Connection connection, String sql, int width) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < width; i++) {
                    String type = row.getString(3 * i + 1);
                    values.add(
                            switch (type) {
                                case "null" -> "NULL";
                                case "integer" -> "integer " + row.getLong(3 * i + 3);
                                case "real" ->
                                    "real " + Long.toHexString(Double.doubleToRawLongBits(row.getDouble(3 * i + 3)));
                                default -> type + " " + row.getString(3 * i + 2);
                            });
                }
                rows.add(String.join(" | ", values));
            }
        }
        return rows;
    }
}
