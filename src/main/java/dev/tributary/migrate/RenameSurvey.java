package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.rename.BrokenObject;
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
