package dev.tributary.migrate;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.fault.Fault;
import dev.tributary.plan.CopyPlan;
import dev.tributary.rename.LegacyName;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.safety.SourceIdentity;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SqliteFiles;
import dev.tributary.verify.Checks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;
import org.sqlite.SQLiteConnection;

/**
 * What makes a Flyway run on SQLite safe, whoever starts it: preflight, backup, adoption, and the guard around every
 * version. One instance serves one run.
 *
 * <p>The order in which Flyway calls: beforeValidate, <b>beforeCreateSchema</b> (the last moment at which the file is
 * untouched), the history table and a baseline, then for each version beforeEachMigrate and afterEachMigrate inside the
 * one transaction. {@code flyway:baseline} calls beforeCreateSchema and beforeBaseline, without beforeValidate;
 * {@code flyway:repair} only beforeRepair.
 *
 * @see <a href="https://documentation.red-gate.com/flyway/reference/callback-events">Flyway: callback events</a>
 */
public final class SqliteHooks implements Callback {
    private final Log log = LogFactory.getLog(SqliteHooks.class);
    private final Clock clock = Clock.systemUTC();
    private final MigrationListener listener;
    private boolean migrating;
    private Optional<MigrationPlan> plan = Optional.empty();
    private Optional<BackupSet> backup = Optional.empty();
    private Optional<String> leftBehind = Optional.empty();
    private SourceIdentity identity = SourceIdentity.NONE;
    private final List<Checks.Finding> warnings = new ArrayList<>();
    private List<LegacyName> legacyNames = List.of();
    private long rows;

    /** Flyway's Maven plugin makes an instance by name. */
    public SqliteHooks() {
        this(MigrationListener.NONE);
    }

    /** For a run of the library that somebody watches. */
    SqliteHooks(MigrationListener listener) {
        this.listener = listener;
    }

    Optional<MigrationPlan> plan() {
        return plan;
    }

    Optional<BackupSet> backup() {
        return backup;
    }

    /** What a failed run could not take back, if anything. */
    Optional<String> leftBehind() {
        return leftBehind;
    }

    /** What old names lose, when this run was the one that switched to the new ones. */
    List<LegacyName> legacyNames() {
        return legacyNames;
    }

    /** What the checks of the versions that ran have found. */
    List<Checks.Finding> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public boolean supports(Event event, Context context) {
        return switch (event) {
            case BEFORE_VALIDATE,
                    BEFORE_CREATE_SCHEMA,
                    BEFORE_BASELINE,
                    BEFORE_REPAIR,
                    BEFORE_CLEAN,
                    BEFORE_EACH_MIGRATE,
                    AFTER_EACH_MIGRATE,
                    AFTER_MIGRATE_ERROR,
                    AFTER_MIGRATE_OPERATION_FINISH -> true;
            default -> false;
        };
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return false; // a backup cannot be made by a connection that is inside a transaction
    }

    @Override
    public void handle(Event event, Context context) {
        Configuration configuration = context.getConfiguration();
        try {
            switch (event) {
                case BEFORE_VALIDATE -> beforeValidate(context, configuration);
                case BEFORE_CREATE_SCHEMA -> beforeCreateSchema(context, configuration);
                case BEFORE_BASELINE -> beforeBaseline(context, configuration);
                case BEFORE_REPAIR -> beforeRepair(context, configuration);
                case BEFORE_CLEAN ->
                    throw new Fault(
                            "flyway:clean is not available",
                            "it drops every table, and nothing here may lose a row",
                            "to start afresh, move the file away");
                case BEFORE_EACH_MIGRATE -> beforeVersion(context);
                case AFTER_EACH_MIGRATE -> afterVersion(context);
                case AFTER_MIGRATE_ERROR -> afterFailure(context, configuration);
                case AFTER_MIGRATE_OPERATION_FINISH -> finish();
                default -> throw new IllegalStateException("an event that supports() refuses: " + event);
            }
        } catch (SQLException e) {
            throw SqliteFiles.explain("the target", file(context), e);
        }
    }

    @Override
    public String getCallbackName() {
        return "tributary";
    }

    private static void requireSettings(Configuration configuration) {
        Target target = target(configuration);
        SafeSettings.require(configuration, target.ledger());
        MavenSettings.requireKnown(
                System.getProperties(),
                target.name(),
                configuration.getPlaceholders().keySet());
    }

    private void beforeValidate(Context context, Configuration configuration) throws SQLException {
        migrating = true;
        requireSettings(configuration);
        preflight(context, configuration).requireOwnHistory(context.getConnection());
    }

