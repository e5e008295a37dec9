package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.McpRows;
import dev.tributary.migrate.McpUpTo;
import dev.tributary.migrate.PostgresMigration;
import dev.tributary.migrate.PostgresSettings;
import dev.tributary.support.Child;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Others that come in between: other migrations, services, administrators, and the end of the process. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpTrialTest {
    private static final int ROWS = 2_000;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** A kill comes within this part of a run's time after the version that it waits for. */
    private static final int PART = 4;

    @Test
    void eight_processes_at_once_make_one_migration_and_seven_that_have_nothing_to_do() {
        oneOfEight(Postgres.fresh().withInitialSchema(120).withTracker("mcp", 1, true));
    }

    @Tag("long")
    @Test
    void eight_processes_at_once_go_on_from_version_007_to_the_switch_and_lose_no_row() {
        Scene scene = Scene.at("007");
        oneOfEight(scene.database(), McpProgram.SWITCH);
        scene.rows().requireAllThere();
    }

    private static void oneOfEight(Database database, String... arguments) {
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            children.add(start(database, arguments));
        }
        List<String> said = new ArrayList<>();
        for (Child child : children) {
            assertThat(child.exitCode()).as(child.text()).isZero();
            said.add(child.text().lines().reduce((first, last) -> last).orElse(""));
        }
        assertThat(said).containsOnlyOnce("migrated").hasSize(8);
        assertThat(said.stream().filter("nothing to do"::equals)).hasSize(7);
        assertThat(database.query("""
                        SELECT count(*) - count(DISTINCT version), count(*) FILTER (WHERE NOT success), max(version)
                          FROM mcp.flyway_schema_history""")).containsExactly("0 | 0 | " + (arguments.length == 0 ? "015" : "016"));
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
    }

    @Test
    void a_process_killed_at_any_moment_leaves_nothing_that_the_next_run_does_not_finish() {
        killed(Scene.halfMade(), 3);
    }

    @Tag("long")
    @Test
    void a_process_killed_at_fifty_moments_up_to_the_switch_leaves_nothing_that_the_next_run_does_not_finish() {
        assertThat(killed(Scene.halfMade(), 50, McpProgram.SWITCH))
                .as("versions at which it was killed")
                .hasSizeGreaterThan(8);
    }

    /** A database to be copied, what its rows were before any migration, and what a run without a kill makes of it. */
    private record Scene(Database database, McpRows rows) {
        static Scene halfMade() {
            return of(Postgres.fresh().withInitialSchema(180).withTracker("public", 1, true));
        }

        static Scene at(String version) {
            Scene scene = of(Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true));
            McpUpTo.run(scene.database(), version);
            return scene;
        }

        private static Scene of(Database database) {
            List<String> tables = PostgresRows.fill(database, ROWS);
            McpRows.sayLabels(database);
            return new Scene(database, McpRows.before(database, tables));
        }
    }

    /** Kills a run at random moments, as many times, and lets another one finish; returns the versions that they had reached. */
    private static Set<String> killed(Scene scene, int rounds, String... arguments) {
        Database whole = Postgres.copyOf(scene.database());
        Child unharmed = start(whole, arguments).await("begins");
        long began = System.nanoTime();
        assertThat(unharmed.exitCode()).as(unharmed.text()).isZero();
        long takes = System.nanoTime() - began;
        List<String> expected = McpCatalog.of(whole);
        whole.drop();
        Random random = new Random(20250101);
        String first = lastVersion(scene.database());
        List<String> versions = IntStream.range(Integer.parseInt(first), arguments.length > 0 ? 16 : 15)
                .mapToObj("%03d"::formatted)
                .toList();
        Set<String> reached = new TreeSet<>();
        for (int round = 0; round < rounds; round++) {
            Database database = Postgres.copyOf(scene.database());
            Child child = start(database, arguments).await("begins");
            String from = versions.get(random.nextInt(versions.size()));
            awaitVersion(database, from);
            long moment = random.nextLong(takes / PART);
            pause(moment);
            child.kill();
            reached.add(lastVersion(database));

            PostgresMigration mcp = Tributary.mcp(database.dataSource());
            (arguments.length > 0 ? mcp.switchTypedColumns() : mcp).migrate();

            String when = "killed %d ms after version %s, round %d".formatted(moment / 1_000_000, from, round);
            assertThat(mcp.verify().ok()).as(when).isTrue();
            assertThat(McpCatalog.of(database)).as(when).containsExactlyElementsOf(expected);
            assertThat(database.query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"))
                    .as(when)
                    .isEmpty();
            scene.rows().in(database).requireAllThere();
            database.drop();
        }
        return reached;
    }

    /** On a busy machine a run takes longer than the one that was measured: by the clock alone, all kills would be early ones. */
    private static void awaitVersion(Database database, String version) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (lastVersion(database).compareTo(version) < 0) {
            assertThat(System.nanoTime())
                    .as("version %s was to be recorded", version)
                    .isLessThan(deadline);
            pause(BETWEEN_LOOKS.toNanos());
        }
    }

    private static String lastVersion(Database database) {
        return database.query("SELECT to_regclass('mcp.flyway_schema_history') IS NULL")
                        .equals(List.of("t"))
                ? "000"
                : database.query("SELECT coalesce(max(version), '000') FROM mcp.flyway_schema_history")
                        .get(0);
    }

    /** The moment of the kill is what the trial varies. */
    private static void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void golang_migrates_lock_held_by_a_service_is_waited_for_and_its_holder_is_named() throws SQLException {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        try (Connection service = database.connect();
                Statement statement = service.createStatement()) {
            statement.execute("SET application_name = 'the old service'");
            // as golang-migrate does it: opened by URL, the table in mcp
            CRC32 crc = new CRC32();
            crc.update(
                    ("mcp\0schema_migrations\0/" + database.name()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            long key = crc.getValue() * 1486364155L & 0xFFFF_FFFFL;
            statement.execute("SELECT pg_advisory_lock(" + key + ")");
            PostgresMigration migration = new PostgresMigration(
                    database.dataSource(),
                    new PostgresSettings(Duration.ofSeconds(1), Duration.ofSeconds(20), Optional.empty()));

            assertThatThrownBy(migration::migrate).isInstanceOfSatisfying(Fault.class, fault -> {
                assertThat(fault.what()).contains("golang-migrate's lock", "the old service");
                assertThat(fault.effect()).isEqualTo("nothing changed");
            });
            assertThat(database.query("SELECT to_regclass('mcp.flyway_schema_history')"))
                    .isEqualTo(List.of("null"));

            statement.execute("SELECT pg_advisory_unlock(" + key + ")");
            assertThat(migration.migrate().applied()).startsWith("001", "002");
        }
        assertThat(database.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .isEqualTo(List.of("0"));
    }

    @Test
    void a_role_with_only_the_documented_privileges_can_do_it_all() {
        Database database = Postgres.fresh();
        String role = "migrator_" + database.name();
        database.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD '" + database.password() + "'",
                "CREATE EXTENSION vector WITH SCHEMA public");
        Database asRole = database.as(role);

        assertThatThrownBy(() -> Tributary.mcp(asRole.dataSource()).migrate())
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.what())
                            .contains("the extension uuid-ossp is missing, and this role may not create it");
                    assertThat(fault.next()).contains("CREATE EXTENSION \"uuid-ossp\" WITH SCHEMA public;");
                });
        assertThat(database.query("SELECT to_regnamespace('mcp')")).isEqualTo(List.of("null"));

        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role);
        Tributary.mcp(asRole.dataSource()).migrate();

        assertThat(Tributary.mcp(asRole.dataSource()).verify().ok()).isTrue();
        assertThat(Tributary.mcp(asRole.dataSource()).diagnose().problems()).isEmpty();
    }

    @Test
    void a_role_that_owns_the_half_made_schema_completes_it_and_another_is_told_what_it_lacks() {
        Database database = Postgres.fresh();
        String owner = "owner_" + database.name();
        String other = "other_" + database.name();
        database.execute(
                "CREATE ROLE " + owner + " LOGIN PASSWORD '" + database.password() + "'",
                "CREATE ROLE " + other + " LOGIN PASSWORD '" + database.password() + "'",
                "CREATE EXTENSION vector WITH SCHEMA public",
                "CREATE EXTENSION \"uuid-ossp\" WITH SCHEMA public",
                "CREATE EXTENSION pg_trgm WITH SCHEMA public",
                "CREATE EXTENSION pgcrypto WITH SCHEMA public",
                "CREATE SCHEMA mcp AUTHORIZATION " + owner);
        database.as(owner)
                .execute(dev.tributary.postgres.InitialSchema.statements().stream()
                        .skip(4)
                        .limit(60)
                        .map(dev.tributary.postgres.SchemaStatement::sql)
                        .toArray(String[]::new));

        assertThatThrownBy(() -> Tributary.mcp(database.as(other).dataSource()).migrate())
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.next())
                                .contains("GRANT USAGE, CREATE ON SCHEMA mcp TO " + other + ";"));
        assertThat(Tributary.mcp(database.as(other).dataSource()).diagnose().problems())
                .anySatisfy(problem -> assertThat(problem.next()).contains("GRANT " + owner + " TO " + other));

        Tributary.mcp(database.as(owner).dataSource()).migrate();
        assertThat(Tributary.mcp(database.as(owner).dataSource()).verify().ok()).isTrue();
    }

    @Test
    void a_session_that_the_server_ends_in_mid_run_is_a_clear_fault_and_the_next_run_finishes() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        PostgresRows.fill(database, ROWS);
        Child child = start(database).await("begins");
        awaitAndEndItsSessions(database);

        assertThat(child.exitCode()).as(child.text()).isEqualTo(1);
        assertThat(child.text().substring(child.text().indexOf("Refused, ")))
                .startsWith("Refused, version 003 did not end, the versions before it are done and stay")
                .contains("\nWhy:  ", "\nNext: ")
                .doesNotContain("\tat ");
        Tributary.mcp(database.dataSource()).migrate();
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
    }

    /** Ends them once the first version is recorded, so that it is in the middle. */
    private static void awaitAndEndItsSessions(Database database) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (System.nanoTime() < deadline) {
            List<String> recorded = database.query(
                    "SELECT to_regclass('mcp.flyway_schema_history') IS NOT NULL AND to_regclass('mcp.schema_adoption') IS NOT NULL");
            if (recorded.equals(List.of("t"))) {
                database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
                return;
            }
        }
        throw new AssertionError("the first version was never recorded");
    }

    private static Child start(Database database, String... more) {
        List<String> arguments = new ArrayList<>(List.of(database.url(), database.user(), database.password()));
        arguments.addAll(List.of(more));
        return Child.start(McpProgram.class, arguments.toArray(String[]::new));
    }
}
