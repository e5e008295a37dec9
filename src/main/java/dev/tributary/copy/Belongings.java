package dev.tributary.copy;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
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
