package dev.tributary.plan;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Plans the tables of a source that are merged: what comes with them, what competes with what, what stays. */
final class MergePlanner {
    private final Connection connection;
    private final Planner.Side source;
    private final Planner.Side target;
    private final Wishes wishes;
    private final Path file;
    private final List<Fault> problems;
    private final List<String> declared = new ArrayList<>();
    private final List<MergePlan.Unmerged> unmerged = new ArrayList<>();
    private final List<MergePlan.Winner> winners = new ArrayList<>();
    private final List<MergePlan.Superseded> superseded = new ArrayList<>();
    private final List<Merged> merged = new ArrayList<>();

    /** What is declared, what the user says, and how tables may be called. */
    record Wishes(CopySpec spec, Policies policies, NameMap names) {}

    private record Merged(Transplant.Way way, TablePlan.Way kind) {}

    MergePlanner(
            Connection connection,
            Planner.Side source,
            Planner.Side target,
            Wishes wishes,
            Path file,
            List<Fault> problems) {
        this.connection = connection;
        this.source = source;
        this.target = target;
        this.wishes = wishes;
        this.file = file;
        this.problems = problems;
    }

    /** The source's tables that some rule speaks of, by the names that they have there. */
    List<String> declared() {
        return declared;
    }

    /** Adds one plan per table, in the order of the declaration. */
    MergePlan plan(List<TablePlan> tables, Predicate<String> changesAllowed) throws SQLException {
        List<TablePlan> newest = new ArrayList<>();
        for (CopySpec.TableCopy copy : wishes.spec().tables()) {
            Optional<Table> from = inSource(copy);
            declared.add(from.map(Table::name).orElse(copy.from()));
            if (copy.rule() instanceof CopySpec.Rule.Merged) {
                merged(copy, from);
            } else if (copy.rule() instanceof CopySpec.Rule.NewestWins rule) {
                newest(copy, from, rule, newest);
            } else if (copy.rule() instanceof CopySpec.Rule.ExpectedEmpty) {
                expectedEmpty(copy, from);
            }
        }
        if (merged.isEmpty() && newest.isEmpty()) {
            return unmerged.isEmpty() ? MergePlan.NONE : withNothingMade(Map.of());
        }
        if (merged.isEmpty()) {
            tables.addAll(newest);
            return withNothingMade(marks(tables));
        }
        Transplant.Result moved = Transplant.of(
                source.catalog(),
                wishes.spec().source().name(),
                file,
                merged.stream().map(Merged::way).toList(),
                target.catalog(),
                problems);
        for (Merged each : merged) {
            Table as = target.catalog()
                    .table(each.way().to())
                    .or(() -> moved.made().table(each.way().to()))
                    .orElse(each.way().from());
            tables.add(
                    new TableComparison(connection, source, target, each.way().from(), as, file)
                            .merge(each.kind(), changesAllowed, problems));
        }
        tables.addAll(newest);
        return new MergePlan(moved.made(), moved.fates(), marks(tables), unmerged, winners, superseded, orphans());
    }

    private MergePlan withNothingMade(Map<String, Long> marks) {
        return new MergePlan(MergePlan.NONE.made(), List.of(), marks, unmerged, winners, superseded, List.of());
    }

    private Optional<Table> inSource(CopySpec.TableCopy copy) {
        return copy.names().stream()
                .flatMap(name -> source.catalog().table(name).stream())
                .findFirst();
    }

    /**
     * A table that this installation has always called otherwise keeps that name up to the switch, so that its programs
     * lose nothing before; unless the target has the table already.
     */
    private String wanted(CopySpec.TableCopy copy, Table from) {
        boolean alias = wishes.names().aliases().stream()
                .anyMatch(name ->
                        Identifier.same(name.oldName(), from.name()) && Identifier.same(name.storedName(), copy.to()));
        boolean there = target.catalog().table(present(copy.to())).isPresent();
        return alias && !there ? from.name() : copy.to();
    }

    /** The name under which the target has the table now, or will have it. */
    private String present(String wanted) {
        return wishes.names().presentNames(wanted).stream()
                .filter(name -> target.catalog().table(name).isPresent())
                .findFirst()
                .orElse(wanted);
    }

    private void merged(CopySpec.TableCopy copy, Optional<Table> from) {
        if (from.isEmpty()) {
            problems.add(Planner.missing(
                    "the source '" + wishes.spec().source().name() + "' has no table " + copy.from(),
                    file,
                    copy.from()));
            return;
        }
        come(from.get(), present(wanted(copy, from.get())), TablePlan.Way.MERGED);
    }

