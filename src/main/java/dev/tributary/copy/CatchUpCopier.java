package dev.tributary.copy;

import dev.tributary.catalog.Identifier;
import dev.tributary.plan.Divergence;
import dev.tributary.plan.RowEquality;
import dev.tributary.plan.TableCatchUp;
import dev.tributary.plan.TablePlan;
import dev.tributary.plan.UnkeyedRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Brings the rows of one table that are new or newer in the source; all others of the target stay untouched. */
public final class CatchUpCopier {
    private final Connection connection;
    private final String source;
    private final String target;

    /**
     * Between two databases of one connection, which is inside a transaction.
     *
     * @param source alias of the source
     * @param target alias of the target
     */
    public CatchUpCopier(Connection connection, String source, String target) {
        this.connection = connection;
        this.source = source;
        this.target = target;
    }

    /**
     * Overwrites first and inserts then: a new row may take over a value that an old one gives up.
     *
     * @param inserted rows that are new in the target
     * @param updated rows of the target that gave way
     */
    public record Brought(long inserted, long updated, Duration took) {}

    /** Carries out one table's plan. */
    public Brought bring(TableCatchUp plan) throws SQLException {
        long start = System.nanoTime();
        TablePlan rows = plan.rows();
        if (plan.newestWins()) {
            long added = new Copier(connection, source, target)
                    .replace(rows, plan.winners())
                    .copied();
            return new Brought(added, plan.winners().size() - added, since(start));
        }
        if (rows.targetRows() == 0 && plan.toInsert() == rows.sourceRows()) {
            long copied = new Copier(connection, source, target).copy(rows).copied();
            return new Brought(copied, 0, since(start));
        }
        long updated = plan.toUpdate() > 0 ? update(plan) : 0;
        long inserted = plan.toInsert() > 0 ? insert(plan) : 0;
        return new Brought(inserted, updated, since(start));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private long update(TableCatchUp plan) throws SQLException {
        TablePlan rows = plan.rows();
        String values = rows.columns().stream()
                .map(column -> Identifier.quote(column) + " = s." + Identifier.quote(column))
                .collect(Collectors.joining(", "));
        return execute("UPDATE " + to(rows) + " AS d SET " + values + " FROM " + from(rows) + " AS s WHERE "
                + RowEquality.sameKey(rows.key()) + " AND NOT ("
                + RowEquality.identical(rows.target(), rows.columns()) + ") AND " + plan.givesWay());
    }

    private long insert(TableCatchUp plan) throws SQLException {
        TablePlan rows = plan.rows();
        List<String> columns = rows.columns();
        String into = "INSERT INTO " + to(rows) + " (" + Identifier.list("", columns) + ") SELECT "
                + Identifier.list("s.", columns) + " FROM " + from(rows) + " AS s WHERE ";
        boolean unkeyed = rows.way() != TablePlan.Way.COPIED && UnkeyedRows.possibleIn(rows.target());
        long inserted = 0;
        if (!rows.key().isEmpty()) {
            inserted += execute(into + "NOT EXISTS (SELECT 1 FROM " + to(rows) + " AS d WHERE "
                    + RowEquality.sameKey(rows.key()) + ")"
                    + (plan.leavesLost() ? " AND NOT " + plan.how().wasThere() : "")
                    + (unkeyed ? " AND NOT " + UnkeyedRows.condition(rows.target(), "s") : ""));
        }
        if (unkeyed && !(plan.leavesLost() && plan.how().base() == Divergence.Base.SOURCE_UNCHANGED)) {
            UnkeyedRows lacking = new UnkeyedRows(rows.target(), columns, from(rows), to(rows));
            inserted += execute(into + "s." + lacking.rowid() + " IN (" + lacking.lacking() + ")");
        }
        return inserted;
    }

    private String from(TablePlan rows) {
        return Identifier.quote(source, rows.source().name());
    }

    private String to(TablePlan rows) {
        return Identifier.quote(target, rows.target().name());
    }

    private long execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }
}
