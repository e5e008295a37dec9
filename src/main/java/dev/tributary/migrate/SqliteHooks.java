package dev.tributary.migrate;

import dev.tributary.catalog.Query;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.fault.Fault;
import dev.tributary.plan.CopyPlan;
import dev.tributary.rename.LegacyName;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.safety.SourceIdentity;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SqliteFiles;
import dev.tributary.verify.Checks;
import java.sql.Connection;
import java.sql.SQLException;
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
        SqliteRun run = new SqliteRun(context);
        try {
            switch (event) {
                case BEFORE_VALIDATE -> beforeValidate(run);
                case BEFORE_CREATE_SCHEMA -> beforeCreateSchema(run);
                case BEFORE_BASELINE -> beforeBaseline(run);
                case BEFORE_REPAIR -> new BaselineAndRepair(run).beforeRepair();
                case BEFORE_CLEAN ->
                    throw new Fault(
                            "flyway:clean is not available",
                            "it drops every table, and nothing here may lose a row",
                            "to start afresh, move the file away");
                case BEFORE_EACH_MIGRATE -> beforeVersion(run);
                case AFTER_EACH_MIGRATE -> afterVersion(run);
                case AFTER_MIGRATE_ERROR -> afterFailure(run);
                case AFTER_MIGRATE_OPERATION_FINISH -> finish();
                default -> throw new IllegalStateException("an event that supports() refuses: " + event);
            }
        } catch (SQLException e) {
            throw SqliteFiles.explain("the target", run.file(), e);
        }
    }

    @Override
    public String getCallbackName() {
        return "tributary";
    }

    private void beforeValidate(SqliteRun run) throws SQLException {
        migrating = true;
        run.requireSettings();
        run.preflight().requireOwnHistory(run.connection());
    }

    /** The last moment at which nothing has been written. */
    private void beforeCreateSchema(SqliteRun run) throws SQLException {
        run.requireSettings();
        if (!migrating) {
            run.connection().beginWriting();
            return; // flyway:baseline, which has a check of its own
        }
        Preflight preflight = run.preflight();
        if (preflight.upToDate(run.connection())) {
            return;
        }
        // it only reads, and need not wait for readers
        new MigrationGuard(run.target()).requireAgreement(run.configuration());
        run.connection().beginWriting();
        try (Examinations examinations = new Examinations()) {
            MigrationPlan found = preflight.run(run.upTo(), examinations);
            if (!found.problems().isEmpty()) {
                found.withProblems(examinations.faults()).requirePossible();
            }
            begin(found, examinations, run);
            examinations.require();
        }
    }

    private void begin(MigrationPlan found, Examinations examinations, SqliteRun run) {
        plan = Optional.of(found);
        identity = SourceIdentity.of(found.copies().stream().map(CopyPlan::file).toList());
        found.notes().forEach(log::info);
        found.stopBefore().ifPresent(stop -> stopBefore(run.target(), stop, run.configuration()));
        listener.planned(found);
        if (!found.upToDate()) {
            try {
                backUp(found, run.settings(), examinations);
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

    private void beforeBaseline(SqliteRun run) throws SQLException {
        if (!migrating) { // else the preflight has judged it
            new BaselineAndRepair(run).beforeBaseline();
        }
    }

    private void beforeVersion(SqliteRun run) throws SQLException {
        MigrationPlan found = plan.orElseThrow(() -> new Fault(
                "version " + run.context().getMigrationInfo().getVersion() + " was about to run without a preflight",
                "the preflight saw nothing pending",
                "report this as a defect of Tributary, with the output of 'info'"));
        Connection connection = run.connection();
        LedgerFile.Version version = new VersionGuard(connection, run.target(), found, clock)
                .before(run.number(), run.configuration().getTable());
        rows = 0;
        listener.versionStarted(
                version.number(), run.context().getMigrationInfo().getDescription());
        if (listener.wantsRows() && version.isJava()) {
            connection
                    .unwrap(SQLiteConnection.class)
                    .addUpdateListener((type, database, table, rowid) -> listener.rowsWritten(++rows));
        }
    }

    private void afterVersion(SqliteRun run) throws SQLException {
        identity.requireSame();
        new VersionGuard(run.connection(), run.target(), plan.orElseThrow(), clock).after(run.number());
        Target target = run.target();
        if (target.switchVersion()
                .filter(version -> LedgerFile.sameNumber(version.number(), run.number()))
                .isPresent()) {
            legacyNames = LegacyName.of(SqliteCatalog.read(run.connection(), "main"), target.names());
        }
        for (Checks.Finding finding : target.checks(
                        target.ledger().version(run.number()).orElseThrow(), run.connection())
                .run(run.connection())) {
            log.warn(finding.asText());
            warnings.add(finding);
        }
        listener.versionFinished(
                target.ledger().version(run.number()).orElseThrow().number(),
                Query.number(run.connection(), "PRAGMA page_count")
                        * Query.number(run.connection(), "PRAGMA page_size"));
    }

    /** Must not throw: Flyway would report that instead of the failure itself. */
    private void afterFailure(SqliteRun run) {
        if (plan.isEmpty() || plan.get().historyExists()) {
            return;
        }
        String table = run.configuration().getTable();
        try {
            OwnHistory.forget(run.connection(), table);
        } catch (SQLException e) {
            leftBehind = Optional.of(
                    "but for the history table " + table + ", which was made and records no version that ran");
            log.error(
                    "Everything was rolled back, " + leftBehind.get() + ": it could not be removed: " + e.getMessage());
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
}
