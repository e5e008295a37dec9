package dev.tributary.verify;

import dev.tributary.catalog.Affinity;
import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Compares the indexes of a copied table with those of its source, entry by entry. Both are read in their own order and
 * merged, which takes a quarter of the time in which {@code integrity_check} looks up every row in every index.
 *
 * <p>Whoever uses it knows already that the rows are equal under equal rowids, and that the source's indexes hold what the
 * source's rows say.
 */
final class IndexProof {
    private final Connection connection;
    private final String database;
    private final Catalog live;

    IndexProof(Connection connection, String database) throws SQLException {
        this.connection = connection;
        this.database = database;
        this.live = SqliteCatalog.read(connection, database);
    }

    /** Whether every index of a table holds exactly the entries of one in its source; false where that is not known. */
    boolean holds(Health.Origin origin) throws SQLException {
        Optional<Table> table = live.table(origin.table());
        Optional<Table> source = SqliteCatalog.read(connection, origin.alias()).table(origin.sourceTable());
        if (table.isEmpty() || source.isEmpty() || table.get().indexes().isEmpty()) {
            return false;
        }
        Optional<String> rowid = table.get().rowidName();
        if (rowid.isEmpty() || !rowid.equals(source.get().rowidName())) {
            return false;
        }
        long rows = Query.number(
                connection, "SELECT count(*) FROM " + Identifier.quote(database, origin.table()) + " NOT INDEXED");
        for (Index index : table.get().indexes()) {
            Optional<Index> twin = twin(index, source.get());
            if (twin.isEmpty()
                    || !plain(index, table.get())
                    || !plain(index, source.get())
                    || !same(origin, index, twin.get(), table.get(), rowid.get(), rows)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Index> twin(Index index, Table source) {
        return source.indexes().stream()
                .filter(each -> each.columns().equals(index.columns())
                        && each.unique() == index.unique()
                        && each.where().isEmpty())
                .findFirst();
    }

    /** Stored columns only, in ascending binary order: what compares equal is then the same value. */
    private static boolean plain(Index index, Table table) {
        return index.where().isEmpty()
                && index.columns().stream()
                        .allMatch(name -> table.columns().stream()
                                .anyMatch(column -> column.name().equals(name) && !column.generated()));
    }

    private boolean same(Health.Origin origin, Index index, Index twin, Table table, String rowid, long rows)
            throws SQLException {
        String ours = entries(index, table, rowid, Identifier.quote(database, origin.table()), index.name());
        String theirs =
                entries(index, table, rowid, Identifier.quote(origin.alias(), origin.sourceTable()), twin.name());
        String common = "SELECT count(*) FROM (" + ours + " INTERSECT " + theirs + " ORDER BY "
                + positions(index.columns().size() + 1) + ")";
        return readsOnly(common, index.name(), twin.name())
                && count(origin.table(), database, index.name()) == rows
                && count(origin.sourceTable(), origin.alias(), twin.name()) == rows
                && Query.number(connection, common) == rows;
    }

    /** As many as rows, and all different, so that a doubled entry cannot stand for a missing one. */
    private long count(String table, String alias, String index) throws SQLException {
        return Query.number(
                connection,
                "SELECT count(*) FROM " + Identifier.quote(alias, table) + " INDEXED BY " + Identifier.quote(index));
    }

    private static String entries(Index index, Table table, String rowid, String from, String by) {
        StringBuilder columns = new StringBuilder();
        for (String name : index.columns()) {
            columns.append(Identifier.quote(name)).append(", ");
        }
        columns.append(rowid);
        for (String name : index.columns()) {
            boolean text = table.column(name)
                    .map(Column::affinity)
                    .filter(Affinity.TEXT::equals)
                    .isPresent();
            if (!text) {
                columns.append(", typeof(").append(Identifier.quote(name)).append(')'); // 1 and 1.0 compare equal
            }
        }
        return "SELECT " + columns + " FROM " + from + " INDEXED BY " + Identifier.quote(by);
    }

    private static String positions(int count) {
        StringBuilder list = new StringBuilder("1");
        for (int i = 2; i <= count; i++) {
            list.append(", ").append(i);
        }
        return list.toString();
    }

    /** Whether SQLite answers from the two indexes alone: rows would say nothing about them. */
    private boolean readsOnly(String sql, String index, String twin) throws SQLException {
        List<String> wanted = List.of("USING COVERING INDEX " + index, "USING COVERING INDEX " + twin);
        int scans = 0;
        try (Statement statement = connection.createStatement();
                ResultSet steps = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            while (steps.next()) {
                String step = steps.getString("detail");
                if (step.startsWith("SCAN ") && !step.startsWith("SCAN (")) {
                    if (wanted.stream().noneMatch(step::endsWith)) {
                        return false;
                    }
                    scans++;
                }
            }
        }
        return scans == wanted.size();
    }
}
