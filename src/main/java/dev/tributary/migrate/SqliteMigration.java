package dev.tributary.migrate;

import dev.tributary.document.DatabaseDocument;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.Ledger;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.Preferences;
import dev.tributary.safety.Cleanup;
import dev.tributary.safety.Retention;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SqliteFiles;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.api.output.MigrateResult;
import org.sqlite.SQLiteException;

/**
 * One SQLite target and what can be done with it. The command line and the library both come here; Maven comes to the
 * same hooks through Flyway's plugin.
 */
public final class SqliteMigration {
    private static final int TRIES = 5;

    private final Target target;
    private final Path file;
    private final RunSettings settings;

    /** A target's file with what the user said about the run. */
    public SqliteMigration(Target target, Path file, RunSettings settings) {
        this.target = target;
        this.file = file.toAbsolutePath().normalize();
        this.settings = settings;
    }

    /** What a migration would do; writes nothing. */
    public MigrationPlan plan() {
        return new Preflight(target, file, settings).run(end());
    }

    /**
     * Migrates to the last version, or up to the first copy when no sources are configured.
     *
     * @throws Fault when anything is in doubt; the file is then as it was
     */
    public MigrationReport migrate(MigrationListener listener) {
        long start = System.nanoTime();
        SqliteHooks hooks = new SqliteHooks(listener);
        try {
            MigrateResult result = flyway(hooks).migrate();
            List<String> applied =
                    result.migrations.stream().map(SqliteMigration::number).toList();
            return report(hooks, applied, Duration.ofNanos(System.nanoTime() - start));
        } catch (FlywayException e) {
            Fault fault = asFault(e);
            throw hooks.leftBehind().map(fault::afterChanging).orElse(fault);
        }
    }

    /**
     * Migrates at an application's start: one of many instances does, the others wait for it.
     *
     * @throws Fault when anything is in doubt, or is a person's decision; the file is then as it was
     */
    public StartReport migrateOnStart(StartSettings start) {
        return new SqliteStart(this, target, file, end(), start).run();
    }

    /** Lets Flyway compare what was applied with the migrations of this build; writes nothing, not even a lock file. */
    void validate() {
        for (int left = TRIES; ; left--) {
            try (SourceDatabase open = SourceDatabase.open("the target", file)) {
                Map<String, String> properties = properties();
                properties.remove("flyway.driver");
                ClassicConfiguration configuration = configured(properties);
                configuration.setDataSource(new ReadOnlyDataSource(open));
                try {
                    new Flyway(configuration).validate();
                } catch (FlywayException e) {
                    open.requireUnchangedAfter(e);
                    throw e;
                }
                open.requireUnchanged();
                return;
            } catch (FlywayException e) {
                throw asFault(e);
            } catch (Fault disturbed) {
                if (left == 0) {
                    throw disturbed; // a program wrote to it each time
                }
            }
        }
    }

    /**
     * Makes a backup because a person asked for it: of the target, and of the sources that are configured.
     *
     * @param keep how many backups stay, this one among them; empty for all. The newest ones that were made before a
     *     migration and before catching up stay in any case.
     * @param waiting told for whom we wait
     * @throws Fault when there is nothing to back up, or anything about the backup is in doubt
     */
    public Retention backup(OptionalInt keep, Consumer<String> waiting) {
        return new HandBackup(target, file, settings).make(keep, waiting);
    }

    /** What catching up would do; writes nothing. See {@link #catchUp}. */
    public CatchUpPlan catchUpPlan(Preferences preferences) {
        return new CatchUpRun(target, file, settings, preferences).plan();
    }

    /**
     * Brings rows that are new or have changed in the sources since they were copied, and sources that turned up later: all
     * of it, proven, in one transaction.
     *
     * @param preferences which side stays where a row has changed on both; without a word that is refused
     * @param waiting told for whom we wait
     * @throws Fault on any doubt; the file is then as it was
     */
    public CatchUpReport catchUp(Preferences preferences, Consumer<String> waiting) {
        return new CatchUpRun(target, file, settings, preferences).run(waiting);
    }

    /** Which files {@link #archive} would move aside, and whether it may; writes nothing. */
    public ArchivePlan archivePlan(boolean forward) {
        return new ArchiveRun(target, file, settings).plan(forward);
    }

    /**
     * Moves the sources aside, when a verification made here and now shows that nothing of them is missing in the target.
     *
     * @param forward leave a link to the target at each old path; without it a read-only text that says where the rows are
     * @param undo the command that undoes it, for that text; given the path of what is archived
     * @param waiting told for whom we wait
     * @throws Fault when something is missing, or somebody uses one of the files
     */
    public ArchiveReport archive(boolean forward, UnaryOperator<String> undo, Consumer<String> waiting) {
        return new ArchiveRun(target, file, settings).run(forward, undo, waiting);
    }

