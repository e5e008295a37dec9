package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.AdvisoryLocks;
import dev.tributary.postgres.Diagnosing;
import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.PostgresFaults;
import dev.tributary.postgres.ServiceRole;
import dev.tributary.postgres.UndoMark;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * What makes a Flyway run on PostgreSQL safe, whoever starts it: one run at a time, no service that migrates meanwhile, and
 * a look at everything before anything changes. One instance serves one run.
 *
 * <p>The locks are held by a session of their own, from beforeCreateSchema (the last moment at which nothing has changed) to
 * the end of the run; golang-migrate's until V002 has committed.
 */
public final class PostgresHooks implements Callback, AutoCloseable {
    private static final String ADOPTION = "002";
    private static final int VALID_S = 5;

    private final Log log = LogFactory.getLog(PostgresHooks.class);
    private final Clock clock;
    private final PostgresListener listener;
    private boolean migrating;
    private Optional<Connection> session = Optional.empty();
    private Optional<AdvisoryLocks> locks = Optional.empty();
    private Optional<Diagnosis> before = Optional.empty();
    private final List<String> began = new ArrayList<>();

    /** Flyway's Maven plugin makes an instance by name. */
    public PostgresHooks() {
        this(PostgresListener.NONE);
    }

    /** For a run of the library that somebody watches. */
    PostgresHooks(PostgresListener listener) {
        this(listener, Clock.systemUTC());
    }

    /** For versions that look ahead, the clock says from which day. */
    PostgresHooks(PostgresListener listener, Clock clock) {
        this.clock = clock;
        this.listener = listener;
    }

    /** Says in a fault's first line what is done and stays: only each version by itself is all or nothing. */
    Fault explain(Fault fault) {
        if (began.isEmpty()) {
            return fault;
        }
        String last = began.get(began.size() - 1);
        return fault.afterChanging("version " + last + " did not end"
                + (began.size() > 1 ? ", the versions before it are done and stay" : "")
                + ", and the next run goes on there");
    }

    /** The hooks of a run. */
    static Optional<PostgresHooks> of(Configuration configuration) {
        return Stream.of(configuration.getCallbacks())
                .filter(PostgresHooks.class::isInstance)
                .map(PostgresHooks.class::cast)
                .findFirst();
    }

    Clock clock() {
        return clock;
    }

    PostgresListener listener() {
        return listener;
    }