    /** The last moment at which nothing has been written. */
    private void beforeCreateSchema(Context context, Configuration configuration) throws SQLException {
        requireSettings(configuration);
        if (!migrating) {
            connection(context).beginWriting();
            return; // flyway:baseline, which has a check of its own
        }
        Preflight preflight = preflight(context, configuration);
        if (preflight.upToDate(context.getConnection())) {
            return;
        }
        Target target = target(configuration);
        new MigrationGuard(target).requireAgreement(configuration); // it only reads, and need not wait for readers
        connection(context).beginWriting();
        try (Examinations examinations = new Examinations()) {
            MigrationPlan found = preflight.run(upTo(target, configuration), examinations);
            if (!found.problems().isEmpty()) {
                found.withProblems(examinations.faults()).requirePossible();
            }
            begin(found, examinations, target, configuration);
            examinations.require();
        }
    }

    private void begin(MigrationPlan found, Examinations examinations, Target target, Configuration configuration) {
        plan = Optional.of(found);
        identity = SourceIdentity.of(found.copies().stream().map(CopyPlan::file).toList());
        found.notes().forEach(log::info);
        found.stopBefore().ifPresent(stop -> stopBefore(target, stop, configuration));
        listener.planned(found);
        if (!found.upToDate()) {
            try {
                backUp(found, settings(configuration), examinations);
            } catch (Fault failed) {
                examinations.require(); // damage explains it better
                throw failed;
            }
        }
    }

    private void stopBefore(Target target, LedgerFile.Version stop, Configuration configuration) {
        if (!(configuration instanceof ClassicConfiguration changeable)) {
            throw new Fault(
                    "version " + stop.number() + " needs sources, and none are configured",
                    "this Flyway does not let a run stop before it",
                    "say where the sources are, or set flyway.target");
        }
        // -Dflyway.target may have been lower already; then the first copy is not pending and nothing stops here
        changeable.setTarget(MigrationVersion.fromVersion(
                target.ledger().before(stop).map(LedgerFile.Version::number).orElse("0")));
        // as an error, because that is all that mvn -q shows, and this must not look like an empty success
        log.error(
                "Stopped before version " + stop.number() + " (" + stop.scriptName() + "): no sources are configured."
                        + " Say --sources DIR (-Dsources=DIR) to copy them, or --no-sources (-Dsources=none) if there are none.");
    }

    private void backUp(MigrationPlan found, RunSettings settings, Examinations examinations) {
        identity.requireSame();
        Map<String, SourceDatabase> sources = new LinkedHashMap<>();
        for (CopyPlan copy : found.copies()) {
            sources.put(copy.source(), examinations.source("the source '" + copy.source() + "'"));
        }
        Backups backups = new Backups(found.target(), clock);
        backups.removeUnfinished();
        BackupSet made =
                backups.create(found.exists(), sources, "before-migrate", settings.dump(), examinations::require);
        backup = Optional.of(made);
        log.info("Backup: " + made.folder());
        listener.backedUp(made);
    }

    private void beforeBaseline(Context context, Configuration configuration) throws SQLException {
        if (migrating) {
            return; // the preflight has judged it
        }
        Target target = target(configuration);
        String first = target.ledger().first().number();
        if (!LedgerFile.sameNumber(first, configuration.getBaselineVersion().getVersion())) {
            throw new Fault(
                    "a baseline at version " + configuration.getBaselineVersion() + " is refused",
                    "it would record copies that never ran; only version " + first + " can be there without Tributary",
                    "leave out -Dflyway.baselineVersion");
        }
        MigrationPlan found = preflight(context, configuration).run(Optional.of(first));
        found.requirePossible();
        if (!found.missingTables().isEmpty()) {
            throw new Fault(
                    "a baseline is refused: tables are missing: " + found.missingTables(),
                    "a baseline makes no tables",
                    "run flyway:migrate instead");
        }
        if (!found.exists()) {
            throw new Fault(
                    "a baseline of an empty file is refused",
                    "version " + first + " would never run",
                    "run flyway:migrate instead");
        }
    }

    private void beforeRepair(Context context, Configuration configuration) throws SQLException {
        connection(context).beginWriting();
        Preflight preflight = preflight(context, configuration);
        preflight.requireOwnHistory(context.getConnection());
        Target target = target(configuration);
        new MigrationGuard(target).requireAgreement(configuration);
        // with no version wanted, only what was applied is compared with what is there
        preflight.run(Optional.of("")).requirePossible();
    }

    private void beforeVersion(Context context) throws SQLException {
        MigrationPlan found = plan.orElseThrow(() -> new Fault(
                "version " + context.getMigrationInfo().getVersion() + " was about to run without a preflight",
                "the preflight saw nothing pending",
                "report this as a defect of Tributary, with the output of 'info'"));
        Connection connection = context.getConnection();
        LedgerFile.Version version = new VersionGuard(connection, target(context.getConfiguration()), found, clock)
                .before(number(context), context.getConfiguration().getTable());
        rows = 0;
        listener.versionStarted(version.number(), context.getMigrationInfo().getDescription());
        if (listener.wantsRows() && version.isJava()) {
            connection
                    .unwrap(SQLiteConnection.class)
                    .addUpdateListener((type, database, table, rowid) -> listener.rowsWritten(++rows));
        }
    }

