package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A table in which a migration tool keeps its state, and that looks like golang-migrate's by its name or by its columns.
 *
 * @param schema where it is
 * @param table {@code schema_migrations} unless the service names its own
 * @param columns its columns with their types, in order
 * @param shape whose it is
 * @param rows what it says; empty when it is not golang-migrate's, or cannot be read
 */
public record Tracker(String schema, String table, List<String> columns, Shape shape, List<Row> rows) {
    /** golang-migrate's name for it. */
    public static final String NAME = "schema_migrations";

    private static final List<String> GOLANG = List.of("version bigint", "dirty boolean");

    /** By name in every schema, and by shape whatever the name: a service may name its table. */
    private static final String FIND = """
            SELECT n.nspname, c.relname, columns.list, has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             CROSS JOIN LATERAL (
                   SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), '|' ORDER BY a.attnum) AS list
                     FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
             WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
               AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
               AND (c.relname = 'schema_migrations' OR c.relkind = 'r' AND columns.list = 'version bigint|dirty boolean')
             ORDER BY n.nspname <> 'mcp', n.nspname, c.relname""";

    public Tracker {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Whose table it is. */
    public enum Shape {
        GOLANG_MIGRATE,
        /** Of the name, and made by another tool. */
        OTHER,
        /** golang-migrate's, and we have no privilege to read it. */
        UNREADABLE
    }

    /** What golang-migrate wrote: dirty means only that its clean mark was not written. */
    public record Row(long version, boolean dirty) {
        public String asText() {
            return "version " + version + (dirty ? ", dirty" : ", clean");
        }
    }

    /** Such as {@code public.schema_migrations}. */
    public String name() {
        return schema + "." + table;
    }

    /** What it says in one line. */
    public String asText() {
        return name() + ": "
                + switch (shape) {
                    case OTHER -> "not golang-migrate's, its columns are " + String.join(", ", columns);
                    case UNREADABLE -> "this role may not read it";
                    case GOLANG_MIGRATE ->
                        rows.isEmpty()
                                ? "empty"
                                : String.join(
                                        "; ", rows.stream().map(Row::asText).toList());
                };
    }

    /** All that are there, in mcp first: their columns are looked at before they are read. */
    static List<Tracker> find(Connection connection) throws SQLException {
        List<Tracker> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FIND)) {
            while (row.next()) {
                List<String> columns = List.of(row.getString(3).split("\\|"));
                Shape shape = !columns.equals(GOLANG)
                        ? Shape.OTHER
                        : row.getBoolean(4) ? Shape.GOLANG_MIGRATE : Shape.UNREADABLE;
                String schema = row.getString(1);
                String table = row.getString(2);
                List<Row> rows = shape == Shape.GOLANG_MIGRATE ? read(connection, schema, table) : List.of();
                found.add(new Tracker(schema, table, columns, shape, rows));
            }
        }
        return found;
    }

    private static List<Row> read(Connection connection, String schema, String table) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT version, dirty FROM " + Identifier.quote(schema, table) + " ORDER BY version")) {
            while (row.next()) {
                rows.add(new Row(row.getLong(1), row.getBoolean(2)));
            }
        }
        return rows;
    }
}
