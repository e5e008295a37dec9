package dev.tributary.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the catalog of one SQLite database of a connection.
 *
 * @see <a href="https://www.sqlite.org/pragma.html#pragfunc">SQLite: PRAGMA functions</a>
 */
public final class SqliteCatalog {
    private static final Pattern PARTIAL =
            Pattern.compile("\\bWHERE\\b(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Connection connection;
    private final String database;

    private SqliteCatalog(Connection connection, String database) {
        this.connection = connection;
        this.database = database;
    }

    /**
     * Reads everything but SQLite's own tables.
     *
     * @param database "main", or the alias of an attached database
     */
    public static Catalog read(Connection connection, String database) throws SQLException {
        return new SqliteCatalog(connection, database).read();
    }

    private Catalog read() throws SQLException {
        Map<String, Boolean> withoutRowid = new LinkedHashMap<>();
        each(
                "SELECT name, wr FROM pragma_table_list WHERE schema = ?",
                row -> withoutRowid.put(row.getString(1), row.getBoolean(2)),
                database);
        List<Table> tables = new ArrayList<>();
        List<Catalog.Definition> views = new ArrayList<>();
        List<Catalog.Definition> triggers = new ArrayList<>();
        Map<String, String> indexSql = new LinkedHashMap<>();
        List<String[]> entries = new ArrayList<>();
        each(
                "SELECT type, name, tbl_name, sql FROM "
                        + Identifier.quote(database, "sqlite_schema")
                        + " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
                row -> entries.add(
                        new String[] {row.getString(1), row.getString(2), row.getString(3), row.getString(4)}));
        for (String[] entry : entries) {
            if ("index".equals(entry[0])) {
                indexSql.put(entry[1], entry[3]);
            }
        }
        for (String[] entry : entries) {
            switch (entry[0]) {
                case "table" ->
                    tables.add(table(entry[1], entry[3], withoutRowid.getOrDefault(entry[1], Boolean.FALSE), indexSql));
                case "view" -> views.add(new Catalog.Definition(entry[1], entry[2], entry[3]));
                case "trigger" -> triggers.add(new Catalog.Definition(entry[1], entry[2], entry[3]));
                default -> {
                    // an index: read with its table
                }
            }
        }
        return new Catalog(tables, views, triggers);
    }

    private Table table(String name, String sql, boolean withoutRowid, Map<String, String> indexSql)
            throws SQLException {
        List<Column> columns = new ArrayList<>();
        each(
                "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?, ?) WHERE hidden <> 1",
                row -> columns.add(new Column(
                        row.getString(1),
                        row.getString(2),
                        row.getBoolean(3),
                        Optional.ofNullable(row.getString(4)),
                        row.getInt(5),
                        row.getInt(6) != 0)),
                name,
                database);
        List<Index> indexes = new ArrayList<>();
        List<Object[]> listed = new ArrayList<>();
        each(
                "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?, ?) ORDER BY name",
                row -> listed.add(
                        new Object[] {row.getString(1), row.getBoolean(2), row.getString(3), row.getBoolean(4)}),
                name,
                database);
        for (Object[] index : listed) {
            indexes.add(index(name, index, Optional.ofNullable(indexSql.get((String) index[0]))));
        }
        return new Table(name, columns, indexes, foreignKeys(name), withoutRowid, sql == null ? "" : sql);
    }

    private Index index(String table, Object[] listed, Optional<String> sql) throws SQLException {
        List<String> columns = new ArrayList<>();
        boolean[] hasExpression = {false};
        each(
                "SELECT name, \"desc\", coll, cid FROM pragma_index_xinfo(?, ?) WHERE key = 1 ORDER BY seqno",
                row -> {
                    String collation = row.getString(3);
                    hasExpression[0] |= row.getInt(4) == -2;
                    columns.add(Optional.ofNullable(row.getString(1)).orElse("<expression>")
                            + ("BINARY".equalsIgnoreCase(collation) ? "" : " COLLATE " + collation)
                            + (row.getBoolean(2) ? " DESC" : ""));
                },
                (String) listed[0],
                database);
        Optional<String> where = (Boolean) listed[3] ? sql.flatMap(SqliteCatalog::condition) : Optional.empty();
        if (hasExpression[0]) {
            // the pragma does not tell an expression: compare the statement's own text behind the opening parenthesis
            columns.add(
                    sql.map(text -> oneLine(text.substring(text.indexOf('(')))).orElse("?"));
        }
        return new Index(
                (String) listed[0], table, (Boolean) listed[1], origin((String) listed[2]), columns, where, sql);
    }

    private List<ForeignKey> foreignKeys(String table) throws SQLException {
        Map<Integer, List<String[]>> byId = new LinkedHashMap<>();
        each(
                "SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(?, ?) ORDER BY id, seq",
                row -> byId.computeIfAbsent(row.getInt(1), id -> new ArrayList<>())
                        .add(new String[] {
                            row.getString(2),
                            row.getString(3),
                            Optional.ofNullable(row.getString(4)).orElse(""),
                            row.getString(5)
                        }),
                table,
                database);
        return byId.values().stream()
                .map(parts -> new ForeignKey(
                        parts.stream().map(part -> part[1]).toList(),
                        parts.get(0)[0],
                        parts.stream().map(part -> part[2]).toList(),
                        parts.get(0)[3]))
                .sorted((one, other) -> one.shape().compareTo(other.shape()))
                .toList();
    }

    private static Index.Origin origin(String code) {
        return switch (code) {
            case "pk" -> Index.Origin.PRIMARY_KEY;
            case "u" -> Index.Origin.UNIQUE_CONSTRAINT;
            default -> Index.Origin.CREATED;
        };
    }

    private static Optional<String> condition(String sql) {
        Matcher matcher = PARTIAL.matcher(sql);
        return matcher.find() ? Optional.of(oneLine(matcher.group(1))) : Optional.empty();
    }

    private static String oneLine(String sql) {
        return sql.strip().replaceAll("\\s+", " ");
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String sql, Row row, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.read(rows);
                }
            }
        }
    }
}
