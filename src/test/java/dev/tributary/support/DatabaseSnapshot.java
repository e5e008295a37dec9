package dev.tributary.support;

import dev.tributary.catalog.Identifier;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A database as SQL sees it, read without any code of the product: every statement of its catalog as it is stored, and
 * every row of every table with its rowid, each value with its storage class and its bytes.
 *
 * @param catalog {@code type name on table: sql} of everything in sqlite_schema
 * @param rows by table, in rowid order
 */
public record DatabaseSnapshot(List<String> catalog, Map<String, List<String>> rows) {
    public DatabaseSnapshot {
        catalog = List.copyOf(catalog);
        rows = Map.copyOf(rows);
    }

    /** Reads a whole database. */
    public static DatabaseSnapshot of(Path file) {
        return of(file, table -> true);
    }

    /** Reads the tables of these names, and what of the catalog belongs to them. */
    public static DatabaseSnapshot of(Path file, Predicate<String> tables) {
        try (ManagedConnection connection = SqliteFiles.openReadOnly(file, false);
                Statement statement = connection.createStatement()) {
            List<String> catalog = new ArrayList<>();
            List<String> names = new ArrayList<>();
            try (ResultSet row = statement.executeQuery(
                    "SELECT type, name, tbl_name, coalesce(sql, '-') FROM sqlite_schema ORDER BY type, name")) {
                while (row.next()) {
                    if (tables.test(row.getString(3))) {
                        catalog.add(row.getString(1) + " " + row.getString(2) + " on " + row.getString(3) + ": "
                                + row.getString(4));
                        if ("table".equals(row.getString(1))) {
                            names.add(row.getString(2));
                        }
                    }
                }
            }
            Map<String, List<String>> rows = new TreeMap<>();
            for (String name : names) {
                rows.put(name, rows(connection, name));
            }
            return new DatabaseSnapshot(catalog, rows);
        } catch (SQLException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    /** How many tables there are, SQLite's own not counted. */
    public List<String> tables() {
        return rows.keySet().stream()
                .filter(name -> !name.startsWith("sqlite_"))
                .sorted()
                .toList();
    }

    private static List<String> rows(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT name FROM pragma_table_xinfo(" + Identifier.literal(table) + ")")) {
            while (row.next()) {
                columns.add(row.getString(1));
            }
        }
        StringBuilder sql = new StringBuilder("SELECT rowid");
        for (String column : columns) {
            String name = Identifier.quote(column);
            sql.append(", typeof(")
                    .append(name)
                    .append("), CAST(")
                    .append(name)
                    .append(" AS BLOB), ")
                    .append(name);
        }
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql + " FROM " + Identifier.quote(table) + " ORDER BY rowid")) {
            while (row.next()) {
                StringBuilder line = new StringBuilder("rowid ").append(row.getLong(1));
                for (int i = 0; i < columns.size(); i++) {
                    line.append(", ").append(columns.get(i)).append(' ').append(value(row, 2 + 3 * i));
                }
                rows.add(line.toString());
            }
        }
        return rows;
    }

    private static String value(ResultSet row, int at) throws SQLException {
        String type = row.getString(at);
        return switch (type) {
            case "null" -> type;
            case "integer" -> type + " " + row.getLong(at + 2);
            case "real" -> type + " " + Long.toHexString(Double.doubleToRawLongBits(row.getDouble(at + 2)));
            default -> type + " " + bytes(row.getBytes(at + 1));
        };
    }

    /** Text that a person can read, where it is plain ASCII; else its bytes. */
    private static String bytes(byte[] bytes) {
        for (byte each : bytes) {
            if (each < ' ' || each > '~') {
                return "x'" + HexFormat.of().formatHex(bytes) + "'";
            }
        }
        return "'" + new String(bytes, StandardCharsets.US_ASCII) + "'";
    }
}
