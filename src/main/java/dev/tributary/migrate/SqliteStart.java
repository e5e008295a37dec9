package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.safety.MigrationLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An application's start on an SQLite target. */
final class SqliteStart {
    private final SqliteMigration migration;
    private final Target target;
    private final Path file;
    private final Optional<String> end;
    private final StartUp start;

    /**
     * A start to be made.
     *
     * @param end the last version that is wanted; empty for all
     */
    SqliteStart(SqliteMigration migration, Target target, Path file, Optional<String> end, StartSettings settings) {
        this.migration = migration;
        this.target = target;
        this.file = file;
        this.end = end;
        this.start = new StartUp(file.toString(), settings);
    }

    StartReport run() {
        if (start.settings().replica()) {
            start.awaitOthers(this::pending, () -> MigrationLock.holder(file));
            migration.validate();
            return start.ready(List.of());
        }
        // taken here for its limit and its word; the run takes it again, and a thread may do that
        try (MigrationLock lock = MigrationLock.acquire(file, start.settings().limit(), start::waiting)) {
            return start.ready(migration.migrate(new Guard()).applied());
        }
    }

    private List<String> pending() {
        TargetInfo info = TargetInfo.read(target, file);
        return info.versions().stream()
                .filter(version -> version.state() == TargetInfo.State.PENDING)
                .map(version -> version.version().number())
                .filter(number -> end.isEmpty() || number.compareTo(end.get()) <= 0)
                .toList();
    }

    /** Stops what a person has to decide, at the last moment at which nothing is written. */
    private final class Guard implements MigrationListener {
        @Override
        public void planned(MigrationPlan plan) {
            if (plan.exists() && !plan.historyExists()) {
                throw StartUp.neverMigrated(file.toString(), "migrate " + target.name() + " --db " + file)
                        .at(file);
            }
            plan.stopBefore().ifPresent(stop -> {
                throw new Fault(
                                "the start would stop before version " + stop.number() + " (" + stop.scriptName() + ")",
                                "rows are still to be copied, and no sources are configured",
                                "say .sources(folder), or .noSources() if there are none")
                        .at(file);
            });
            if (!plan.pending().isEmpty()) {
                start.settings()
                        .listener()
                        .migrating(plan.pending().stream()
                                .map(LedgerFile.Version::number)
                                .toList());
            }
        }

        @Override
        public void versionStarted(String version, String description) {
            start.settings().listener().versionStarted(version, description);
        }
    }
}
