package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.plan.CopySpec;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.safety.MigrationLock;
import dev.tributary.safety.Retention;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SourceSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A backup that no migration asked for. Takes the migration lock, so that it shows one state and not a half of two. */
final class HandBackup {
    private static final String REASON = "by-hand";

    private final Target target;
    private final Path file;
    private final RunSettings settings;

    HandBackup(Target target, Path file, RunSettings settings) {
        this.target = target;
        this.file = file;
        this.settings = settings;
    }

    Retention make(OptionalInt keep, Consumer<String> waiting) {
        try (MigrationLock lock = MigrationLock.acquire(file, MigrationLock.LIMIT, waiting)) {
            if (!Files.exists(file)) {
                throw new Fault("the target does not exist: " + file, "there is nothing to back up", "correct --db")
                        .at(file);
            }
            Map<String, SourceDatabase> sources = new LinkedHashMap<>();
            try {
                if (settings.sources().configured()) {
                    open(sources);
                }
                Backups backups = new Backups(file, Clock.systemUTC());
                backups.removeUnfinished();
                BackupSet made = backups.create(true, sources, REASON, settings.dump());
                return new Retention(made, keep.isPresent() ? backups.keepNewest(keep.getAsInt()) : List.of());
            } finally {
                sources.values().forEach(SourceDatabase::close);
            }
        }
    }

    private void open(Map<String, SourceDatabase> sources) {
        MigrationGuard guard = new MigrationGuard(target);
        for (LedgerFile.Version version : target.ledger().versions()) {
            if (version.isJava() && guard.load(version) instanceof CopyMigration copy) {
                CopySpec spec = copy.spec();
                if (SourceSearch.find(spec.source(), settings.sources()) instanceof SourceSearch.Found found) {
                    String name = spec.source().name();
                    sources.put(name, SourceDatabase.open("the source '" + name + "'", found.file()));
                }
            }
        }
    }
}
