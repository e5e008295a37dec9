package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.postgres.LiveExecutor;
import dev.tributary.postgres.LiveListener;
import dev.tributary.postgres.LivePace;
import dev.tributary.postgres.LiveSettings;
import dev.tributary.postgres.LiveStep;
import dev.tributary.postgres.LiveSteps;
import dev.tributary.support.Child;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Obstacle;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import dev.tributary.trial.McpProgram;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * kill -9, aimed into the middle of each step that is more than one transaction, or that waits outside of one: what it
 * leaves half made is looked for, and the next run makes it whole. (Kills at random moments are in McpTrialTest.)
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpKilledStepTest {
    private static final int ROWS = 2_500;
    private static final Pattern VALIDATION = Pattern.compile("ALTER TABLE (\\S+) VALIDATE CONSTRAINT \"?(\\w+)\"?");

    private final Map<String, Before> before = new HashMap<>();
    private List<String> fresh;
    private List<String> switched;

    /** A database with rows in which the versions before one have run, to be copied. */
    private record Before(Database database, McpRows rows) {}

    /** One step of one version. */
    record Aim(LedgerFile.Version version, List<LiveStep> steps, int at) {
        LiveStep step() {
            return steps.get(at);
        }

        /** Whether it is of the version that runs on request only. */
        boolean switching() {
            return PostgresHistory.isOnRequest(version);
        }

        @Override
        public String toString() {
            return version.number() + " " + step().name();
        }
    }

    static List<Aim> every_one() {
        List<Aim> aims = new ArrayList<>();
        for (LedgerFile.Version version : Target.MCP.ledger().versions()) {
            if (version.isJava() && new MigrationGuard(Target.MCP).load(version) instanceof LiveMigration live) {
                for (int i = 0; i < live.steps().size(); i++) {
                    if (isInterruptible(live.steps().get(i))) {
                        aims.add(new Aim(version, live.steps(), i));
                    }
                }
            }
        }
        return aims;
    }

    /** The kind that leaves something which looks as if it were whole. */
    static Stream<Aim> the_first_index() {
        return every_one().stream()
                .filter(aim -> aim.step() instanceof LiveStep.ConcurrentIndex)
                .limit(1);
    }

    private static boolean isInterruptible(LiveStep step) {
        return step instanceof LiveStep.Backfill
                || step instanceof LiveStep.ConcurrentIndex
                || step instanceof LiveStep.PartitionedIndex
                || step instanceof LiveStep.Once once && validation(once).find();
    }

    private static Matcher validation(LiveStep.Once once) {
        return VALIDATION.matcher(once.sql().get(0));
    }

    @BeforeAll
    void install_afresh() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        Tributary.mcp(database.dataSource()).migrate();
        fresh = McpCatalog.of(database);
        Tributary.mcp(database.dataSource()).switchTypedColumns().migrate();
        switched = McpCatalog.of(database);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("the_first_index")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void an_index_that_a_kill_left_half_built_is_built_by_the_next_run(Aim aim) throws SQLException {
        killInside(aim);
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}")
    @MethodSource("every_one")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void what_a_kill_inside_any_step_leaves_half_made_the_next_run_makes_whole(Aim aim) throws SQLException {
        killInside(aim);
    }

    private void killInside(Aim aim) throws SQLException {
        Before start = before.computeIfAbsent(aim.version().number(), McpKilledStepTest::upTo);
        Database database = Postgres.copyOf(start.database());
        goTo(aim, database);
        Half half = Half.of(aim.step(), database);
        assertThat(half.isThere()).as("it has not begun").isFalse();
        try (Obstacle obstacle = half.obstacle();
                Child child = start(aim, database)) {
            assertThat(obstacle).isNotNull();
            child.await("begins");
            await(half::isThere, half + " was to be seen");

            child.kill();

            await(() -> sessions(database) == 0, "the server was to end the killed process's sessions");
            assertThat(half.isLeft()).as(half + " is left").isTrue();
            assertThat(recorded(database)).doesNotContain(aim.version().number());
        }

        PostgresMigration mcp = Tributary.mcp(database.dataSource());
        assertThat((aim.switching() ? mcp.switchTypedColumns() : mcp).migrate().applied())
                .startsWith(aim.version().number());

        assertThat(half.isLeft()).as(half + " is left").isFalse();
        assertThat(McpCatalog.of(database)).containsExactlyElementsOf(aim.switching() ? switched : fresh);
        assertThat(database.query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"))
                .isEmpty();
        assertThat(mcp.verify().ok()).isTrue();
        start.rows().in(database).requireAllThere();
        database.drop();
    }

    private static Child start(Aim aim, Database database) {
        List<String> arguments = new ArrayList<>(List.of(database.url(), database.user(), database.password()));
        if (aim.switching()) {
            arguments.add(McpProgram.SWITCH);
        }
        return Child.start(McpProgram.class, arguments.toArray(String[]::new));
    }

    private static Before upTo(String version) {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        List<String> tables = PostgresRows.fill(database, ROWS);
        McpRows.sayLabels(database);
        McpRows rows = McpRows.before(database, tables);
        McpUpTo.run(database, Integer.toString(Integer.parseInt(version) - 1));
        return new Before(database, rows);
    }

    /** Runs the steps before the one that is aimed at, so that it is the first that has something to do. */
    private static void goTo(Aim aim, Database database) {
        int from = 0;
        for (int i = 0; i < aim.at(); i++) {
            if (aim.steps().get(i) instanceof LiveStep.Backfill fill
                    && aim.step() instanceof LiveStep.Backfill another
                    && another.table().equals(fill.table())
                    && another.todo().equals(fill.todo())) {
                run(database, aim.steps().subList(from, i + 1));
                writeAsBefore(database); // what the second pass over api_keys is for
                from = i + 1;
            }
        }
        run(database, aim.steps().subList(from, aim.at()));
    }

    private static void run(Database database, List<LiveStep> steps) {
        try (LiveExecutor executor =
                LiveExecutor.open(database.dataSource(), LiveSettings.defaults(), LivePace.REAL, LiveListener.NONE)) {
            executor.run(steps);
        }
    }

    /** As a program that has not heard of new types writes into api_keys; it counts among the rows that are kept. */
    private static void writeAsBefore(Database database) {
        String columns = String.join(
                ", ",
                database.query(
                        "SELECT attname FROM pg_attribute WHERE attrelid = 'kept_for_comparison.api_keys'::regclass"
                                + " AND attnum > 0 AND NOT attisdropped"));
        database.execute(
                """
                INSERT INTO kept_for_comparison.api_keys
                SELECT (jsonb_populate_record(k, jsonb_build_object('id', md5('late ' || key_hash)::uuid, 'key_hash', 'late ' || key_hash))).*
                  FROM kept_for_comparison.api_keys AS k""",
                "INSERT INTO mcp.api_keys (" + columns.replaceFirst("\\btype\\b", "key_type") + ") SELECT " + columns
                        + " FROM kept_for_comparison.api_keys WHERE key_hash LIKE 'late %'");
    }

    private static long sessions(Database database) {
        return Long.parseLong(database.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND pid <> pg_backend_pid() AND application_name <> '" + Obstacle.NAME + "'")
                .get(0));
    }

    private static List<String> recorded(Database database) {
        return database.query("SELECT version FROM mcp.flyway_schema_history WHERE version IS NOT NULL");
    }

    private static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
        }
    }

    /** What a step is in the middle of, and what it leaves there when its process is gone. */
    private sealed interface Half {
        Obstacle obstacle() throws SQLException;

        /** Whether a process is in the middle of it now. */
        boolean isThere();

        /** Whether what it made so far is there. */
        boolean isLeft();

        static Half of(LiveStep step, Database database) {
            if (step instanceof LiveStep.Backfill fill) {
                return new HalfBackfill(database, fill, HalfBackfill.left(database, fill));
            }
            if (step instanceof LiveStep.ConcurrentIndex index) {
                return new HalfIndex(database, index.index());
            }
            if (step instanceof LiveStep.PartitionedIndex index) {
                return new HalfIndex(database, index.index()); // the one above is invalid until the last one joins it
            }
            Matcher validation = validation((LiveStep.Once) step);
            assertThat(validation.find()).isTrue();
            return new HalfValidation(database, validation.group(1), validation.group(2));
        }
    }

    private record HalfBackfill(Database database, LiveStep.Backfill fill, long sought) implements Half {
        @Override
        public Obstacle obstacle() throws SQLException {
            assertThat(sought).as("rows to change").isPositive();
            return Obstacle.inBackfill(database.dataSource(), fill.table(), (int) (sought * 3 / 5));
        }

        @Override
        public boolean isThere() {
            return isActive(database, "WITH batch AS%", "advisory") && isLeft();
        }

        @Override
        public boolean isLeft() {
            long left = left(database, fill);
            return left > 0 && left < sought;
        }

        static long left(Database database, LiveStep.Backfill fill) {
            return Long.parseLong(database.query("SELECT count(*) FROM " + fill.table() + " AS t WHERE " + fill.todo())
                    .get(0));
        }
    }

    private record HalfIndex(Database database, String index) implements Half {
        @Override
        public Obstacle obstacle() throws SQLException {
            return Obstacle.inIndexBuilds(database.dataSource());
        }

        @Override
        public boolean isThere() {
            return isActive(database, "CREATE%INDEX CONCURRENTLY%", "virtualxid") && isLeft();
        }

        @Override
        public boolean isLeft() {
            return database.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid AND indexrelid = to_regclass('"
                            + LiveSteps.qualified(index) + "')")
                    .equals(List.of("1"));
        }
    }

    private record HalfValidation(Database database, String table, String constraint) implements Half {
        @Override
        public Obstacle obstacle() throws SQLException {
            return Obstacle.inMaintenance(database.dataSource(), table);
        }

        @Override
        public boolean isThere() {
            return isActive(database, "%VALIDATE CONSTRAINT%", "relation") && isLeft();
        }

        @Override
        public boolean isLeft() {
            return database.query("SELECT count(*) FROM pg_constraint WHERE NOT convalidated AND conrelid = '" + table
                            + "'::regclass AND conname = '" + constraint + "'")
                    .equals(List.of("1"));
        }
    }

    private static boolean isActive(Database database, String statement, String waitingFor) {
        return database.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND pid <> pg_backend_pid() AND state = 'active' AND wait_event_type = 'Lock'"
                        + " AND wait_event = '" + waitingFor + "' AND query LIKE '" + statement + "'")
                .equals(List.of("1"));
    }
}
