package dev.tributary.plan;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.source.TableDigest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a table that was copied before with its source as it is now, and says row by row who has changed. */
public final class CatchUpPlanner {
    private static final int EXAMPLES = 5;

    private final Connection connection;
    private final Planner.Side source;
    private final Planner.Side target;
    private final Path file;
    private final Preferences preferences;
    private final NameMap names;

    /**
     * What the ledger holds about the last copy of a table.
     *
     * @param sourceDigest of the source's rows then; empty when it was never copied
     * @param targetDigest of the target's rows of the same keys then
     */
    public record Recorded(String sourceDigest, String targetDigest) {
        /** The table was never copied. */
        public static final Recorded NEVER = new Recorded("", "");
    }

    /** Where the rows of a source are as they were at the last copy. */
    public interface Bases {
        /**
         * Attaches a file that has the source's table with rows of this digest.
         *
         * @return the alias; empty when there is none
         */
        Optional<String> find(Table table, List<String> columns, String digest) throws SQLException;
    }

    /**
     * Plans on a connection that has both databases.
     *
     * @param file the source's file, for faults
     * @param names under which other names a table goes
     */
    public CatchUpPlanner(
            Connection connection,
            Planner.Side source,
            Planner.Side target,
            Path file,
            Preferences preferences,
            NameMap names) {
        this.connection = connection;
        this.source = source;
        this.target = target;
        this.file = file;
        this.preferences = preferences;
        this.names = names;
    }

    /**
     * Plans one table; writes nothing.
     *
     * @param way how its rows got there
     * @param problems gains whatever makes it impossible
     */
    public TableCatchUp plan(
            Table from, Table whole, TablePlan.Way way, Recorded recorded, Bases bases, List<Fault> problems)
            throws SQLException {
        Table to = comparable(from, whole);
        String digest = TableDigest.of(connection, source.alias(), from.name(), to.columnNames(), "")
                .hex();
        boolean changed = !digest.equals(recorded.sourceDigest());
        List<Fault> found = new ArrayList<>();
        Catalog withoutTriggers = new Catalog(target.catalog().tables(), List.of(), List.of());
        TablePlan rows = new TableComparison(
                        connection, source, new Planner.Side(target.alias(), withoutTriggers), from, to, file)
                .merge(way, table -> true, found);
        Divergence how = divergence(rows, changed, recorded, bases);
        Optional<Preferences.Side> preference = preferences.of(List.of(
                to.name(),
                names.newName(to.name()),
                names.tableCalled(to.name()).map(NameMap.Name::storedName).orElse(to.name())));
        TableCatchUp plan = counted(rows, how, changed, digest, preference);
        if (plan.toInsert() + plan.toUpdate() > 0) {
            target.catalog().triggers().stream()
                    .filter(trigger -> Identifier.same(trigger.table(), to.name()))
                    .findFirst()
                    .ifPresent(trigger -> found.add(trigger(trigger, to)));
        }
        if (!plan.nothingToDo()) {
            problems.addAll(found);
        }
        if (plan.undecided()) {
            problems.add(conflict(plan));
        }
        return plan;
    }

    /** Columns that the target has got since, and that need no value of the source, do not count. */
    private static Table comparable(Table from, Table to) {
        List<Column> columns = to.columns().stream()
                .filter(column -> column.generated()
                        || column.keyPosition() > 0
                        || from.column(column.name()).isPresent()
                        || column.notNull() && column.defaultValue().isEmpty())
                .toList();
        return new Table(to.name(), columns, to.indexes(), to.foreignKeys(), to.withoutRowid(), to.sql());
    }

    private Divergence divergence(TablePlan rows, boolean changed, Recorded recorded, Bases bases) throws SQLException {
        Table from = rows.source();
        Table to = rows.target();
        if (!changed) {
            return Divergence.of(Divergence.Base.SOURCE_UNCHANGED, from, to, rows.columns());
        }
        if (recorded.sourceDigest().isEmpty()) {
            return Divergence.of(Divergence.Base.UNKNOWN, from, to, rows.columns());
        }
        Optional<String> base = bases.find(from, rows.columns(), recorded.sourceDigest());
        if (base.isPresent()) {
            return Divergence.known(from, to, rows.columns(), base.get());
        }
        boolean asCopied = recorded.sourceDigest().equals(recorded.targetDigest())
                && !to.key().isEmpty()
                && counterparts(from, to, rows.columns()).equals(recorded.targetDigest());
        return Divergence.of(
                asCopied ? Divergence.Base.TARGET_UNCHANGED : Divergence.Base.UNKNOWN, from, to, rows.columns());
    }

    /** The digest of the target's rows whose key the source has. */
    private String counterparts(Table from, Table to, List<String> columns) throws SQLException {
        return TableDigest.of(
                        connection,
                        target.alias(),
                        to.name(),
                        columns,
                        "EXISTS (SELECT 1 FROM " + Identifier.quote(source.alias(), from.name()) + " AS s WHERE "
                                + RowEquality.sameKey("t", to.key()) + ")")
                .hex();
    }