    private void come(Table from, String to, TablePlan.Way kind) {
        Catalog there = target.catalog();
        boolean taken = there.table(to).isEmpty()
                && (there.index(to).isPresent()
                        || there.views().stream().anyMatch(view -> Identifier.same(view.name(), to)));
        if (taken) {
            problems.add(new Fault(
                            "the table " + from.name() + " of '"
                                    + wishes.spec().source().name() + "' cannot come as " + to,
                            "the target has a view or an index of that name",
                            "rename it, or drop it, in the target")
                    .at(file)
                    .at(to));
            return;
        }
        merged.add(new Merged(new Transplant.Way(from, to), kind));
    }

    private void newest(
            CopySpec.TableCopy copy, Optional<Table> from, CopySpec.Rule.NewestWins rule, List<TablePlan> tables)
            throws SQLException {
        Optional<Table> to = target.catalog().table(present(copy.to()));
        if (from.isEmpty() || to.isEmpty()) {
            problems.add(Planner.missing(
                    from.isEmpty()
                            ? "the source '" + wishes.spec().source().name() + "' has no table " + copy.from()
                            : "the target has no table " + copy.to(),
                    file,
                    copy.from()));
            return;
        }
        boolean exists =
                TableComparison.exists(connection, target.alias(), to.get().name());
        NewestComparison.Result found = new NewestComparison(
                        connection, source, target, from.get(), to.get(), exists, rule, file)
                .compare(problems);
        tables.add(found.plan());
        winners.addAll(found.winners());
        superseded.addAll(found.superseded());
    }

    private void expectedEmpty(CopySpec.TableCopy copy, Optional<Table> from) throws SQLException {
        String sourceName = wishes.spec().source().name();
        String name = sourceName + "." + copy.from();
        long rows = from.isEmpty()
                ? 0
                : Query.number(
                        connection,
                        "SELECT count(*) FROM "
                                + Identifier.quote(source.alias(), from.get().name()));
        if (rows > 0 && wishes.policies().carry().contains(name)) {
            come(from.get(), copy.to(), TablePlan.Way.CARRIED);
            return;
        }
        if (rows > 0 && !wishes.policies().leave().contains(name)) {
            problems.add(new Fault(
                            "the table " + copy.from() + " of '" + sourceName + "' holds " + rows
                                    + (rows == 1 ? " row" : " rows") + ", and was expected to be empty",
                            "its rows would be neither copied nor mentioned again; that is for you to say",
                            "say " + wishes.policies().how("leave", name) + " to leave them in the source, or "
                                    + wishes.policies().how("carry", name) + " to bring them as " + copy.to())
                    .at(file)
                    .at(copy.from()));
            return;
        }
        unmerged.add(new MergePlan.Unmerged(name, copy.from(), rows));
    }

    /** Up to which number the keys of each table were given out, also where the table is empty now. */
    private Map<String, Long> marks(List<TablePlan> tables) throws SQLException {
        Map<String, Long> marks = new LinkedHashMap<>();
        boolean any = Query.number(
                        connection,
                        "SELECT count(*) FROM " + Identifier.quote(source.alias(), "sqlite_schema")
                                + " WHERE name = 'sqlite_sequence'")
                > 0;
        if (!any) {
            return marks;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT name, seq FROM " + Identifier.quote(source.alias(), "sqlite_sequence"))) {
            while (row.next()) {
                String name = row.getString(1);
                long mark = row.getLong(2);
                tables.stream()
                        .filter(table -> Identifier.same(table.source().name(), name))
                        .filter(table -> table.way() != TablePlan.Way.COPIED)
                        .findFirst()
                        .ifPresent(table -> marks.put(table.target().name(), mark));
            }
        }
        return marks;
    }

    private List<MergePlan.Orphan> orphans() throws SQLException {
        List<MergePlan.Orphan> orphans = new ArrayList<>();
        if (merged.isEmpty()) {
            return orphans;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("PRAGMA " + Identifier.quote(source.alias()) + ".foreign_key_check")) {
            while (row.next()) {
                Optional<String> table = target(row.getString(1));
                String parent = row.getString(3);
                table.ifPresent(name ->
                        orphans.add(new MergePlan.Orphan(name, target(parent).orElse(parent))));
            }
        }
        return orphans;
    }

    private Optional<String> target(String sourceTable) {
        return merged.stream()
                .map(Merged::way)
                .filter(way -> Identifier.same(way.from().name(), sourceTable))
                .map(Transplant.Way::to)
                .findFirst();
    }
}
