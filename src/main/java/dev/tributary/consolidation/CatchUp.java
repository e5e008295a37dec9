package dev.tributary.consolidation;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.CatchUpPlanner;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.CopySpec;
import dev.tributary.plan.Planner;
import dev.tributary.plan.Policies;
import dev.tributary.plan.Preferences;
import dev.tributary.plan.SourceCatchUp;
import dev.tributary.plan.TableCatchUp;
import dev.tributary.plan.TablePlan;
import dev.tributary.source.SourceSearch;
import dev.tributary.source.TableDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds one source, as it is now, against what the ledger says about its last copy, and plans what has to be brought.
 * Reads only; {@link CaughtUp} carries it out.
 */
public final class CatchUp {
    private final Connection connection;
    private final String target;
    private final MergeSettings merging;
    private final Preferences preferences;
    private final List<LedgerEntry> entries;

    /**
     * Plans on a connection to which the target and the source are attached.
     *
     * @param target the target's alias
     * @param entries the target's ledger
     */
    public CatchUp(
            Connection connection,
            String target,
            MergeSettings merging,
            Preferences preferences,
            List<LedgerEntry> entries)
            throws SQLException {
        this.connection = connection;
        this.target = target;
        this.merging = merging.in(SqliteCatalog.read(connection, target));
        this.preferences = preferences;
        this.entries = List.copyOf(entries);
    }

    /**
     * Plans one source.
     *
     * @param version the version that declares it
     * @param alias under which the source is attached
     * @param bases where its rows are as they were at the last copy
     */
    public SourceCatchUp plan(
            String version, CopySpec spec, SourceSearch.Found found, String alias, CatchUpPlanner.Bases bases)
            throws SQLException {
        Planner.Side source = new Planner.Side(alias, SqliteCatalog.read(connection, alias));
        Planner.Side side = new Planner.Side(target, SqliteCatalog.read(connection, target));
        CatchUpPlanner planner =
                new CatchUpPlanner(connection, source, side, found.file(), preferences, merging.names());
        List<TableCatchUp> tables = new ArrayList<>();
        List<SourceCatchUp.Left> left = new ArrayList<>();
        List<CopyPlan> carried = new ArrayList<>();
        List<Fault> problems = new ArrayList<>();
        for (CopySpec.TableCopy copy : spec.tables()) {
            Optional<Table> from = copy.names().stream()
                    .flatMap(name -> source.catalog().table(name).stream())
                    .findFirst();
            Optional<Table> to = present(side.catalog(), copy.to());
            if (copy.rule() instanceof CopySpec.Rule.ExpectedEmpty && !(cameAlong(spec, copy) && to.isPresent())) {
                stays(version, spec, copy, found, source, side, left, carried, problems);
            } else if (from.isEmpty() || to.isEmpty()) {
                problems.add(gone(spec, copy, found, from.isEmpty()));
            } else if (copy.rule() instanceof CopySpec.Rule.NewestWins rule) {
                tables.add(planner.planNewest(
                        from.get(), to.get(), rule, recorded(spec, to.get().name()), problems));
            } else {
                tables.add(planner.plan(
                        from.get(), to.get(), way(copy), recorded(spec, to.get().name()), bases, problems));
            }
        }
        List<CopyPlan.LeftBehind> behind = carried.isEmpty() ? leftBehind(spec, found, source, side) : List.of();
        return new SourceCatchUp(
                version, spec.source().name(), found.file(), found.archived(), tables, left, carried, behind, problems);
    }

    private static TablePlan.Way way(CopySpec.TableCopy copy) {
        return copy.rule() instanceof CopySpec.Rule.Copied
                ? TablePlan.Way.COPIED
                : copy.rule() instanceof CopySpec.Rule.ExpectedEmpty ? TablePlan.Way.CARRIED : TablePlan.Way.MERGED;
    }

    /** The table under whichever of its names it is there now. */
    private Optional<Table> present(Catalog catalog, String name) {
        return merging.names().presentNames(name).stream()
                .flatMap(each -> catalog.table(each).stream())
                .findFirst();
    }