    private TableCatchUp counted(
            TablePlan rows, Divergence how, boolean changed, String digest, Optional<Preferences.Side> preference)
            throws SQLException {
        String from = Identifier.quote(source.alias(), rows.source().name());
        String to = Identifier.quote(target.alias(), rows.target().name());
        long lacking = rows.toCopy();
        long lost = 0;
        long newer = 0;
        long own = 0;
        List<TablePlan.RowDifference> examples = List.of();
        if (!rows.key().isEmpty() && rows.targetRows() > 0) {
            lost = lacking == 0 || !how.baseTable().isPresent()
                    ? 0
                    : Query.number(
                            connection,
                            "SELECT count(*) FROM " + from + " AS s WHERE NOT EXISTS (SELECT 1 FROM " + to
                                    + " AS d WHERE " + RowEquality.sameKey(rows.key()) + ") AND " + how.wasThere()
                                    + (UnkeyedRows.possibleIn(rows.target())
                                            ? " AND NOT " + UnkeyedRows.condition(rows.target(), "s")
                                            : ""));
            String differs = from + " AS s JOIN " + to + " AS d ON " + RowEquality.sameKey(rows.key()) + " WHERE NOT ("
                    + RowEquality.identical(rows.target(), rows.columns()) + ") AND ";
            if (rows.changed() > 0) {
                newer = Query.number(connection, "SELECT count(*) FROM " + differs + how.inSourceOnly());
                own = Query.number(connection, "SELECT count(*) FROM " + differs + how.inTargetOnly());
            }
            if (rows.changed() > newer + own) {
                examples = examples(rows, differs + how.onBothSides());
            }
        }
        if (how.base() == Divergence.Base.SOURCE_UNCHANGED) {
            lost = lacking; // it had all of them once
        }
        long gone = how.baseTable().isPresent() ? gone(rows, how.baseTable().get(), from) : 0;
        return new TableCatchUp(
                rows,
                how,
                changed,
                digest,
                lacking - lost,
                lost,
                newer,
                own,
                rows.changed() - newer - own,
                gone,
                preference,
                examples,
                List.of(),
                List.of());
    }

    /** Rows that were copied once and that the source has not any more; rows without a key are told by their content. */
    private long gone(TablePlan rows, String base, String from) throws SQLException {
        boolean unkeyed = UnkeyedRows.possibleIn(rows.target());
        long gone = 0;
        if (!rows.key().isEmpty()) {
            gone += Query.number(
                    connection,
                    "SELECT count(*) FROM " + base + " AS d WHERE NOT EXISTS (SELECT 1 FROM " + from + " AS s WHERE "
                            + RowEquality.sameKey(rows.key()) + ")"
                            + (unkeyed ? " AND NOT " + UnkeyedRows.condition(rows.target(), "d") : ""));
        }
        if (unkeyed) {
            gone += Query.number(
                    connection,
                    "SELECT count(*) FROM (" + new UnkeyedRows(rows.target(), rows.columns(), base, from).lacking()
                            + ")");
        }
        return gone;
    }

    private List<TablePlan.RowDifference> examples(TablePlan rows, String pairs) throws SQLException {
        List<TablePlan.RowDifference> found = new ArrayList<>();
        for (String column : rows.columns()) {
            String name = Identifier.quote(column);
            String sql = "SELECT " + RowEquality.keyLiteral("s", rows.key()) + ", " + TableComparison.brief("s." + name)
                    + ", " + TableComparison.brief("d." + name) + " FROM " + pairs + " AND NOT ("
                    + RowEquality.sameValue(rows.target(), column) + ") LIMIT " + EXAMPLES;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                while (row.next() && found.size() < EXAMPLES) {
                    found.add(
                            new TablePlan.RowDifference(row.getString(1), column, row.getString(2), row.getString(3)));
                }
            }
        }
        return found;
    }

    private Fault trigger(Catalog.Definition trigger, Table to) {
        return new Fault(
                        "the target's table " + to.name() + " has a trigger: " + trigger.name(),
                        "it would fire for every row that is brought, and what it does is not known",
                        "say DROP TRIGGER " + Identifier.quote(trigger.name())
                                + ", run this again, and make it again afterwards: " + trigger.sql())
                .at(file)
                .at(to.name());
    }

    private Fault conflict(TableCatchUp plan) {
        TablePlan.RowDifference first = plan.examples().get(0);
        String table = plan.rows().target().name();
        return new Fault(
                        plan.conflicts() + " row(s) of " + table + " have changed in the source and in the target; the"
                                + " first: key " + first.key() + ", column " + first.column() + ", source "
                                + first.inSource() + ", target " + first.inTarget(),
                        "which side is right is not guessed"
                                + (plan.how().base() == Divergence.Base.UNKNOWN
                                        ? "; no backup holds these rows as they were at their copy, so every differing"
                                                + " row counts as changed on both sides"
                                        : ""),
                        "look at both sides with 'catch-up --dry-run', then say --prefer " + table
                                + "=source or --prefer " + table
                                + "=target, or make the two rows equal; two rows that only share a key need another key on one side")
                .at(file)
                .at(table, first.column(), first.key());
    }

    /** A table in which the newest row of equal natural key stays; nothing where the source is as it was. */
    public TableCatchUp planNewest(
            Table from, Table to, CopySpec.Rule.NewestWins rule, Recorded recorded, List<Fault> problems)
            throws SQLException {
        List<Fault> found = new ArrayList<>();
        NewestComparison.Result newest =
                new NewestComparison(connection, source, target, from, to, true, rule, file).compare(found);
        TablePlan rows = newest.plan();
        String digest = TableDigest.of(connection, source.alias(), from.name(), rows.columns(), "")
                .hex();
        boolean changed = !digest.equals(recorded.sourceDigest());
        if (changed) {
            problems.addAll(found);
        }
        return new TableCatchUp(
                rows,
                Divergence.of(Divergence.Base.UNKNOWN, from, to, rows.columns()),
                changed,
                digest,
                0,
                0,
                0,
                0,
                0,
                0,
                Optional.empty(),
                List.of(),
                changed ? newest.winners() : List.of(),
                changed ? newest.superseded() : List.of());
    }
}
