package dev.tributary.copy;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.plan.MergePlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Makes what belongs to merged tables, once all of their rows are there: a trigger must not fire for copied rows. */
public final class Belongings {
    private final Connection connection;
    private final String target;

    /** Makes it in one database of a connection that is inside a transaction. */
    public Belongings(Connection connection, String target) {
        this.connection = connection;
        this.target = target;
    }

    /** Makes tables that have no rows to come, then all indexes, marks, views and triggers that are not there yet. */
    public void make(MergePlan plan) throws SQLException {
        Catalog before = SqliteCatalog.read(connection, target);
        for (Table table : plan.made().tables()) {
            if (before.table(table.name()).isEmpty()) {
                execute(table.sql());
            }
            for (Index index : table.createdIndexes()) {
                if (before.index(index.name()).isEmpty()) {
                    execute(index.sql().orElseThrow());
                }
            }
        }
        for (Map.Entry<String, Long> mark : plan.marks().entrySet()) {
            raise(mark.getKey(), mark.getValue());
        }
        for (Catalog.Definition view : plan.made().views()) {
            execute(view.sql());
        }
        for (Catalog.Definition trigger : plan.made().triggers()) {
            execute(trigger.sql());
        }
    }

    /** Raises the mark of one table to its source's, where both have one; see {@link MergePlan#marks}. */
    public void raiseMark(String source, String from, String to) throws SQLException {
        if (!hasMarks(source) || !hasMarks(target)) {
            return;
        }
        long mark = Query.number(
                connection,
                "SELECT coalesce(max(seq), -1) FROM " + Identifier.quote(source, "sqlite_sequence")
                        + " WHERE lower(name) = lower(" + Identifier.literal(from) + ")");
        if (mark >= 0) {
            raise(to, mark);
        }
    }

    private boolean hasMarks(String database) throws SQLException {
        return Query.number(
                        connection,
                        "SELECT count(*) FROM " + Identifier.quote(database, "sqlite_schema")
                                + " WHERE name = 'sqlite_sequence'")
                > 0;
    }

    /** Keys that were given out once are never given out again, also where their rows are gone. */
    private void raise(String table, long mark) throws SQLException {
        String sequence = Identifier.quote(target, "sqlite_sequence");
        List<String> statements = List.of(
                "UPDATE " + sequence + " SET seq = ?1 WHERE lower(name) = lower(?2) AND seq < ?1",
                "INSERT INTO " + sequence + " (seq, name) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM " + sequence
                        + " WHERE lower(name) = lower(?2))");
        for (String sql : statements) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, mark);
                statement.setString(2, table);
                statement.executeUpdate();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
