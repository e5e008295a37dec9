package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.fault.Fault;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.CopySpec;
import dev.tributary.plan.Planner;
import dev.tributary.plan.Policies;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SourceSearch;
import dev.tributary.source.SourceSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at every source that the pending copies need; collects problems rather than stopping at the first. */
final class SourceSurvey {
    private final ManagedConnection scratch;
    private final Examinations examinations;
    private final Target target;
    private final SourceSettings settings;
    private final Policies policies;
    private Planner.Side targetSide;
    private final List<String> adopted;
    private final List<CopyPlan> plans = new ArrayList<>();
    private final Map<String, List<Path>> absent = new LinkedHashMap<>();
    private final List<Fault> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Prepares a survey.
     *
     * @param scratch where the sources are attached
     * @param examinations where it is found out beside this whether the sources are intact
     * @param targetSide the target as the copies will find it
     * @param adopted tables whose changed rows are only listed if the source is an archived one
     */
    SourceSurvey(
            ManagedConnection scratch,
            Examinations examinations,
            Target target,
            RunSettings settings,
            Planner.Side targetSide,
            List<String> adopted) {
        this.scratch = scratch;
        this.examinations = examinations;
        this.target = target;
        this.settings = settings.sources();
        this.policies = settings.policies().of(target.name());
        this.targetSide = targetSide;
        this.adopted = List.copyOf(adopted);
    }

    List<CopyPlan> plans() {
        return plans;
    }

    /** Optional sources that were not found, and where they were looked for. */
    Map<String, List<Path>> absent() {
        return absent;
    }

    /** Sources of which the user said that they are not there. */
    List<String> notes() {
        return notes;
    }

    List<Fault> problems() {
        return problems;
    }

    void survey(List<LedgerFile.Version> pending) throws SQLException {
        problems.addAll(settings.unknownNames(target.name(), target.sourceNames()));
        problems.addAll(policies.unknownNames(target.name(), target.policed()));
        for (LedgerFile.Version version : pending) {
            if (version.isJava() && new MigrationGuard(target).load(version) instanceof CopyMigration copy) {
                try {
                    survey(version, copy.spec());
                } catch (Fault fault) {
                    addOnce(fault);
                }
            }
        }
    }

    private void survey(LedgerFile.Version version, CopySpec spec) throws SQLException {
        SourceSearch.Location location = SourceSearch.find(spec.source(), settings);
        if (location instanceof SourceSearch.Without) {
            notes.add(spec.source().name() + ": there is no such source here, as told (--source "
                    + spec.source().name() + "=none); its tables are made empty");
        }
        if (location instanceof SourceSearch.Absent nowhere) {
            absent.put(spec.source().name(), nowhere.looked());
        }
        if (!(location instanceof SourceSearch.Found found)) {
            return;
        }
        String name = "the source '" + spec.source().name() + "'";
        SourceDatabase source = examinations.open(name, found.file());
        try {
            survey(version, spec, found, source);
        } catch (SQLException | RuntimeException e) {
            examinations.require(name); // damage explains whatever it has led to
            source.requireUnchangedAfter(e);
            throw e;
        }
    }

    private void survey(LedgerFile.Version version, CopySpec spec, SourceSearch.Found found, SourceDatabase source)
            throws SQLException {
        String alias = "source_" + version.number();
        source.attachTo(scratch, alias);
        Catalog catalog = SqliteCatalog.read(scratch, alias);
        CopyPlan plan = new Planner(
                        scratch,
                        new Planner.Side(alias, catalog),
                        targetSide,
                        table -> found.archived() && adopted.stream().anyMatch(one -> Identifier.same(one, table)),
                        policies,
                        target.names())
                .plan(spec, found.file(), found.archived());
        source.requireUnchanged();
        plans.add(plan);
        targetSide = new Planner.Side(targetSide.alias(), plan.after(targetSide.catalog()));
        problems.addAll(plan.problems());
    }

    /** A missing folder, say, is one problem, however many sources should be in it. */
    private void addOnce(Fault fault) {
        if (problems.stream().noneMatch(known -> known.getMessage().equals(fault.getMessage()))) {
            problems.add(fault);
        }
    }
}
