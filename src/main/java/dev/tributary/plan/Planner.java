package dev.tributary.plan;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Compares a source with a target, catalogs first, then rows, and writes down what a copy would do. */
public final class Planner {
    private final Connection connection;
    private final Side source;
    private final Side target;
    private final Predicate<String> changesAllowed;
    private final Policies policies;
    private final NameMap names;

    /**
     * One side of a plan.
     *
     * @param alias under which the database is attached
     * @param catalog its tables; for a target that is not migrated yet, as they will be
     */
    public record Side(String alias, Catalog catalog) {}

    /**
     * Plans on a connection that has both databases.
     *
     * @param changesAllowed says of a target table whether rows that changed since an earlier copy are only listed
     */
    public Planner(Connection connection, Side source, Side target, Predicate<String> changesAllowed) {
        this(connection, source, target, changesAllowed, Policies.NONE, new NameMap(List.of()));
    }

    /**
     * Plans merges too.
     *
     * @param policies what becomes of tables that should be empty and are not
     * @param names under which names the target may have a table
     */
    public Planner(
            Connection connection,
            Side source,
            Side target,
            Predicate<String> changesAllowed,
            Policies policies,
            NameMap names) {
        this.connection = connection;
        this.source = source;
        this.target = target;
        this.changesAllowed = changesAllowed;
        this.policies = policies;
        this.names = names;
    }

    /**
     * Makes the plan; writes nothing.
     *
     * @param file the source's file, for faults and for the report
     */
    public CopyPlan plan(CopySpec spec, Path file, boolean archived) throws SQLException {
        List<TablePlan> tables = new ArrayList<>();
        List<Fault> problems = new ArrayList<>();
        MergePlanner merging = new MergePlanner(
                connection, source, target, new MergePlanner.Wishes(spec, policies, names), file, problems);
        MergePlan merge = merging.plan(tables, changesAllowed);
        for (CopySpec.TableCopy copy : spec.tables()) {
            if (!(copy.rule() instanceof CopySpec.Rule.Copied)) {
                continue;
            }
            Optional<Table> from = source.catalog().table(copy.from());
            Optional<Table> to = target.catalog().table(copy.to());
            if (from.isEmpty()) {
                problems.add(missing(
                        "the source '" + spec.source().name() + "' has no table " + copy.from(), file, copy.from()));
            } else if (to.isEmpty()) {
                problems.add(missing("the target has no table " + copy.to(), file, copy.to()));
            } else {
                tables.add(new TableComparison(connection, source, target, from.get(), to.get(), file)
                        .compare(changesAllowed, problems));
            }
        }
        return new CopyPlan(
                spec.source().name(), file, archived, tables, leftBehind(merging.declared()), merge, problems);
    }

    /**
     * Plans the tables that merges would bring, for a target without sources: they are made, empty, as the project's own
     * statements say. Tables that are there already are left alone.
     *
     * @param kept the catalog that those statements make
     */
    public static MergePlan withoutSource(CopySpec spec, Catalog kept, Catalog target, NameMap names)
            throws SQLException {
        List<Transplant.Way> ways = new ArrayList<>();
        for (CopySpec.TableCopy copy : spec.tables()) {
            boolean there = names.presentNames(copy.to()).stream()
                    .anyMatch(name -> target.table(name).isPresent());
            if (copy.rule() instanceof CopySpec.Rule.Merged && !there) {
                ways.add(new Transplant.Way(
                        kept.table(copy.from())
                                .orElseThrow(
                                        () -> new IllegalStateException("no statement is kept for " + copy.from())),
                        copy.to()));
            }
        }
        if (ways.isEmpty()) {
            return MergePlan.NONE;
        }
        List<Fault> problems = new ArrayList<>();
        Transplant.Result made =
                Transplant.of(kept, spec.source().name(), Path.of(spec.source().name()), ways, target, problems);
        problems.stream().findFirst().ifPresent(problem -> {
            throw problem;
        });
        return new MergePlan(made.made(), made.fates(), Map.of(), List.of(), List.of(), List.of(), List.of());
    }

    static Fault missing(String what, Path file, String table) {
        return new Fault(
                        what,
                        "the migration declares that it copies " + table,
                        "check that this is the right file: " + file)
                .at(file)
                .at(table);
    }

    private List<CopyPlan.LeftBehind> leftBehind(List<String> known) throws SQLException {
        List<CopyPlan.LeftBehind> result = new ArrayList<>();
        for (Table table : source.catalog().tables()) {
            boolean declared = known.stream().anyMatch(name -> Identifier.same(name, table.name()));
            if (!declared) {
                long rows = Query.number(
                        connection, "SELECT count(*) FROM " + Identifier.quote(source.alias(), table.name()));
                if (rows > 0) {
                    result.add(new CopyPlan.LeftBehind(table.name(), rows));
                }
            }
        }
        return result;
    }
}