    private boolean cameAlong(CopySpec spec, CopySpec.TableCopy copy) {
        return entries.stream()
                .anyMatch(entry -> entry.policy() == LedgerEntry.Policy.CARRIED
                        && entry.source().equals(spec.source().name())
                        && Identifier.same(entry.table(), copy.to()));
    }

    /** The newest line of the ledger about a table, which may have got another name since. */
    private CatchUpPlanner.Recorded recorded(CopySpec spec, String table) {
        return newest(spec, table)
                .map(entry -> new CatchUpPlanner.Recorded(entry.sourceDigest(), entry.targetDigest()))
                .orElse(CatchUpPlanner.Recorded.NEVER);
    }

    private Optional<LedgerEntry> newest(CopySpec spec, String table) {
        String name = merging.names().newName(table);
        return entries.stream()
                .filter(entry -> entry.source().equals(spec.source().name())
                        && Identifier.same(merging.names().newName(entry.table()), name))
                .reduce((older, newer) -> newer);
    }

    /** A table that should be empty: what was left once stays left, what is new in it needs a word. */
    private void stays(
            String version,
            CopySpec spec,
            CopySpec.TableCopy copy,
            SourceSearch.Found found,
            Planner.Side source,
            Planner.Side side,
            List<SourceCatchUp.Left> left,
            List<CopyPlan> carried,
            List<Fault> problems)
            throws SQLException {
        String name = spec.source().name() + "." + copy.from();
        Optional<LedgerEntry> before = newest(spec, name);
        boolean leftBefore = before.filter(entry -> entry.policy() == LedgerEntry.Policy.LEFT)
                .isPresent();
        Policies policies = leftBefore && !merging.policies().carry().contains(name)
                ? merging.policies().leaving(List.of(name))
                : merging.policies();
        CopyPlan plan = new Planner(connection, source, side, table -> false, policies, merging.names())
                .plan(new CopySpec(spec.source(), List.of(copy)), found.file(), found.archived());
        problems.addAll(plan.problems());
        if (!plan.tables().isEmpty()) {
            carried.add(plan);
            return;
        }
        Optional<Table> table = source.catalog().table(copy.from());
        TableDigest digest = table.isEmpty()
                ? new TableDigest(0, "")
                : TableDigest.of(
                        connection,
                        source.alias(),
                        table.get().name(),
                        table.get().columnNames(),
                        "");
        boolean changed = before.isEmpty() || !before.get().sourceDigest().equals(digest.hex());
        left.add(new SourceCatchUp.Left(name, copy.from(), digest.rows(), digest.hex(), changed));
    }

    private List<CopyPlan.LeftBehind> leftBehind(
            CopySpec spec, SourceSearch.Found found, Planner.Side source, Planner.Side side) throws SQLException {
        List<String> known =
                spec.tables().stream().flatMap(copy -> copy.names().stream()).toList();
        // a declaration of nothing leaves all tables behind; those that are declared are taken out again
        return new Planner(connection, source, side, table -> false)
                .plan(new CopySpec(spec.source(), List.of()), found.file(), found.archived()).leftBehind().stream()
                        .filter(each -> known.stream().noneMatch(name -> Identifier.same(name, each.table())))
                        .toList();
    }

    private static Fault gone(CopySpec spec, CopySpec.TableCopy copy, SourceSearch.Found found, boolean inSource) {
        return new Fault(
                        inSource
                                ? "the source '" + spec.source().name() + "' has no table " + copy.from()
                                : "the target has no table " + copy.to(),
                        "its rows were copied once, and cannot be compared now",
                        inSource
                                ? "check that this is the right file: " + found.file()
                                : "run 'verify': it says what is missing in the target")
                .at(found.file())
                .at(copy.to());
    }

    /** The target's tables into which a declaration's sources flow, under all names that a person may say. */
    public static List<String> tableNames(CopySpec spec, MergeSettings merging) {
        return spec.tables().stream()
                .flatMap(copy -> Stream.of(
                                merging.names().presentNames(copy.to()),
                                List.of(copy.to()),
                                copy.names().subList(1, copy.names().size()))
                        .flatMap(List::stream))
                .distinct()
                .toList();
    }
}
