package dev.tributary.copy;

import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.plan.MergePlan;
import dev.tributary.plan.RowEquality;
import dev.tributary.plan.TablePlan;
import dev.tributary.plan.UnkeyedRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Copies the rows that the target lacks.
 *
 * <p>Into an empty table the rows go with their rowids and before the indexes, which are dropped and made again in the
 * same transaction: building an index once is far cheaper than keeping it up row by row. Where both tables are of one
 * shape, SQLite moves records and index entries as they are.
 */
public final class Copier {
    /** Page cache while copying, in KiB; a bound, not a share of the data. */
    private static final int CACHE_KIB = 64 * 1024;

    private final Connection connection;
    private final String source;
    private final String target;

    /**
     * Copies between two databases of one connection, which is inside a transaction.
     *
     * @param source alias of the source
     * @param target alias of the target
     */
    public Copier(Connection connection, String source, String target) {
        this.connection = connection;
        this.source = source;
        this.target = target;
    }

    /** Copies one table. */
    public CopyResult copy(TablePlan plan) throws SQLException {
        long start = System.nanoTime();
        execute("PRAGMA " + Identifier.quote(target) + ".cache_size = -" + CACHE_KIB);
        if (plan.way() == TablePlan.Way.MERGED || plan.way() == TablePlan.Way.CARRIED) {
            makeTable(plan.target());
        }
        long copied = plan.targetRows() == 0 ? fill(plan, plan.sharedRowid()) : add(plan);
        return new CopyResult(copied, plan.keepsRowids(), Duration.ofNanos(System.nanoTime() - start));
    }

    private long fill(TablePlan plan, Optional<String> rowid) throws SQLException {
        String whole = "INSERT INTO " + Identifier.quote(target, plan.target().name()) + " SELECT * FROM "
                + Identifier.quote(source, plan.source().name());
        if (hasItsIndexes(plan.target()) && transfers(plan, whole)) {
            long copied = update(whole);
            requireIndexes(plan.target());
            return copied;
        }
        List<Index> indexes = plan.target().createdIndexes();
        for (Index index : indexes) {
            execute("DROP INDEX IF EXISTS " + Identifier.quote(target, index.name())); // a new table has none yet
        }
        // without the indexes that only the target has, it may be another thing
        long copied = update(!indexes.isEmpty() && transfers(plan, whole) ? whole : byName(plan, rowid));
        for (Index index : indexes) {
            execute(index.sql().orElseThrow());
        }
        requireIndexes(plan.target());
        return copied;
    }

    /** A merged table that the target does not have is made by its source's own statement, indexes later. */
    private void makeTable(Table table) throws SQLException {
        if (SqliteCatalog.read(connection, target).table(table.name()).isEmpty()) {
            execute(table.sql());
        }
    }

