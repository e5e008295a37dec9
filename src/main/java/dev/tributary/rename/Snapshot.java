package dev.tributary.rename;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Everything about a file that a rename must leave as it is, under names that do not change: facts that are compared
 * before and after, inside the transaction.
 *
 * @param facts a sentence per thing, by what it is about
 * @param answers what each view of the user answers
 */
record Snapshot(Map<String, String> facts, Map<String, Answers.Answer> answers) {
    Snapshot {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
    }

    /**
     * Takes it.
     *
     * @param presentName what a table that is called so now will be called, or is called, in the end
     * @param replaced views that make way for ours
     */
    static Snapshot take(Connection connection, UnaryOperator<String> presentName, List<String> replaced)
            throws SQLException {
        Catalog catalog = SqliteCatalog.read(connection, "main");
        Map<String, Long> pages = pages(connection);
        Map<String, String> facts = new TreeMap<>();
        for (Table table : catalog.tables()) {
            String name = presentName.apply(table.name());
            // the same page and the same number of rows: it is the very same table, and not a copy of it
            facts.put(
                    "the table " + name,
                    Query.number(connection, "SELECT count(*) FROM " + Identifier.quote("main", table.name()))
                            + " rows on page " + pages.get("table " + table.name()));
            facts.put(
                    "the columns of " + name,
                    table.columns().stream().map(column -> column.shape()).collect(Collectors.joining(", ")));
            facts.put(
                    "the foreign keys of " + name,
                    table.foreignKeys().stream()
                            .map(key -> key.columns() + " -> " + presentName.apply(key.references()) + key.referenced()
                                    + key.onDelete())
                            .sorted()
                            .collect(Collectors.joining(", ")));
            // SQLite names the index of a constraint after its table, so these are told by what they do
            facts.put(
                    "the indexes of " + name,
                    table.indexes().stream()
                            .map(index -> (index.sql().isPresent() ? index.name() + " " : "") + index.shape()
                                    + " on page " + pages.get("index " + index.name()))
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        for (Catalog.Definition trigger : users(catalog.triggers(), catalog)) {
            facts.put("the trigger " + trigger.name(), "on " + presentName.apply(trigger.table()));
        }
        marks(connection)
                .forEach((table, mark) -> facts.put("the AUTOINCREMENT mark of " + presentName.apply(table), mark));
        List<Catalog.Definition> views = users(catalog.views(), catalog).stream()
                .filter(view -> replaced.stream().noneMatch(name -> Identifier.same(name, view.name())))
                .toList();
        return new Snapshot(facts, Answers.of(connection, views));
    }

    /** What the user made: not our second names, and not the triggers on them. */
    static List<Catalog.Definition> users(List<Catalog.Definition> definitions, Catalog catalog) {
        return definitions.stream()
                .filter(each -> catalog.views().stream()
                        .noneMatch(view -> view.isSecondName() && Identifier.same(view.name(), each.table())))
                .toList();
    }

    private static Map<String, Long> pages(Connection connection) throws SQLException {
        Map<String, Long> pages = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT type || ' ' || name, rootpage FROM main.sqlite_schema")) {
            while (row.next()) {
                pages.put(row.getString(1), row.getLong(2));
            }
        }
        return pages;
    }

    private static Map<String, String> marks(Connection connection) throws SQLException {
        Map<String, String> marks = new TreeMap<>();
        if (Query.number(connection, "SELECT count(*) FROM main.sqlite_schema WHERE name = 'sqlite_sequence'") == 0) {
            return marks;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name, seq FROM main.sqlite_sequence")) {
            while (row.next()) {
                marks.put(row.getString(1), String.valueOf(row.getObject(2)));
            }
        }
        return marks;
    }

    /** Refuses when anything is no longer as it was; things that were added are no concern of this. */
    void requireSameIn(Snapshot after) {
        List<String> lost = new ArrayList<>();
        new TreeMap<>(facts)
                .forEach((about, fact) ->
                        compare(lost, about, fact, after.facts().get(about)));
        new TreeMap<>(answers)
                .forEach((view, answer) -> compare(
                        lost,
                        "the view " + view,
                        answer.toString(),
                        after.answers().containsKey(view)
                                ? after.answers().get(view).toString()
                                : null));
        if (!lost.isEmpty()) {
            throw new Fault(
                    "the rename would not leave everything as it was: " + lost.get(0),
                    (lost.size() == 1 ? "it is the only difference" : "one of " + lost.size() + " differences")
                            + ", and everything was rolled back",
                    "report this as a defect of Tributary, with the schema of the file: sqlite3 FILE .schema");
        }
    }

    private static void compare(List<String> lost, String about, String before, String after) {
        if (!before.equals(after)) {
            lost.add(about + " was (" + before + ") and would be " + (after == null ? "gone" : "(" + after + ")"));
        }
    }
}
