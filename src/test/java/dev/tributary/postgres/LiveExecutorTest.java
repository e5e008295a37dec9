package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.fault.Fault;
import dev.tributary.support.LiveRun;
import dev.tributary.support.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LiveExecutorTest {
    private static final List<LiveStep> ADD_COLUMN =
            LiveSteps.addColumns("items", LiveSteps.column("extra", "INTEGER", "7"));
    private static final List<LiveStep> FILL = List.of(LiveSteps.backfill(
            "double the items", "items", List.of("id integer"), "t.twice IS NULL", "twice = t.id * 2"));

    private static Postgres.Database items(int rows) {
        return Postgres.fresh()
                .execute(
                        "CREATE SCHEMA mcp",
                        "CREATE TABLE mcp.items (id INTEGER CONSTRAINT items_pkey PRIMARY KEY, twice INTEGER)",
                        "INSERT INTO mcp.items SELECT g FROM generate_series(1, " + rows + ") AS g");
    }

    /** A clock that moves only when somebody waits, or by a fixed step when told so. */
    private static class TestPace implements LivePace {
        final List<Duration> pauses = new ArrayList<>();
        private final long tick;
        private long now;

        TestPace(long tickNanos) {
            this.tick = tickNanos;
        }

        @Override
        public long nanos() {
            now += tick;
            return now;
        }

        @Override
        public void pause(Duration time) {
            pauses.add(time);
            now += time.toNanos();
        }

        @Override
        public double chance() {
            return 0.5;
        }
    }

    private static void run(Postgres.Database db, LivePace pace, LiveSettings settings, List<LiveStep> steps) {
        try (LiveExecutor executor = LiveExecutor.open(db.dataSource(), settings, pace, LiveListener.NONE)) {
            executor.run(steps);
        }
    }

    private static LiveSettings settings(int lockTimeoutMs, int tries, int limitSeconds) {
        LiveSettings defaults = LiveSettings.defaults();
        return new LiveSettings(
                Duration.ofMillis(lockTimeoutMs),
                Duration.ofMillis(lockTimeoutMs),
                tries,
                Duration.ofSeconds(limitSeconds),
                defaults.batchRows(),
                defaults.batchTime(),
                defaults.pauseFactor());
    }

    @Test
    void a_lock_that_never_comes_ends_after_ten_tries_naming_the_pid_and_its_query() throws SQLException {
        Postgres.Database db = items(1);
        TestPace pace = new TestPace(0);
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("UPDATE mcp.items SET twice = 5 /* the culprit */");
            int pid = holder.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            LiveSettings settings = settings(100, 10, 3600);
            assertThatThrownBy(() -> run(db, pace, settings, ADD_COLUMN)).isInstanceOfSatisfying(Fault.class, fault -> {
                assertThat(fault.what())
                        .isEqualTo("'add columns to items' did not get its lock in 10 tries within 22 s");
                assertThat(fault.why())
                        .contains("pid " + pid + " ")
                        .contains("UPDATE mcp.items SET twice = 5 /* the culprit */");
                assertThat(fault.effect()).isEqualTo("nothing changed");
            });
            // 150 + 300 + 600 + 1200 + 2400 and four times 4500 ms, in slices between which the blocker is looked at
            assertThat(pace.pauses.stream().mapToLong(Duration::toMillis).sum()).isEqualTo(22_650);
            assertThat(db.query("SELECT count(*) FROM mcp.items")).containsExactly("1"); // readers were not stopped
            holder.rollback();
        }
        run(db, pace, settings(100, 10, 3600), ADD_COLUMN);
        assertThat(db.query("SELECT id, extra FROM mcp.items")).containsExactly("1 | 7");
    }

    @Test
    void thirty_seconds_end_the_tries_before_the_tenth() throws SQLException {
        Postgres.Database db = items(1);
        TestPace pace = new TestPace(Duration.ofSeconds(4).toNanos());
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE mcp.items IN ROW EXCLUSIVE MODE");
            assertThatThrownBy(() -> run(db, pace, settings(50, 10, 30), ADD_COLUMN))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("did not get its lock in 6 tries");
            holder.rollback();
        }
    }

    @Test
    void a_session_that_holds_its_lock_for_three_seconds_is_waited_for_and_never_queues_others_behind_us()
            throws SQLException {
        Postgres.Database db = items(100);
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("UPDATE mcp.items SET twice = 0 WHERE id = 1");
            List<Long> stalls = new ArrayList<>();
            LiveRun run = LiveRun.beside(
                    main -> {
                        try (Connection writer = db.connect();
                                Statement write = writer.createStatement()) {
                            long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
                            while (System.nanoTime() < end) {
                                long began = System.nanoTime();
                                write.execute("UPDATE mcp.items SET twice = 1 WHERE id = 2");
                                stalls.add((System.nanoTime() - began) / 1_000_000);
                            }
                            holder.rollback();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    db,
                    ADD_COLUMN,
                    LiveSettings.defaults());
            assertThat(run.changed()).containsExactly("add columns to items");
            assertThat(run.waited()).isNotEmpty().allMatch(line -> line.startsWith("add columns to items: "));
            // a writer may queue behind us for the lock timeout, and this machine may be busy besides
            assertThat(stalls).isNotEmpty().allMatch(ms -> ms < 2_000);
        }
    }

    @Test
    void a_gap_between_long_transactions_is_used_when_it_comes() throws SQLException {
        Postgres.Database db = items(10);
        TestPace pace = new TestPace(0) {
            private Optional<Connection> holder = Optional.of(lock());
            private int slices;

            private Connection lock() throws SQLException {
                Connection connection = db.connect();
                connection.setAutoCommit(false);
                connection.createStatement().execute("UPDATE mcp.items SET twice = 0 WHERE id = 1");
                return connection;
            }

            @Override
            public void pause(Duration time) {
                super.pause(time);
                if (++slices == 3) { // of the first pause's six
                    try {
                        holder.orElseThrow().close();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                    LiveRun.await(
                            db, "NOT EXISTS (SELECT FROM pg_locks WHERE relation = 'mcp.items'::regclass AND granted)");
                }
            }
        };
        run(db, pace, settings(1_500, 10, 30), ADD_COLUMN);
        assertThat(pace.pauses).hasSize(3);
        assertThat(db.query("SELECT DISTINCT extra FROM mcp.items")).containsExactly("7");
    }

    @Test
    void rows_that_others_hold_are_stepped_over_first_and_waited_for_in_the_end() throws SQLException {
        Postgres.Database db = items(50);
        TestPace pace = new TestPace(0);
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("UPDATE mcp.items SET twice = NULL WHERE id IN (3, 30)");
            assertThatThrownBy(() -> run(db, pace, settings(50, 3, 30), FILL))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("'double the items' did not get its lock in 3 tries")
                    .hasMessageContaining("UPDATE mcp.items SET twice = NULL WHERE id IN (3, 30)");
            assertThat(db.query("SELECT count(*) FROM mcp.items WHERE twice = id * 2"))
                    .containsExactly("48");
            holder.commit();
        }
        run(db, pace, settings(50, 3, 30), FILL);
        assertThat(db.query("SELECT count(*) FROM mcp.items WHERE twice = id * 2"))
                .containsExactly("50");
    }

    @Test
    void batches_are_paused_by_a_part_of_their_time_and_halved_when_they_take_too_long() {
        // a batch looks twice: it takes two seconds
        TestPace slow = new TestPace(Duration.ofSeconds(1).toNanos());
        List<Long> sizes = batches(500, slow);
        assertThat(sizes).containsExactly(100L, 50L, 50L, 50L, 50L, 50L, 50L, 50L, 50L, 0L);
        assertThat(slow.pauses).hasSize(9).allMatch(Duration.ofMillis(600)::equals);
    }

    @Test
    void batches_begin_small_and_grow_to_their_limit_while_they_are_quick() {
        assertThat(batches(1500, new TestPace(Duration.ofMillis(1).toNanos())))
                .containsExactly(100L, 150L, 225L, 338L, 400L, 287L);
    }

    /** How many rows each batch changed, of at most 400. */
    private static List<Long> batches(int rows, LivePace pace) {
        Postgres.Database db = items(rows);
        LiveSettings defaults = LiveSettings.defaults();
        LiveSettings settings = new LiveSettings(
                defaults.lockTimeout(), defaults.patience(), 10, defaults.limit(), 400, defaults.batchTime(), 0.3);
        List<Long> sizes = new ArrayList<>();
        try (LiveExecutor executor = LiveExecutor.open(db.dataSource(), settings, pace, new LiveListener() {
            @Override
            public void batchDone(String step, long changed) {
                sizes.add(changed);
            }
        })) {
            executor.run(FILL);
        }
        return sizes;
    }

    @Test
    void a_table_without_a_key_and_its_partitions_are_filled_by_their_blocks() {
        Postgres.Database db = Postgres.fresh()
                .execute(
                        "CREATE SCHEMA mcp",
                        "CREATE TABLE mcp.logs (at DATE, n INTEGER, twice INTEGER) PARTITION BY RANGE (at)",
                        "CREATE TABLE mcp.logs_1 PARTITION OF mcp.logs FOR VALUES FROM ('2025-01-01') TO ('2025-02-01')",
                        "CREATE TABLE mcp.logs_2 PARTITION OF mcp.logs FOR VALUES FROM ('2025-02-01') TO ('2025-03-01')",
                        "INSERT INTO mcp.logs SELECT DATE '2025-01-01' + g % 59, g FROM generate_series(1, 20000) AS g");
        LiveRun run = LiveRun.of(
                db, List.of(LiveSteps.backfill("double", "logs", List.of(), "t.twice IS NULL", "twice = t.n * 2")));
        assertThat(run.rows()).isEqualTo(20000);
        assertThat(db.query("SELECT count(*) FROM mcp.logs WHERE twice = n * 2"))
                .containsExactly("20000");
    }

    @Test
    void an_autovacuum_in_the_way_gives_way_although_the_lock_timeout_is_shorter_than_its_patience()
            throws SQLException {
        Postgres.Database db = items(10);
        // what an autovacuum holds; unlike one, this session is not cancelled, and lets go after a second and a half
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE mcp.items IN SHARE UPDATE EXCLUSIVE MODE");
            LiveRun run = LiveRun.beside(
                    main -> {
                        try (Statement letGo = holder.createStatement()) {
                            LiveRun.await(
                                    db,
                                    "EXISTS (SELECT FROM pg_locks WHERE NOT granted AND mode = 'ShareUpdateExclusiveLock')");
                            letGo.execute("SELECT pg_sleep(1.5)");
                            holder.commit();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    db,
                    ADD_COLUMN,
                    LiveSettings.defaults());
            assertThat(run.waited()).isEmpty(); // one patient wait, not fifteen short ones
            assertThat(run.changed()).containsExactly("add columns to items");
        }
    }

    @Test
    void an_invalid_index_is_swept_before_the_index_is_built() throws SQLException {
        Postgres.Database db = items(10).execute("INSERT INTO mcp.items VALUES (11, 0), (12, 0)");
        List<LiveStep> index = List.of(
                new LiveStep.ConcurrentIndex("build", "true", "mcp", "items_twice", true, "mcp.items", "(twice)"));
        assertThatThrownBy(() -> LiveRun.of(db, index))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("could not create unique index");
        assertThat(db.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .containsExactly("0");
        try (Connection connection = db.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() ->
                            statement.execute("CREATE UNIQUE INDEX CONCURRENTLY items_twice ON mcp.items (twice)"))
                    .hasMessageContaining("could not create unique index");
        }
        assertThat(db.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .containsExactly("1");
        db.execute("DELETE FROM mcp.items WHERE id = 12");
        assertThat(LiveRun.of(db, index).changed()).containsExactly("build");
        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'mcp.items_twice'::regclass"))
                .containsExactly("t");
        assertThat(LiveRun.of(db, index).changed()).isEmpty();
    }

    @Test
    void an_index_of_that_name_on_something_else_refuses() {
        Postgres.Database db = items(1).execute("CREATE INDEX items_twice ON mcp.items (id)");
        assertThatThrownBy(() -> LiveRun.of(
                        db,
                        List.of(new LiveStep.ConcurrentIndex(
                                "build", "true", "mcp", "items_twice", false, "mcp.items", "(twice)"))))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("the index items_twice exists and is not what it should be");
    }

    @Test
    void a_volatile_default_does_not_rewrite_the_table() {
        Postgres.Database db = items(1000).execute("CREATE EXTENSION \"uuid-ossp\" WITH SCHEMA public");
        String file = db.query("SELECT pg_relation_filenode('mcp.items')").get(0);
        LiveRun.of(
                db,
                LiveSteps.all(
                        LiveSteps.addColumns("items", LiveSteps.column("u", "UUID")),
                        List.of(
                                LiveSteps.defaultFor("items", "u", "public.uuid_generate_v4()"),
                                LiveSteps.backfill(
                                        "fill",
                                        "items",
                                        List.of("id integer"),
                                        "t.u IS NULL",
                                        "u = public.uuid_generate_v4()")),
                        LiveSteps.notNull("items", "u")));
        assertThat(db.query("SELECT pg_relation_filenode('mcp.items')")).containsExactly(file);
        assertThat(db.query("SELECT count(DISTINCT u) FROM mcp.items")).containsExactly("1000");
        assertThat(db.query(
                        "SELECT attnotnull FROM pg_attribute WHERE attrelid = 'mcp.items'::regclass AND attname = 'u'"))
                .containsExactly("t");
        assertThat(db.query(
                        "SELECT count(*) FROM pg_constraint WHERE conrelid = 'mcp.items'::regclass AND contype = 'c'"))
                .containsExactly("0");
    }

    @Test
    void a_fault_says_which_steps_stay() {
        Postgres.Database db = items(3).execute("UPDATE mcp.items SET twice = -1 WHERE id = 2");
        List<LiveStep> steps =
                LiveSteps.all(ADD_COLUMN, LiveSteps.check("items", "items_twice_check", "twice > 0 OR twice IS NULL"));
        assertThatThrownBy(() -> LiveRun.of(db, steps))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.effect())
                                .contains("add columns to items; add the constraint items_twice_check"));
        db.execute("UPDATE mcp.items SET twice = 1 WHERE id = 2");
        assertThat(LiveRun.of(db, steps).changed()).containsExactly("validate the constraint items_twice_check");
    }

    @Test
    void a_connection_that_the_server_ends_is_said_and_a_rerun_goes_on() {
        Postgres.Database db = items(5000);
        assertThatThrownBy(
                        () -> LiveRun.of(
                                db,
                                List.of(
                                        LiveSteps.backfill(
                                                "fill until cut",
                                                "items",
                                                List.of("id integer"),
                                                "t.twice IS NULL",
                                                "twice = CASE WHEN t.id = 3000 AND pg_terminate_backend(pg_backend_pid()) THEN 0 ELSE t.id * 2 END"))))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("the connection was lost during 'fill until cut'");
        int done = Integer.parseInt(
                db.query("SELECT count(*) FROM mcp.items WHERE twice = id * 2").get(0));
        assertThat(done).isBetween(1000, 2999); // the batches before the one that was cut
        LiveRun.of(db, FILL);
        assertThat(db.query("SELECT count(*) FROM mcp.items WHERE twice = id * 2"))
                .containsExactly("5000");
    }

    @Test
    void two_runs_at_once_follow_each_other() {
        Postgres.Database db = items(3000);
        LiveRun first = LiveRun.beside(
                main -> LiveRun.of(db, LiveSteps.all(ADD_COLUMN, FILL)),
                db,
                LiveSteps.all(ADD_COLUMN, FILL),
                LiveSettings.defaults());
        assertThat(first.rows()).isIn(0L, 3000L);
        assertThat(db.query("SELECT count(*) FROM mcp.items WHERE twice = id * 2"))
                .containsExactly("3000");
    }
}