    /** Puts archived sources back to where their programs look for them. */
    public ArchiveReport restoreArchive(Consumer<String> waiting) {
        return new ArchiveRun(target, file, settings).undo(waiting);
    }

    /**
     * Migrates a throw-away copy, and says what that did; the real files are only read.
     *
     * @param in the folder under which the copy is made; empty for the system's folder for temporary files
     */
    public Rehearsal rehearse(Optional<Path> in) {
        try (Cleanup cleanup = new Cleanup()) {
            return rehearse(in, cleanup);
        }
    }

    /** The same; the copy is there until the cleanup is closed. */
    public Rehearsal rehearse(Optional<Path> in, Cleanup cleanup) {
        return new Rehearsing(target, file, settings, in).run(cleanup);
    }

    /** Proves again what was copied; see {@link Verification}. */
    public Verification verify() {
        return new Verifying(target, file, settings.sources(), end()).run();
    }

    /**
     * What the database holds and what is said about it; writes nothing.
     *
     * @throws Fault when there is no such file, or it cannot be read
     */
    public DatabaseDocument document() {
        try (SourceDatabase open = SourceDatabase.open("the target", file);
                ManagedConnection connection = open.connect()) {
            DatabaseDocument document = DatabaseDocument.read(connection, target.names(), target.descriptions());
            open.requireUnchanged();
            return document;
        } catch (SQLException e) {
            throw SqliteFiles.explain("the target", file, e);
        }
    }

    /** Whether this machine, the file and its sources are ready for a run; writes nothing. */
    public Examination examine() {
        List<Examination.Finding> findings = new ArrayList<>(MachineLook.findings());
        findings.addAll(new FilesLook(this, file).findings());
        return new Examination(findings);
    }

    /** The versions and what the file says about them; writes nothing. */
    public TargetInfo info() {
        return TargetInfo.read(target, file);
    }

    /** The last version that is wanted; empty for all. */
    private Optional<String> end() {
        return settings.until().map(target::endOf).map(LedgerFile.Version::number);
    }

    private Flyway flyway(SqliteHooks hooks) {
        Map<String, String> properties = properties();
        properties.put("flyway.url", SqliteTargetDriver.url(file));
        ClassicConfiguration configuration = configured(properties);
        configuration.setCallbacks(hooks);
        return new Flyway(configuration);
    }

    private Map<String, String> properties() {
        Properties conf = target.flywaySettings();
        Map<String, String> properties = new HashMap<>();
        conf.stringPropertyNames().forEach(name -> properties.put(name, conf.getProperty(name)));
        properties.remove("flyway.callbacks"); // an instance that somebody listens to takes its place
        end().ifPresent(version -> properties.put("flyway.target", version));
        settings.asPlaceholders(target.name())
                .forEach((name, value) -> properties.put("flyway.placeholders." + name, value));
        return properties;
    }

    private static ClassicConfiguration configured(Map<String, String> properties) {
        ClassicConfiguration configuration = new ClassicConfiguration(SqliteMigration.class.getClassLoader());
        configuration.configure(properties);
        return configuration;
    }

    private MigrationReport report(SqliteHooks hooks, List<String> applied, Duration took) {
        List<LedgerEntry> entries = new ArrayList<>();
        if (!applied.isEmpty()) {
            try (SourceDatabase open = SourceDatabase.open("the target", file);
                    ManagedConnection connection = open.connect()) {
                for (LedgerEntry entry : new Ledger(connection, "main").entries()) {
                    if (applied.stream().anyMatch(number -> LedgerFile.sameNumber(number, entry.version()))) {
                        entries.add(entry);
                    }
                }
            } catch (SQLException e) {
                throw SqliteFiles.explain("the target", file, e)
                        .afterChanging("the migration is complete, its report is not");
            }
        }
        return new MigrationReport(
                file,
                applied,
                hooks.plan().flatMap(MigrationPlan::stopBefore).map(LedgerFile.Version::scriptName),
                entries,
                hooks.backup(),
                hooks.plan().map(MigrationPlan::notes).orElse(List.of()),
                hooks.legacyNames(),
                hooks.warnings(),
                took);
    }

    private static String number(MigrateOutput output) {
        return output.version;
    }

    /** Flyway wraps what our hooks and migrations throw; what is its own gets the same three lines. */
    private Fault asFault(FlywayException e) {
        Optional<Fault> ours = Fault.in(e);
        if (ours.isPresent()) {
            return ours.get();
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return SqliteFiles.explain("the target", file, sqlite);
            }
        }
        String message = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
        if (e instanceof FlywayValidateException) {
            return new Fault(
                            "the migrations are not the ones that this file was made with: " + file,
                            message,
                            "use the build of Tributary that migrated it, or find out who edited an applied migration; do not run repair first")
                    .at(file)
                    .revealedBy(e);
        }
        return new Fault("Flyway could not migrate " + file, message, "run again with --verbose, and 'info'")
                .at(file)
                .revealedBy(e);
    }
}