    /** What was found before the first change; empty when nothing was pending. */
    Optional<Diagnosis> before() {
        return before;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return switch (event) {
            case AFTER_CONNECT,
                    BEFORE_VALIDATE,
                    BEFORE_CREATE_SCHEMA,
                    BEFORE_BASELINE,
                    BEFORE_REPAIR,
                    BEFORE_CLEAN,
                    BEFORE_EACH_MIGRATE,
                    AFTER_MIGRATE,
                    AFTER_MIGRATE_ERROR,
                    AFTER_MIGRATE_OPERATION_FINISH,
                    AFTER_BASELINE_OPERATION_FINISH -> true;
            default -> false;
        };
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return false; // while we wait for another run, an open transaction of ours would stop its index builds
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            switch (event) {
                case AFTER_CONNECT -> showAllRows(context.getConnection());
                case BEFORE_VALIDATE -> {
                    migrating = true;
                    leaveOutWhatNobodyAskedFor(context.getConfiguration());
                }
                case BEFORE_CREATE_SCHEMA -> beforeCreateSchema(context.getConfiguration());
                case BEFORE_BASELINE -> beforeBaseline(context.getConfiguration());
                case BEFORE_REPAIR -> requirePossible(diagnose(context.getConfiguration()));
                case BEFORE_CLEAN ->
                    throw new Fault(
                            "flyway:clean is not available",
                            "it drops everything, and nothing here may lose a row",
                            "developers have a command of their own for that: reset mcp");
                case BEFORE_EACH_MIGRATE -> beforeVersion(context);
                case AFTER_MIGRATE -> afterAll(context.getConfiguration());
                case AFTER_MIGRATE_ERROR, AFTER_MIGRATE_OPERATION_FINISH, AFTER_BASELINE_OPERATION_FINISH -> close();
                default -> throw new IllegalStateException("an event that supports() refuses: " + event);
            }
        } catch (SQLException e) {
            throw PostgresFaults.explain("the migration of mcp", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "tributary";
    }

    /** The last moment at which nothing has been written. After a throw no event follows, so the session ends here. */
    private void beforeCreateSchema(Configuration configuration) throws SQLException {
        if (!migrating && schemaExists(configuration)) {
            return; // flyway:baseline, which has a check of its own
        }
        migrating = true; // where the schema is missing, Flyway validates nothing and says so to nobody
        SafePostgresSettings.require(configuration);
        leaveOutWhatNobodyAskedFor(configuration);
        PostgresSettings settings = PostgresSettings.from(configuration.getPlaceholders());
        try {
            Connection own = configuration.getDataSource().getConnection();
            session = Optional.of(own);
            showAllRows(own);
            if (settings.appRole().isPresent()) {
                ServiceRole.require(own, settings.appRole().get());
            }
            AdvisoryLocks held = new AdvisoryLocks(own);
            locks = Optional.of(held);
            held.takeOurs(settings.runLock(), this::waiting);
            Diagnosis first = new Diagnosing(own, clock).run();
            requireNoUndo(own);
            List<LedgerFile.Version> pending = PostgresHistory.of(first).pending(settings);
            if (pending.isEmpty()) {
                close();
                return;
            }
            new MigrationGuard(Target.MCP).requireAgreement(configuration);
            if (pending.stream().anyMatch(version -> version.number().compareTo(ADOPTION) <= 0)) {
                held.takeGolangMigrates(settings.golangLock(), this::waiting);
                first = new Diagnosing(own, clock).run(); // what a service has done while we waited counts
            }
            requirePossible(first);
            listener.planned(first, pending);
            before = Optional.of(first);
            log.info("mcp: " + first.classification().asText() + "; " + pending.size() + " version(s) pending");
        } catch (Fault | SQLException e) {
            close();
            throw e;
        }
    }

    /** Asked for even where nothing is pending: the version that is half undone is still recorded. */
    static void requireNoUndo(Connection connection) throws SQLException {
        Optional<String> begun = UndoMark.find(connection);
        if (begun.isPresent()) {
            throw UndoMark.refusal(begun.get());
        }
    }

    private void waiting(String forWhom) {
        log.warn(forWhom);
        listener.waiting(forWhom);
    }

    private void beforeBaseline(Configuration configuration) throws SQLException {
        if (migrating) {
            return; // at 0, as the settings say
        }
        String wanted = configuration.getBaselineVersion().getVersion();
        Diagnosis found = diagnose(configuration);
        requirePossible(found);
        if (!"0".equals(wanted) && !LedgerFile.sameNumber("1", wanted)) {
            throw new Fault(
                    "a baseline at version " + wanted + " is refused",
                    "it would record versions that never ran",
                    "leave out -Dflyway.baselineVersion, or say 1 for a schema that is complete");
        }
        if (!"0".equals(wanted) && !found.objects().complete()) {
            throw new Fault(
                    "a baseline at version 1 is refused: "
                            + found.objects().missing().size() + " objects of the initial schema are missing",
                    "V001 would never make them",
                    "run flyway:migrate instead");
        }
    }

    private static boolean schemaExists(Configuration configuration) throws SQLException {
        try (Connection own = configuration.getDataSource().getConnection();
                Statement statement = own.createStatement();
                ResultSet row = statement.executeQuery("SELECT to_regnamespace('mcp') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private Diagnosis diagnose(Configuration configuration) throws SQLException {
        try (Connection own = configuration.getDataSource().getConnection()) {
            showAllRows(own);
            return new Diagnosing(own, clock).run();
        }
    }

    private static void requirePossible(Diagnosis found) {
        if (!found.problems().isEmpty()) {
            throw found.problems().get(0);
        }
    }

    /** Touches no table on Flyway's connection: a live step of this version would wait for it (docs/adr/0006). */
    private void beforeVersion(Context context) throws SQLException {
        showAllRows(context.getConnection());
        String number = context.getMigrationInfo().getVersion().getVersion();
        LedgerFile ledger = Target.MCP.ledger();
        LedgerFile.Version version = ledger.version(number)
                .orElseThrow(() -> new Fault(
                        "version " + number + " was about to run and is not in LEDGER.md",
                        "nobody has said why it is there",
                        "run: mvn clean process-classes"));
        Connection own = session.orElseThrow(() -> new Fault(
                "version " + number + " was about to run without a look at the database",
                "the look saw nothing pending",
                "report this as a defect of Tributary, with the output of 'info'"));
        List<LedgerFile.Version> pending =
                PostgresHistory.of(new Diagnosing(own, clock).history()).pending(settings(context));
        if (!pending.get(0).equals(version)) {
            throw new Fault(
                    "version " + version.number() + " was about to run over a gap: "
                            + pending.get(0).file() + " did not run",
                    "every version relies on the ones before it",
                    "run: mvn clean process-classes; then 'info'");
        }
        listener.versionStarted(version.number(), context.getMigrationInfo().getDescription());
        began.add(version.number());
        if (version.number().compareTo(ADOPTION) > 0) {
            locks.orElseThrow().releaseGolangMigrates();
        }
    }

    private static PostgresSettings settings(Context context) {
        return PostgresSettings.from(context.getConfiguration().getPlaceholders());
    }

    /**
     * Ends the run before the first version that runs on request only. There is no other way to say so to Flyway from a
     * placeholder: what a migration itself says about whether it runs is not in the open source build.
     */
    private static void leaveOutWhatNobodyAskedFor(Configuration configuration) {
        if (PostgresSettings.from(configuration.getPlaceholders()).switchTypedColumns()) {
            return;
        }
        Optional<String> end = PostgresHistory.endUnlessAsked();
        if (end.isEmpty()) {
            return;
        }
        String last = end.get();
        String target = String.valueOf(configuration.getTarget());
        if (target.matches("\\d+") && Integer.parseInt(target) > Integer.parseInt(last)) {
            throw new Fault(
                    "version " + target + " was asked for by its number only",
                    "programs that write texts that are no labels fail after it, so it runs only where that is said",
                    "say -Dflyway.placeholders.typed_columns=switch, or leave out -Dflyway.target");
        }
        if (!target.matches("\\d+") && configuration instanceof ClassicConfiguration settings) {
            settings.setTarget(MigrationVersion.fromVersion(last));
        }
    }

    private static void afterAll(Configuration configuration) throws SQLException {
        Optional<String> role =
                PostgresSettings.from(configuration.getPlaceholders()).appRole();
        if (role.isPresent()) {
            try (Connection own = configuration.getDataSource().getConnection()) {
                ServiceRole.grant(own, role.get());
            }
        }
    }

    /** Where row-level security would hide rows from us, the server is to say so instead. */
    private static void showAllRows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET row_security = off");
        }
    }

    /** Ends the session that holds the locks, and with it the locks. */
    @Override
    public void close() throws SQLException {
        Optional<Connection> open = session;
        Optional<AdvisoryLocks> held = locks;
        session = Optional.empty();
        locks = Optional.empty();
        if (open.isPresent()) {
            try (Connection closing = open.get()) {
                if (held.isPresent() && closing.isValid(VALID_S)) {
                    held.get().releaseAll(); // a pool would keep the session, and with it the locks
                }
            }
        }
    }
}
