package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.plan.CopyPlan;
import dev.tributary.rename.LegacyName;
import dev.tributary.source.Holders;
import dev.tributary.verify.Health;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a migration would do, as the preflight saw it. Nothing was written to make it.
 *
 * @param target the target's file
 * @param exists whether it is there and not empty
 * @param historyExists whether it has a Flyway history
 * @param pending the versions that would run, in order
 * @param stopBefore the first copy that cannot run because no sources are configured
 * @param missingTables base tables that would be made, because the user asked for it
 * @param adopted tables of later versions that are there already
 * @param copies one plan per source that would be read
 * @param absent optional sources that were not found, and where they were looked for
 * @param holders other processes that have a source or the target open, by file
 * @param bytesNeeded space for backups and growth
 * @param bytesFree space on the target's disk
 * @param healthBefore the target's state now
 * @param legacyNames what programs lose that go on using an old name, as long as the switch of the names is to come
 * @param notes differences that do no harm
 * @param problems everything that makes the migration impossible; empty when it may go ahead
 */
public record MigrationPlan(
        Path target,
        boolean exists,
        boolean historyExists,
        List<LedgerFile.Version> pending,
        Optional<LedgerFile.Version> stopBefore,
        List<String> missingTables,
        List<String> adopted,
        List<CopyPlan> copies,
        Map<String, List<Path>> absent,
        Map<Path, Holders> holders,
        long bytesNeeded,
        long bytesFree,
        Health healthBefore,
        List<LegacyName> legacyNames,
        List<String> notes,
        List<Fault> problems) {

    public MigrationPlan {
        pending = List.copyOf(pending);
        missingTables = List.copyOf(missingTables);
        adopted = List.copyOf(adopted);
        copies = List.copyOf(copies);
        absent = Collections.unmodifiableMap(new LinkedHashMap<>(absent));
        holders = Collections.unmodifiableMap(new LinkedHashMap<>(holders));
        legacyNames = List.copyOf(legacyNames);
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }

    /** The same with more problems, which come first. */
    MigrationPlan withProblems(List<Fault> found) {
        List<Fault> all = new ArrayList<>(found);
        all.addAll(problems);
        return new MigrationPlan(
                target,
                exists,
                historyExists,
                pending,
                stopBefore,
                missingTables,
                adopted,
                copies,
                absent,
                holders,
                bytesNeeded,
                bytesFree,
                healthBefore,
                legacyNames,
                notes,
                all);
    }

    /** Whether a migration would change nothing. */
    public boolean upToDate() {
        return pending.isEmpty();
    }

    /** Throws the first problem, saying how many more there are. */
    public void requirePossible() {
        if (problems.isEmpty()) {
            return;
        }
        Fault first = problems.get(0);
        throw problems.size() == 1 ? first : first.withMore(problems.size() - 1);
    }
}
