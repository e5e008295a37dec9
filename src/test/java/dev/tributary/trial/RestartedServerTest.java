package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.PostgresMigration;
import dev.tributary.postgres.InitialSchema;
import dev.tributary.postgres.SchemaStatement;
import dev.tributary.support.Obstacle;
import dev.tributary.support.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The server goes down and comes back while a migration is in the middle of its backfill. It is a server of its own. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartedServerTest {
    private static final int KEYS = 5_000;
    private static final int LIMIT_S = 90;

    private PostgreSQLContainer container;

    /** A loop keeps the container, and with it its port, while the server in it is down. */
    @BeforeAll
    @SuppressWarnings("resource")
    void start() {
        container = new PostgreSQLContainer(
                        DockerImageName.parse(Postgres.server().getDockerImageName())
                                .asCompatibleSubstituteFor("postgres"))
                .withUsername("postgres")
                .withPassword("a secret that no output may show")
                .withCommand("bash", "-c", "while true; do docker-entrypoint.sh postgres; done");
        container.setWaitStrategy(Wait.forSuccessfulCommand("pg_isready -h 127.0.0.1 -U postgres")
                .withStartupTimeout(Duration.ofSeconds(LIMIT_S)));
        container.start();
    }

    @AfterAll
    void stop() {
        if (container != null) {
            container.stop();
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_server_that_restarts_in_mid_run_is_a_clear_fault_and_the_next_run_finishes() throws Exception {
        restarts("fast");
    }

    @Tag("long")
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_server_that_crashes_in_mid_run_is_a_clear_fault_and_the_next_run_finishes() throws Exception {
        restarts("immediate");
    }

    private void restarts(String how) throws Exception {
        PGSimpleDataSource source = database("restarted_" + how);
        PostgresMigration migration = Tributary.mcp(source);
        Obstacle obstacle = Obstacle.inBackfill(source, "mcp.api_keys", KEYS / 2);
        CompletableFuture<String> run = CompletableFuture.supplyAsync(() -> ended(migration));
        await(run, () -> mapped(source) > 0);
        down(how);

        assertThat(run.get(LIMIT_S, TimeUnit.SECONDS))
                .startsWith("Refused, version 004 did not end, the versions before it are done and stay")
                .containsAnyOf("the connection was lost during 'map ", "the migration of mcp lost the server")
                .contains("\nWhy:  ", "\nNext: ", "server is up", "run this again", "goes on where it stopped")
                .doesNotContain("a secret", "\tat ");

        await(run, () -> isUp(source));
        obstacle.close();
        assertThat(mapped(source)).as("mapped before it went down").isBetween(1, KEYS - 1);
        assertThat(query(
                        source,
                        "SELECT string_agg(version, ',' ORDER BY installed_rank) FROM mcp.flyway_schema_history"
                                + " WHERE success AND version > '0'"))
                .isEqualTo("001,002,003");
        assertThat(migration.migrate().applied()).startsWith("004");
        assertThat(migration.verify().differences()).isEmpty();
        assertThat(migration.verify().ok()).isTrue();
        assertThat(query(
                        source,
                        "SELECT count(*) || ' of ' || count(DISTINCT key_hash) FROM mcp.api_keys"
                                + " WHERE metadata->>'legacy_type' = 'standard' AND key_type = 'user'"))
                .isEqualTo(KEYS + " of " + KEYS);
        assertThat(query(source, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .isEqualTo("0");
    }

    private static int mapped(PGSimpleDataSource source) throws SQLException {
        return Integer.parseInt(
                query(source, "SELECT count(*) FROM mcp.api_keys WHERE jsonb_exists(metadata, 'legacy_type')"));
    }

    private static String ended(PostgresMigration migration) {
        try {
            migration.migrate();
            return "migrated";
        } catch (Fault fault) {
            return fault.getMessage();
        }
    }

    private PGSimpleDataSource database(String name) throws SQLException, TimeoutException {
        PGSimpleDataSource maintenance = source("postgres");
        await(new CompletableFuture<String>(), () -> isUp(maintenance)); // the case before took it down
        execute(maintenance, "CREATE DATABASE " + name);
        PGSimpleDataSource source = source(name);
        execute(
                source,
                InitialSchema.statements().stream().map(SchemaStatement::sql).toArray(String[]::new));
        execute(
                source,
                "INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name)"
                        + " SELECT public.uuid_generate_v4(), 'h' || g, 'p', 'key ' || g FROM generate_series(1, "
                        + KEYS
                        + ") AS g");
        return source;
    }

    private PGSimpleDataSource source(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(
                "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432) + "/" + database);
        source.setUser("postgres");
        source.setPassword(container.getPassword());
        source.setConnectTimeout(LIMIT_S);
        return source;
    }

    /** Does not wait: the next server is there before pg_ctl has seen that the last one is gone. */
    private void down(String how) throws IOException, InterruptedException {
        ExecResult stopped =
                container.execInContainer("bash", "-c", "gosu postgres pg_ctl stop --no-wait -D \"$PGDATA\" -m " + how);
        assertThat(stopped.getExitCode()).as(stopped.toString()).isZero();
    }

    private static boolean isUp(PGSimpleDataSource source) {
        try (Connection connection = source.getConnection()) {
            return connection.isValid(LIMIT_S);
        } catch (SQLException e) {
            return false; // still down, or still starting
        }
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    /** Waits for a condition, and not for a run that has ended before it came true. */
    private static void await(CompletableFuture<String> run, Condition condition)
            throws SQLException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        boolean running = !run.isDone();
        while (!condition.holds()) {
            if (running && run.isDone()) {
                throw new AssertionError("it ended before it was in the middle: " + run.join());
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("did not come true within " + LIMIT_S + " s");
            }
        }
    }

    private static void execute(PGSimpleDataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(PGSimpleDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
