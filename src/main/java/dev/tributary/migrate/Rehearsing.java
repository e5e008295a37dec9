package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.safety.Cleanup;
import dev.tributary.safety.ThrowAway;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SqliteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Migrates a copy of the target in a folder that is thrown away afterwards. The target is opened for reading only, to copy
 * it, and the sources are read as in every run; nothing else of the user's is opened.
 */
final class Rehearsing {
    private final Target target;
    private final Path file;
    private final RunSettings settings;
    private final Optional<Path> in;

    /**
     * A rehearsal to be made.
     *
     * @param in where the copy is made; empty for the system's folder for temporary files
     */
    Rehearsing(Target target, Path file, RunSettings settings, Optional<Path> in) {
        this.target = target;
        this.file = file;
        this.settings = settings;
        this.in = in;
    }

    /**
     * Rehearses.
     *
     * @param cleanup what takes the copy away, also where somebody stops this process
     */
    Rehearsal run(Cleanup cleanup) {
        MigrationPlan plan = new SqliteMigration(target, file, settings).plan();
        if (!plan.problems().isEmpty()) {
            return new Rehearsal(
                    file,
                    plan,
                    Duration.ZERO,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    SqliteFiles.size(file),
                    plan.problems());
        }
        return rehearse(plan, cleanup.add(ThrowAway.make(in)));
    }

    private Rehearsal rehearse(MigrationPlan plan, ThrowAway folder) {
        long start = System.nanoTime();
        Path copy = folder.folder().resolve(file.getFileName());
        Map<String, String> before = new TreeMap<>();
        if (plan.exists()) {
            try (SourceDatabase open = SourceDatabase.open("the target", file)) {
                folder.copyOf(open);
            }
            before = objects(copy);
        }
        Duration copied = Duration.ofNanos(System.nanoTime() - start);
        SqliteMigration migration = new SqliteMigration(target, copy, settings);
        Clocked clocked = new Clocked();
        List<Fault> refusals = new ArrayList<>();
        Optional<MigrationReport> report = Optional.empty();
        Optional<Verification> verification = Optional.empty();
        try {
            report = Optional.of(migration.migrate(clocked));
            if (settings.sources().configured()) {
                verification = Optional.of(migration.verify());
            }
        } catch (Fault fault) {
            refusals.add(fault);
        }
        return new Rehearsal(
                file,
                plan,
                copied,
                report,
                verification,
                clocked.steps(),
                report.isEmpty() ? List.of() : SchemaChanges.between(before, objects(copy)),
                SqliteFiles.size(file),
                refusals);
    }

    /** Notes when each version begins and ends, and how large the file is then. */
    private static final class Clocked implements MigrationListener {
        private final List<Rehearsal.Step> steps = new ArrayList<>();
        private String description = "";
        private long since;

        @Override
        public void versionStarted(String version, String what) {
            description = what;
            since = System.nanoTime();
        }

        @Override
        public void versionFinished(String version, long bytes) {
            steps.add(new Rehearsal.Step(version, description, Duration.ofNanos(System.nanoTime() - since), bytes));
        }

        List<Rehearsal.Step> steps() {
            return steps;
        }
    }

    /** What the schema consists of: by kind and name, what each is like. */
    private static Map<String, String> objects(Path db) {
        Map<String, String> objects = new TreeMap<>();
        if (!Files.exists(db)) {
            return objects;
        }
        try (SourceDatabase open = SourceDatabase.open("the copy", db);
                ManagedConnection connection = open.connect()) {
            Catalog catalog = SqliteCatalog.read(connection, "main");
            for (Table table : catalog.tables()) {
                objects.put(
                        "table " + table.name(),
                        table.columns().size() + " columns "
                                + table.columns().stream()
                                        .map(column -> column.shape())
                                        .toList());
                for (Index index : table.createdIndexes()) {
                    objects.put("index " + index.name(), "on " + table.name() + " " + index.shape());
                }
            }
            catalog.views().forEach(view -> objects.put("view " + view.name(), view.sql()));
            catalog.triggers().forEach(trigger -> objects.put("trigger " + trigger.name(), trigger.sql()));
        } catch (SQLException e) {
            throw SqliteFiles.explain("the copy", db, e);
        }
        return objects;
    }
}
