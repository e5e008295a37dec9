package dev.tributary.migrate;

import dev.tributary.document.DatabaseDocument;
import dev.tributary.fault.Fault;
import dev.tributary.postgres.AdvisoryLocks;
import dev.tributary.postgres.CleanSlate;
import dev.tributary.postgres.Diagnosing;
import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.Diagnosis.HistoryRow;
import dev.tributary.postgres.InvalidIndexes;
import dev.tributary.postgres.LiveExecutor;
import dev.tributary.postgres.LivePace;
import dev.tributary.postgres.LiveSettings;
import dev.tributary.postgres.LiveStep;
import dev.tributary.postgres.Maintenance;
import dev.tributary.postgres.PostgresFaults;
import dev.tributary.postgres.SchemaDocument;
import dev.tributary.postgres.UndoMark;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.api.output.RepairResult;

/**
 * The target {@code mcp} in one PostgreSQL database, and what can be done with it. The command line and the library both
 * come here; Maven comes to the same hooks through Flyway's plugin.
 */
public final class PostgresMigration {
    private static final String DOING = "the migration of mcp";
    private static final Pattern FAILED_BEFORE = Pattern.compile("failed migration to version (\\w+)");

    private final DataSource dataSource;
    private final PostgresSettings settings;
    private final Clock clock;

    /**
     * The database behind a data source, with what the user said about the run.
     *
     * @param dataSource gives at least four connections at once, none of them inside a transaction
     */
    public PostgresMigration(DataSource dataSource, PostgresSettings settings) {
        this(dataSource, settings, Clock.systemUTC());
    }

