package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.StartReport.Outcome;
import dev.tributary.postgres.AdvisoryLocks;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** An application's start on a PostgreSQL database. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpStartTest {
    private static final StartSettings REPLICA = StartSettings.defaults().validateOnly();

    @Test
    void of_three_instances_one_migrates_and_a_replica_that_may_only_read_finds_everything() throws Exception {
        Database database = Postgres.fresh();
        assertThatThrownBy(() -> Tributary.mcp(database.dataSource()).migrateOnStart(REPLICA))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("versions are pending in mcp: 001")
                .hasMessageContaining("nobody migrates now");
        assertThat(database.query("SELECT to_regnamespace('mcp') IS NULL")).containsExactly("t");

        List<CompletableFuture<Outcome>> instances = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            instances.add(CompletableFuture.supplyAsync(
                    () -> Tributary.mcp(database.dataSource()).migrateOnStart().outcome()));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (CompletableFuture<Outcome> each : instances) {
            outcomes.add(each.get(120, TimeUnit.SECONDS));
        }

        assertThat(outcomes).containsOnlyOnce(Outcome.MIGRATED);
        String reader = "reader_of_" + database.name();
        database.execute(
                "CREATE ROLE " + reader + " LOGIN PASSWORD '" + database.password() + "'",
                "GRANT USAGE ON SCHEMA mcp TO " + reader,
                "GRANT SELECT ON mcp.flyway_schema_history TO " + reader);
        String before = database.query("SELECT * FROM mcp.flyway_schema_history ORDER BY installed_rank")
                .toString();
        StartReport replica = Tributary.mcp(database.as(reader).dataSource()).migrateOnStart(REPLICA);
        assertThat(replica.outcome()).isEqualTo(Outcome.UP_TO_DATE);
        assertThat(replica.asText()).isEqualTo("mcp has every version");

        database.execute("UPDATE mcp.flyway_schema_history SET checksum = checksum + 1 WHERE version = '003'");
        for (StartSettings start : List.of(StartSettings.defaults(), REPLICA)) {
            assertThatThrownBy(() -> Tributary.mcp(database.dataSource()).migrateOnStart(start))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("the migrations are not the ones that this schema was made with");
        }
        database.execute("UPDATE mcp.flyway_schema_history SET checksum = checksum - 1 WHERE version = '003'");
        assertThat(database.query("SELECT * FROM mcp.flyway_schema_history ORDER BY installed_rank")
                        .toString())
                .isEqualTo(before);

        database.execute("COMMENT ON CONSTRAINT flyway_schema_history_pk ON mcp.flyway_schema_history IS"
                + " 'Tributary: the way back has begun from version 007'");
        for (StartSettings start : List.of(StartSettings.defaults(), REPLICA)) {
            assertThatThrownBy(() -> Tributary.mcp(database.dataSource()).migrateOnStart(start))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("the way back from version 007 was broken off");
        }
    }

    @Test
    void a_schema_that_is_stuck_dirty_is_for_a_person_and_stays_as_it_is() {
        Database database = Postgres.fresh().withInitialSchema(40).withTracker("public", 1, true);

        assertThatThrownBy(() -> Tributary.mcp(database.dataSource()).migrateOnStart())
                .isInstanceOf(Fault.class)
                .hasMessageContaining("a database that Tributary has never migrated: " + database.name())
                .hasMessageContaining("migrate mcp");

        assertThat(database.query("SELECT * FROM public.schema_migrations")).containsExactly("1 | t");
        assertThat(database.query("SELECT to_regclass('mcp.flyway_schema_history') IS NULL"))
                .containsExactly("t");
    }

    @Test
    void who_waits_says_for_whom_and_refuses_after_the_limit() throws Exception {
        Database database = Postgres.fresh();
        List<String> told = new ArrayList<>();
        StartListener listener = new StartListener() {
            @Override
            public void waiting(String forWhom) {
                told.add(forWhom);
            }
        };
        try (Connection session = database.connect();
                Statement statement = session.createStatement()) {
            statement.execute("SET application_name = 'another instance'");
            new AdvisoryLocks(session).takeOurs(Duration.ofSeconds(10));

            assertThatThrownBy(() -> Tributary.mcp(database.dataSource())
                            .migrateOnStart(StartSettings.defaults()
                                    .waitAtMost(Duration.ofMillis(1_500))
                                    .listener(listener)))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("another run of Tributary is held by process")
                    .hasMessageContaining("another instance");
            assertThat(told).singleElement().asString().contains("waiting for another run of Tributary: process");
            assertThatThrownBy(() ->
                            Tributary.mcp(database.dataSource()).migrateOnStart(REPLICA.waitAtMost(Duration.ZERO)))
                    .hasMessageContaining("has not finished its migration of mcp within 0 s")
                    .hasMessageContaining("another instance");
        }
        assertThat(database.query("SELECT to_regnamespace('mcp') IS NULL")).containsExactly("t");
    }
}
