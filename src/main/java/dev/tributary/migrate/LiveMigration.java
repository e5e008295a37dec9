package dev.tributary.migrate;

import dev.tributary.postgres.LiveExecutor;
import dev.tributary.postgres.LiveListener;
import dev.tributary.postgres.LivePace;
import dev.tributary.postgres.LiveSettings;
import dev.tributary.postgres.LiveStep;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * A Flyway migration that changes PostgreSQL tables while others work on them. A subclass is a declaration: the steps.
 *
 * <p>The steps run on a connection of their own, one transaction each, and Flyway's transaction stays empty until its
 * history row is written into it. So a step that is refused leaves no failed row that somebody would have to repair: what
 * is done stays, and the next migrate goes on after it. That every step looks first whether its work is done makes the
 * same true after a crash.
 */
public abstract class LiveMigration extends BaseJavaMigration {
    private final List<LiveStep> steps;

    /** Declares the steps in order; made by {@link dev.tributary.postgres.LiveSteps}. */
    protected LiveMigration(List<LiveStep> steps) {
        this.steps = List.copyOf(steps);
    }

    /** What is declared. */
    public final List<LiveStep> steps() {
        return steps;
    }

    /** Whether it runs only where somebody asks for it, as {@link PostgresSettings#switchTypedColumns} does. */
    public boolean onRequest() {
        return false;
    }

    /** Covers every statement and what the executor makes of them: an edit of either is noticed by validate. */
    @Override
    public final Integer getChecksum() {
        CRC32 crc = new CRC32();
        crc.update(("live " + LiveExecutor.SEMANTICS).getBytes(StandardCharsets.UTF_8));
        for (LiveStep step : steps) {
            crc.update(step.text().getBytes(StandardCharsets.UTF_8));
        }
        return (int) crc.getValue();
    }

    /** True: see above. What runs inside Flyway's transaction is its history row. */
    @Override
    public final boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public final void migrate(Context context) throws SQLException {
        run(context, steps);
    }

    /** Runs steps on a connection of their own, while Flyway's transaction waits. */
    public static void run(Context context, List<LiveStep> steps) throws SQLException {
        try (Statement statement = context.getConnection().createStatement()) {
            // Flyway's own connection waits meanwhile, longer perhaps than the server lets a session sleep
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
        }
        Optional<PostgresHooks> hooks = PostgresHooks.of(context.getConfiguration());
        try (LiveExecutor executor = LiveExecutor.open(
                context.getConfiguration().getDataSource(),
                LiveSettings.from(context.getConfiguration().getPlaceholders()),
                hooks.map(each -> LivePace.on(each.clock())).orElse(LivePace.REAL),
                new Logging(hooks.map(PostgresHooks::listener).orElse(PostgresListener.NONE)))) {
            executor.run(steps);
        }
    }

    /** Hears the steps, and says on Flyway's log what happens. */
    static LiveListener onFlywaysLog() {
        return new Logging(PostgresListener.NONE);
    }

    /** Says on Flyway's log what happens, and tells whoever watches the run. */
    private static final class Logging implements LiveListener {
        private final Log log = LogFactory.getLog(LiveMigration.class);
        private final PostgresListener watching;

        Logging(PostgresListener watching) {
            this.watching = watching;
        }

        @Override
        public void stepDone(String step, boolean changed) {
            log.info(step + (changed ? "" : ": nothing to do"));
            watching.stepDone(step, changed);
        }

        @Override
        public void waiting(String step, int tried, String blockedBy) {
            log.warn(step + ": no lock at try " + tried + ", blocked by " + blockedBy);
        }

        @Override
        public void reported(String step, String finding) {
            log.warn(step + ": " + finding);
        }
    }
}