    /**
     * Carries out a merge in which the newest row of equal natural key stays.
     *
     * @return the rows that are new in the target
     */
    public CopyResult replace(TablePlan plan, List<MergePlan.Winner> winners) throws SQLException {
        long start = System.nanoTime();
        String from = Identifier.quote(source, plan.source().name());
        String to = Identifier.quote(target, plan.target().name());
        String columns = Identifier.list("", plan.columns());
        String row = "SELECT " + Identifier.list("s.", plan.columns()) + " FROM " + from + " AS s WHERE s."
                + plan.source().rowidName().orElseThrow() + " = ?";
        long added = 0;
        for (MergePlan.Winner winner : winners) {
            if (!winner.table().equals(plan.target().name())) {
                continue;
            }
            boolean isNew = winner.targetRow() == MergePlan.Winner.NEW;
            String sql = isNew
                    ? "INSERT INTO " + to + " (" + columns + ") " + row
                    : "UPDATE " + to + " SET (" + columns + ") = (" + row + ") WHERE "
                            + plan.target().rowidName().orElseThrow() + " = ?";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, winner.sourceRow());
                if (!isNew) {
                    statement.setLong(2, winner.targetRow());
                }
                statement.executeUpdate();
            }
            added += isNew ? 1 : 0;
        }
        return new CopyResult(added, false, Duration.ofNanos(System.nanoTime() - start));
    }

    private String byName(TablePlan plan, Optional<String> rowid) {
        String hidden = rowid.map(name -> name + ", ").orElse("");
        return "INSERT INTO " + Identifier.quote(target, plan.target().name()) + " (" + hidden
                + Identifier.list("", plan.columns()) + ") SELECT "
                + rowid.map(name -> "s." + name + ", ").orElse("")
                + Identifier.list("s.", plan.columns()) + " FROM "
                + Identifier.quote(source, plan.source().name()) + " AS s";
    }

    /**
     * Whether SQLite would move whole records, rowids included, and the entries of the indexes with them: a quarter of
     * the time. The columns, name by name, must be the same, because that statement copies by position; everything else
     * that it takes (collations, checks, indexes) SQLite judges itself, and its program says whether it does.
     *
     * @see <a href="https://www.sqlite.org/src/file/src/insert.c">SQLite: xferOptimization() in insert.c</a>
     */
    boolean transfers(TablePlan plan, String whole) throws SQLException {
        if (!plan.source().columns().equals(plan.target().columns())
                || plan.source().columns().stream().anyMatch(Column::generated) // SELECT * has their values, too
                || !plan.source().columnNames().equals(plan.columns())) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet program = statement.executeQuery("EXPLAIN " + whole)) {
            while (program.next()) {
                if ("RowCell".equals(program.getString("opcode"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private long add(TablePlan plan) throws SQLException {
        boolean unkeyed = plan.way() != TablePlan.Way.COPIED && UnkeyedRows.possibleIn(plan.target());
        return (plan.key().isEmpty() ? 0 : addKeyed(plan, unkeyed)) + (unkeyed ? addUnkeyed(plan) : 0);
    }

    /** Rows that no key tells apart: as many of each as the target lacks. */
    private long addUnkeyed(TablePlan plan) throws SQLException {
        String from = Identifier.quote(source, plan.source().name());
        String to = Identifier.quote(target, plan.target().name());
        UnkeyedRows rows = new UnkeyedRows(plan.target(), plan.columns(), from, to);
        return update("INSERT INTO " + to + " (" + Identifier.list("", plan.columns()) + ") SELECT "
                + Identifier.list("s.", plan.columns()) + " FROM " + from + " AS s WHERE s." + rows.rowid() + " IN ("
                + rows.lacking() + ")");
    }

    private long addKeyed(TablePlan plan, boolean unkeyed) throws SQLException {
        return update("INSERT INTO " + Identifier.quote(target, plan.target().name()) + " ("
                + Identifier.list("", plan.columns()) + ") SELECT " + Identifier.list("s.", plan.columns()) + " FROM "
                + Identifier.quote(source, plan.source().name()) + " AS s WHERE NOT EXISTS (SELECT 1 FROM "
                + Identifier.quote(target, plan.target().name()) + " AS d WHERE " + RowEquality.sameKey(plan.key())
                + ")" + (unkeyed ? " AND NOT " + UnkeyedRows.condition(plan.target(), "s") : ""));
    }

    private boolean hasItsIndexes(Table planned) throws SQLException {
        return indexes(planned.name()).equals(planned.indexes());
    }

    private List<Index> indexes(String table) throws SQLException {
        return SqliteCatalog.read(connection, target)
                .table(table)
                .map(Table::indexes)
                .orElse(List.of());
    }

    private void requireIndexes(Table before) throws SQLException {
        List<Index> now = indexes(before.name());
        if (!now.equals(before.indexes())) {
            throw new Fault(
                            "the indexes of " + before.name() + " are not the same after the copy",
                            "expected " + before.indexes() + ", found " + now,
                            "report this as a defect of Tributary, with the output of 'plan'")
                    .at(before.name());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }
}
