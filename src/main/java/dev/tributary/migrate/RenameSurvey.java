package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.TablePlan;
import dev.tributary.rename.BrokenObject;
import dev.tributary.rename.LegacyName;
import dev.tributary.rename.RenamePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks, before anything is written, for what would stop the tables of a target from getting their new names. */
final class RenameSurvey {
    private final Target target;
    private final RunSettings settings;
    private final List<String> notes = new ArrayList<>();
    private final List<Fault> problems = new ArrayList<>();

    RenameSurvey(Target target, RunSettings settings) {
        this.target = target;
        this.settings = settings;
        if (settings.dropBrokenViews() && target.names().tables().isEmpty()) {
            problems.add(new Fault(
                    "--drop-broken-views says nothing to the target " + target.name(),
                    "it renames no table, so no broken view is in its way",
                    "leave it out"));
        }
    }

    /** What old names lose at a switch that has not been yet. */
    List<LegacyName> legacyNames(Catalog catalog, List<CopyPlan> copies, History history) {
        if (target.switchVersion().filter(version -> !history.covers(version)).isEmpty()) {
            return List.of();
        }
        List<Table> tables = new ArrayList<>(catalog.tables());
        for (CopyPlan copy : copies) {
            for (TablePlan table : copy.tables()) {
                if (catalog.table(table.target().name()).isEmpty()) {
                    tables.add(table.source().called(table.target().name()));
                }
            }
        }
        return LegacyName.of(new Catalog(tables, catalog.views(), catalog.triggers()), target.names());
    }

    List<String> notes() {
        return notes;
    }

    List<Fault> problems() {
        return problems;
    }

    /** Judges the file as it is; what the merges bring is judged again by the version that renames. */
    void survey(Connection connection, String database, List<LedgerFile.Version> pending) throws SQLException {
        if (pending.stream().noneMatch(target::renames)) {
            return;
        }
        RenamePlan plan = RenamePlan.read(connection, database, target.names());
        problems.addAll(plan.problems(settings.dropBrokenViews()));
        if (settings.dropBrokenViews()) {
            for (BrokenObject broken : plan.broken()) {
                notes.add(broken.asText() + "; it is dropped, as told. It was made by: " + broken.sqlInOneLine());
            }
        }
    }
}