    private void afterVersion(Context context) throws SQLException {
        identity.requireSame();
        new VersionGuard(context.getConnection(), target(context.getConfiguration()), plan.orElseThrow(), clock)
                .after(number(context));
        Target target = target(context.getConfiguration());
        if (target.switchVersion()
                .filter(version -> LedgerFile.sameNumber(version.number(), number(context)))
                .isPresent()) {
            legacyNames = LegacyName.of(SqliteCatalog.read(context.getConnection(), "main"), target.names());
        }
        for (Checks.Finding finding : target.checks(
                        target.ledger().version(number(context)).orElseThrow(), context.getConnection())
                .run(context.getConnection())) {
            log.warn(finding.asText());
            warnings.add(finding);
        }
        listener.versionFinished(
                target.ledger().version(number(context)).orElseThrow().number(),
                Query.number(context.getConnection(), "PRAGMA page_count")
                        * Query.number(context.getConnection(), "PRAGMA page_size"));
    }

    private static String number(Context context) {
        return context.getMigrationInfo().getVersion().getVersion();
    }

    /** Must not throw: Flyway would report that instead of the failure itself. */
    private void afterFailure(Context context, Configuration configuration) {
        try {
            forgetOwnHistory(context, configuration);
        } catch (SQLException e) {
            leftBehind = Optional.of("but for the history table " + configuration.getTable()
                    + ", which was made and records no version that ran");
            log.error(
                    "Everything was rolled back, " + leftBehind.get() + ": it could not be removed: " + e.getMessage());
        }
    }

    /** A run that failed leaves nothing: a history table that it made, holding at most its own baseline, goes again. */
    private void forgetOwnHistory(Context context, Configuration configuration) throws SQLException {
        if (plan.isEmpty() || plan.get().historyExists()) {
            return;
        }
        String table = Identifier.quote(configuration.getTable());
        try (Statement statement = context.getConnection().createStatement()) {
            try (ResultSet row =
                    statement.executeQuery("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = "
                            + Identifier.literal(configuration.getTable()))) {
                row.next();
                if (row.getInt(1) == 0) {
                    return;
                }
            }
            try (ResultSet row =
                    statement.executeQuery("SELECT count(*) FROM " + table + " WHERE type <> 'BASELINE'")) {
                row.next();
                if (row.getInt(1) > 0) {
                    return;
                }
            }
            statement.execute("DROP TABLE " + table);
        }
    }

    private void finish() {
        for (LegacyName name : legacyNames) {
            log.warn(name.asText());
        }
        if (!legacyNames.isEmpty()) {
            log.warn("Advice: " + LegacyName.ADVICE_AFTERWARDS);
        }
        plan.ifPresent(found -> log.info("Done: " + found.pending().size() + " version(s) of " + found.target()));
    }

    private static Optional<String> upTo(Target target, Configuration configuration) {
        MigrationVersion wanted = configuration.getTarget();
        if (wanted == null || wanted.equals(MigrationVersion.LATEST)) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(wanted.getVersion())
                .flatMap(target.ledger()::version)
                .map(LedgerFile.Version::number)
                .orElseThrow(() -> new Fault(
                        "flyway.target is " + wanted + ", and there is no such version",
                        "LEDGER.md of " + target.name() + " lists: "
                                + target.ledger().versions().stream()
                                        .map(LedgerFile.Version::number)
                                        .toList(),
                        "name one of them, or leave out -Dflyway.target")));
    }

    private static Preflight preflight(Context context, Configuration configuration) {
        return new Preflight(
                target(configuration), connection(context), settings(configuration), configuration.getTable());
    }

    private static RunSettings settings(Configuration configuration) {
        return RunSettings.from(configuration.getPlaceholders());
    }

    private static Target target(Configuration configuration) {
        return Target.named(configuration.getPlaceholders().getOrDefault("target", ""));
    }

    private static Path file(Context context) {
        return connection(context).file();
    }

    private static ManagedConnection connection(Context context) {
        try {
            return context.getConnection().unwrap(ManagedConnection.class);
        } catch (SQLException | ClassCastException e) {
            throw new Fault(
                            "the target was not opened by Tributary's driver",
                            "another flyway.driver was set, and with it the lock and the checks are gone",
                            "leave out -Dflyway.driver (FLYWAY_DRIVER)")
                    .revealedBy(e);
        }
    }
}
