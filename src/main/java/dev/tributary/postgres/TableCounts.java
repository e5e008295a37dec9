package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many rows the tables of a whole database hold. */
public final class TableCounts {
    private static final String TABLES = """
            SELECT n.nspname, c.relname FROM pg_catalog.pg_class AS c
              JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.objid = c.oid
                              AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'e')
            ORDER BY 1, 2""";

    private TableCounts() {}

    /** Counts every table but those of extensions, by their quoted names; in the transaction of the connection. */
    public static Map<String, Long> of(Connection connection) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        for (String table : tables(connection)) {
            counts.put(table, Query.number(connection, "SELECT count(*) FROM ONLY " + table));
        }
        return counts;
    }

    /** The tables that {@link #of} counts. */
    public static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                tables.add(Identifier.quote(row.getString(1), row.getString(2)));
            }
        }
        return tables;
    }
}
