package dev.tributary.safety;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A database as SQL text that makes an equal one when it is run: tables, rows, then indexes, views and triggers. TEXT
 * with a NUL in it, which no literal can hold, is written as a cast BLOB; every other value as its own bytes.
 */
final class SqlDump {
    private SqlDump() {}

    static void write(Connection connection, Path file) throws SQLException, IOException {
        Catalog catalog = SqliteCatalog.read(connection, "main");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            line(out, "PRAGMA foreign_keys=OFF;\nBEGIN");
            for (Table table : catalog.tables()) {
                line(out, table.sql());
                rows(connection, table.name(), table.columnNames(), out);
            }
            if (hasSequences(connection)) {
                line(out, "DELETE FROM sqlite_sequence");
                rows(connection, "sqlite_sequence", List.of("name", "seq"), out);
            }
            for (Table table : catalog.tables()) {
                for (Index index : table.createdIndexes()) {
                    line(out, index.sql().orElseThrow());
                }
            }
            for (Catalog.Definition view : catalog.views()) {
                line(out, view.sql());
            }
            for (Catalog.Definition trigger : catalog.triggers()) {
                line(out, trigger.sql());
            }
            line(out, "COMMIT");
        }
    }

    private static void line(OutputStream out, String statement) throws IOException {
        out.write((statement + ";\n").getBytes(StandardCharsets.UTF_8));
    }

    private static boolean hasSequences(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private static void rows(Connection connection, String table, List<String> columns, OutputStream out)
            throws SQLException, IOException {
        String values = columns.stream().map(SqlDump::literal).collect(Collectors.joining(" || ', ' || "));
        String insert = "INSERT INTO " + Identifier.quote(table) + " (" + Identifier.list("", columns) + ") VALUES (";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + values + " FROM " + Identifier.quote(table))) {
            while (row.next()) {
                out.write(insert.getBytes(StandardCharsets.UTF_8));
                out.write(row.getBytes(1)); // not as a string: TEXT may hold bytes that are not UTF-8
                line(out, ")");
            }
        }
    }

    /** An expression that gives a column's value as an SQL literal; quote() alone would end a TEXT at a NUL. */
    private static String literal(String column) {
        String name = Identifier.quote(column);
        String cast = "'CAST(x''' || hex(" + name + ") || ''' AS TEXT)'";
        String hasNul = "typeof(" + name + ") = 'text' AND instr(CAST(" + name + " AS BLOB), x'00') > 0";
        return "CASE WHEN " + hasNul + " THEN " + cast + " ELSE quote(" + name + ") END";
    }
}