    /** For what looks ahead, the clock says from which day. */
    PostgresMigration(DataSource dataSource, PostgresSettings settings, Clock clock) {
        this.dataSource = dataSource;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The same, asked to let the typed columns take the place of the texts beside them (version 016). It is refused while a
     * text without a label is there; programs that write such texts fail from then on.
     */
    public PostgresMigration switchTypedColumns() {
        return new PostgresMigration(dataSource, settings.switching());
    }

    /** What really happened to the database; reads only, in a READ ONLY transaction. */
    public Diagnosis diagnose() {
        return read(connection -> new Diagnosing(connection, clock).run());
    }

    /** Whether this machine and the server are ready for a run; writes nothing. */
    public Examination examine() {
        List<Examination.Finding> findings = new ArrayList<>(MachineLook.findings());
        findings.addAll(new ServerLook(this, dataSource).findings());
        return new Examination(findings);
    }

    /** The schema with its comments; reads only. */
    public DatabaseDocument document() {
        return read(SchemaDocument::read);
    }

    /** What a migration would do; writes nothing. */
    public PostgresPlan plan() {
        Diagnosis diagnosis = diagnose();
        return new PostgresPlan(
                diagnosis,
                PostgresHistory.of(diagnosis).pending(settings),
                PostgresHistory.of(diagnosis).onRequest());
    }

    /** Whether everything is there and sound; reads only. */
    public PostgresVerification verify() {
        return PostgresVerification.of(diagnose());
    }

    /**
     * Migrates to the last version. Each version is complete or did not happen; a run that was broken off goes on where it
     * stopped when it is started again.
     *
     * @throws Fault when anything is in doubt
     */
    public PostgresReport migrate() {
        return migrate(PostgresListener.NONE);
    }

    /**
     * Migrates at an application's start: one of many instances does, the others wait for it.
     *
     * @throws Fault when anything is in doubt, or is a person's decision
     */
    public StartReport migrateOnStart() {
        return migrateOnStart(StartSettings.defaults());
    }

    /** The same, with what the application wants of its start. */
    public StartReport migrateOnStart(StartSettings start) {
        return new PostgresStart(dataSource, settings, start).run();
    }

    /** Migrates, and tells a listener how it goes on. */
    PostgresReport migrate(PostgresListener listener) {
        long start = System.nanoTime();
        PostgresHooks hooks = new PostgresHooks(listener, clock);
        try (hooks) {
            MigrateResult result = flyway(hooks).migrate();
            List<String> applied =
                    result.migrations.stream().map(each -> each.version).toList();
            return new PostgresReport(hooks.before(), applied, Duration.ofNanos(System.nanoTime() - start));
        } catch (FlywayException e) {
            throw hooks.explain(asFault(e));
        } catch (SQLException e) {
            throw hooks.explain(PostgresFaults.explain(DOING, e));
        }
    }

    /**
     * Sweeps indexes whose build was broken off, says what a failed version has left behind, makes missing indexes and views
     * and missing or changed functions again, and only then lets Flyway repair its history. Nothing else calls this: a start-up never repairs.
     */
    public PostgresRepair repair() {
        Diagnosis before = diagnose();
        return locked(session -> {
            List<InvalidIndexes.Swept> indexes = InvalidIndexes.sweep(session);
            List<HistoryRow> failed =
                    before.history().stream().filter(row -> !row.success()).toList();
            Diagnosis swept = new Diagnosing(session, clock).run();
            List<String> leftBehind = failed.isEmpty()
                    ? List.of()
                    : PostgresVerification.of(swept).differences();
            Restoring restoring = new Restoring(swept);
            // before, what is missing is a migration's to make
            List<LiveStep> steps =
                    swept.classification() == Diagnosis.Classification.MIGRATED ? restoring.steps() : List.of();
            List<String> former = steps.isEmpty() ? List.of() : restoring.former(session);
            try (LiveExecutor executor = LiveExecutor.open(
                    dataSource, LiveSettings.defaults(), LivePace.on(clock), LiveMigration.onFlywaysLog())) {
                executor.run(steps);
            }
            List<String> aligned = List.of();
            if (!before.history().isEmpty()) {
                try (PostgresHooks hooks = new PostgresHooks()) {
                    RepairResult result = flyway(hooks).repair();
                    aligned = result.migrationsAligned.stream()
                            .map(each -> each.version)
                            .toList();
                } catch (FlywayException e) {
                    throw asFault(e);
                }
            }
            return new PostgresRepair(
                    before,
                    indexes,
                    failed,
                    leftBehind,
                    steps.stream().map(LiveStep::name).toList(),
                    former,
                    aligned);
        });
    }

    /**
     * What the schema needs every month, while the service uses it: the months of the partitioned tables made ahead, the default
     * partitions emptied into theirs, vector indexes built anew where their lists no longer fit, materialized views refreshed. Two at
     * once do it one after the other.
     *
     * @throws Fault when the schema is not at a version that has months, or a step does not get its lock
     */
    public PostgresMaintenance maintain() {
        long start = System.nanoTime();
        return locked(false, session -> {
            Diagnosing look = new Diagnosing(session, clock);
            List<Fault> lacking = look.preconditions();
            if (!lacking.isEmpty()) {
                throw lacking.get(0);
            }
            Optional<String> undoing = UndoMark.find(session);
            if (undoing.isPresent()) {
                throw UndoMark.refusal(undoing.get());
            }
            PostgresMaintenance.requireMonths(look.history());
            return new PostgresMaintenance(
                    Maintenance.run(dataSource, session, LivePace.on(clock), LiveMigration.onFlywaysLog()),
                    Duration.ofNanos(System.nanoTime() - start));
        });
    }

    /**
     * Goes back to an earlier version. Each version is undone in one transaction with its row of the history; one whose way
     * back needs more says so, and the same order goes on where it was broken off.
     *
     * @throws Fault when rows would be lost and the order does not say that they may, when it is not confirmed, or when
     *     anything else is in doubt
     */
    public PostgresUndo undo(UndoOrder order) {
        return locked(session -> new Undoing(dataSource, clock).run(session, order));
    }

    /**
     * The developers' clean slate: drops the schema with every row in it and golang-migrate's tracker in public, and
     * builds it anew.
     *
     * @param confirmation the database's name, typed by a person
     */
    public PostgresReport reset(String confirmation) {
        Diagnosis before = diagnose();
        if (!before.database().equals(confirmation)) {
            throw new Fault(
                    "reset was not confirmed: '" + confirmation + "' is not the name of this database",
                    "it drops the schema mcp with every row in it",
                    "if that is what you want: --confirm " + before.database());
        }
        locked(session -> {
            CleanSlate.drop(session);
            return before;
        });
        return migrate();
    }

    private <T> T locked(Reading<T> work) {
        return locked(true, work);
    }

    private <T> T locked(boolean alsoGolangMigrates, Reading<T> work) {
        try (Connection session = dataSource.getConnection();
                Statement statement = session.createStatement()) {
            statement.execute("SET row_security = off");
            AdvisoryLocks locks = new AdvisoryLocks(session);
            locks.takeOurs(settings.runLock());
            if (alsoGolangMigrates) {
                locks.takeGolangMigrates(settings.golangLock());
            }
            try {
                return work.from(session);
            } finally {
                locks.releaseAll();
            }
        } catch (SQLException e) {
            throw PostgresFaults.explain("the work on mcp", e);
        }
    }

    Flyway flyway(PostgresHooks hooks) {
        Properties conf = Target.MCP.flywaySettings();
        Map<String, String> properties = new HashMap<>();
        conf.stringPropertyNames().forEach(name -> properties.put(name, conf.getProperty(name)));
        properties.remove("flyway.callbacks"); // an instance that we close takes its place
        properties.remove("flyway.driver"); // the data source has one
        settings.asPlaceholders().forEach((name, value) -> properties.put("flyway.placeholders." + name, value));
        ClassicConfiguration configuration = new ClassicConfiguration(PostgresMigration.class.getClassLoader());
        configuration.configure(properties);
        configuration.setDataSource(dataSource);
        configuration.setCallbacks(hooks);
        if (!settings.switchTypedColumns()) {
            PostgresHistory.endUnlessAsked().ifPresent(configuration::setTargetAsString);
        }
        return new Flyway(configuration);
    }

    private interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    private <T> T read(Reading<T> reading) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET row_security = off");
            return reading.from(connection);
        } catch (SQLException e) {
            throw PostgresFaults.explain("the look at mcp", e);
        }
    }

    /** Flyway wraps what our hooks and migrations throw; what is its own gets the same three lines. */
    static Fault asFault(FlywayException e) {
        Optional<Fault> ours = Fault.in(e);
        if (ours.isPresent()) {
            return ours.get();
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return PostgresFaults.explain(DOING, sql);
            }
        }
        String message = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
        Matcher failed = FAILED_BEFORE.matcher(message);
        if (e instanceof FlywayValidateException && failed.find()) {
            return new Fault(
                            "a version has failed before, and what it has left was not looked at: version "
                                    + failed.group(1),
                            "its row in the history says so; no run of Tributary leaves such a row, another build or another"
                                    + " tool may have",
                            "run: repair mcp; it says what that version has left behind, and lets the next migration run it again")
                    .revealedBy(e);
        }
        if (e instanceof FlywayValidateException) {
            return new Fault(
                            "the migrations are not the ones that this schema was made with",
                            message,
                            "use the build of Tributary that migrated it, or find out who edited an applied migration; 'diagnose' tells what is there")
                    .revealedBy(e);
        }
        return new Fault("Flyway could not migrate mcp", message, "run again with --verbose, and 'diagnose'")
                .revealedBy(e);
    }
}
