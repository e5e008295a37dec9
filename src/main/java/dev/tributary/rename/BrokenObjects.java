package dev.tributary.rename;

import dev.tributary.catalog.Identifier;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the views and triggers over which a rename would fail, by renaming a table in an empty copy of the schema in
 * memory: nobody but SQLite's own ALTER TABLE knows exactly what it refuses.
 *
 * @see <a href="https://www.sqlite.org/lang_altertable.html">SQLite: ALTER TABLE RENAME</a>
 */
final class BrokenObjects {
    private static final String PROBE = "tributary rename probe";

    private BrokenObjects() {}

    private record Entry(String type, String name, String sql) {
        /** Virtual tables make their shadow tables themselves, and a trigger needs its table or view. */
        int order() {
            return switch (type) {
                case "table" -> sql.regionMatches(true, 0, "CREATE VIRTUAL", 0, 14) ? 0 : 1;
                case "view" -> 2;
                default -> 3;
            };
        }
    }

    /** Looks at one database of a connection, which it only reads. */
    static List<BrokenObject> find(Connection connection, String database) throws SQLException {
        List<Entry> entries = entries(connection, database);
        try (ManagedConnection copy = SqliteFiles.openInMemory();
                Statement statement = copy.createStatement()) {
            for (Entry entry : entries) {
                make(statement, entry);
            }
            statement.execute("CREATE TABLE " + Identifier.quote(PROBE) + " (c)");
            return breakAndDrop(statement, entries);
        }
    }

    private static List<Entry> entries(Connection connection, String database) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT type, name, sql FROM " + Identifier.quote(database, "sqlite_schema")
                                + " WHERE type IN ('table', 'view', 'trigger') AND sql IS NOT NULL"
                                + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid")) {
            while (row.next()) {
                entries.add(new Entry(row.getString(1), row.getString(2), row.getString(3)));
            }
        }
        entries.sort(Comparator.comparingInt(Entry::order));
        return entries;
    }

    private static void make(Statement statement, Entry entry) throws SQLException {
        if (entry.order() == 1 && isThere(statement, entry.name())) {
            return; // a shadow table, made by its virtual table
        }
        try {
            statement.execute(entry.sql());
        } catch (SQLException e) {
            if (entry.order() != 0) {
                throw e;
            }
            // a virtual table of a module that is not at hand: whatever refers to it is found broken, as ALTER TABLE
            // would
        }
    }

    private static boolean isThere(Statement statement, String name) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT count(*) FROM sqlite_schema WHERE name = " + Identifier.literal(name))) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private static List<BrokenObject> breakAndDrop(Statement statement, List<Entry> entries) throws SQLException {
        List<BrokenObject> broken = new ArrayList<>();
        List<Entry> left = entries.stream().filter(entry -> entry.order() > 1).toList();
        while (true) {
            try {
                statement.execute(
                        "ALTER TABLE " + Identifier.quote(PROBE) + " RENAME TO " + Identifier.quote(PROBE + 2));
                return broken;
            } catch (SQLException e) {
                Entry named = named(left, e);
                broken.add(new BrokenObject(named.type(), named.name(), named.sql(), reason(e)));
                statement.execute(broken.get(broken.size() - 1).drop());
                left = stillThere(statement, left); // a view takes its triggers with it
            }
        }
    }

    private static List<Entry> stillThere(Statement statement, List<Entry> entries) throws SQLException {
        List<Entry> there = new ArrayList<>();
        for (Entry entry : entries) {
            if (isThere(statement, entry.name())) {
                there.add(entry);
            }
        }
        return there;
    }

    /** SQLite says: error in view NAME: reason, or: error in trigger NAME after rename: reason. */
    private static Entry named(List<Entry> entries, SQLException e) throws SQLException {
        String message = String.valueOf(e.getMessage());
        return entries.stream()
                .filter(entry -> message.contains("error in " + entry.type() + " " + entry.name() + ":")
                        || message.contains("error in " + entry.type() + " " + entry.name() + " after rename:"))
                .max(Comparator.comparingInt(entry -> entry.name().length()))
                .orElseThrow(() -> e);
    }

    private static String reason(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int colon = message.indexOf(": ", message.indexOf("error in "));
        String reason = colon < 0 ? message : message.substring(colon + 2);
        return reason.endsWith(")") ? reason.substring(0, reason.length() - 1) : reason;
    }
}
