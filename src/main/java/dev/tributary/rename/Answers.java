package dev.tributary.rename;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.source.TableDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the views of a file answer. */
final class Answers {
    /** A view that reads the clock or a random number answers differently every time. */
    private static final Pattern CHANGING =
            Pattern.compile("(?i)'now'|\\bcurrent_(time|date|timestamp)\\b|\\brandom|\\bunixepoch\\(\\)"
                    + "|\\b(date|time|datetime|julianday)\\(\\s*\\)|\\bchanges\\(|\\blast_insert_rowid\\(");

    private Answers() {}

    /**
     * The answer of one view.
     *
     * @param columns their names in order; empty where it cannot answer
     * @param rows a digest of its rows; "changing" where two answers are never alike; SQLite's words where it fails
     */
    record Answer(List<String> columns, String rows) {
        Answer {
            columns = List.copyOf(columns);
        }
    }

    /** The answers of these views now. */
    static Map<String, Answer> of(Connection connection, List<Catalog.Definition> views) throws SQLException {
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (Catalog.Definition view : views) {
            answers.put(view.name(), of(connection, view));
        }
        return answers;
    }

    /** The columns of a view in order; none where it cannot answer. */
    static List<String> columns(Connection connection, Catalog.Definition view) {
        return columns(connection, "main", view.name());
    }

    private static Answer of(Connection connection, Catalog.Definition view) throws SQLException {
        List<String> columns = columns(connection, view);
        if (CHANGING.matcher(view.sql()).find()) {
            return new Answer(columns, "changing");
        }
        try {
            TableDigest digest = TableDigest.of(connection, "main", view.name(), columns, "");
            return new Answer(columns, digest.rows() + " rows, " + digest.hex());
        } catch (SQLException e) {
            return new Answer(columns, String.valueOf(e.getMessage()));
        }
    }

    /** The columns of every view of a database that can be asked for them. */
    static Map<String, List<String>> viewColumns(Connection connection, String database) throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        List<String> views = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT name FROM " + Identifier.quote(database, "sqlite_schema") + " WHERE type = 'view'")) {
            while (row.next()) {
                views.add(row.getString(1));
            }
        }
        for (String view : views) {
            columns.put(view, columns(connection, database, view));
        }
        return columns;
    }

    private static List<String> columns(Connection connection, String database, String view) {
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT name FROM pragma_table_info(?, ?) ORDER BY cid")) {
            statement.setString(1, view);
            statement.setString(2, database);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            return names;
        } catch (SQLException e) {
            return List.of(); // a broken view has no columns; whoever asks compares them with those of a table
        }
    }
}
