package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.postgres.ObservedLock.Mode;
import dev.tributary.safety.PgDatabase;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What a session locks, as a rehearsal sees it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LockWatchTest {
    private final Database database = Postgres.fresh().execute("CREATE TABLE a (id int)", "CREATE TABLE b (id int)");

    private PgDatabase watched() {
        return new PgDatabase(database.url(), database.user(), Optional.of(database.password()));
    }

    @Test
    void a_transaction_is_seen_exactly_to_its_end_and_what_it_has_made_itself_is_left_out() throws SQLException {
        try (LockWatch watch = LockWatch.on(watched());
                Connection connection = watch.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("ALTER TABLE a ADD COLUMN x int");
            statement.execute("CREATE TABLE c (id int)");
            statement.execute("INSERT INTO b VALUES (1)");
            statement.execute("SELECT pg_sleep(0.1)");
            assertThat(watch.drain()).as("it has not ended").isEmpty();
            connection.commit();

            List<ObservedLock> locks = watch.drain();
            assertThat(locks)
                    .extracting(ObservedLock::object, ObservedLock::mode, ObservedLock::exact)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("public.a", Mode.ACCESS_EXCLUSIVE, true));
            assertThat(locks.get(0).held()).isGreaterThan(Duration.ofMillis(100));
            assertThat(watch.drain()).isEmpty();

            statement.execute("BEGIN");
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("LOCK TABLE a, b IN SHARE MODE");
            statement.execute("ROLLBACK");
            assertThat(watch.drain()).extracting(ObservedLock::object).containsExactly("public.a", "public.b");
        }
    }

    @Test
    void a_statement_outside_a_transaction_is_sampled_by_another_session() throws Exception {
        try (LockWatch watch = LockWatch.on(watched());
                Connection other = database.connect();
                Statement holding = other.createStatement();
                Connection connection = watch.dataSource().getConnection()) {
            other.setAutoCommit(false);
            holding.execute("INSERT INTO a VALUES (1)"); // the build waits for it
            CompletableFuture<Void> build = CompletableFuture.runAsync(() -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE INDEX CONCURRENTLY i ON a (id)");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            String waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'virtualxid'";
            while (!build.isDone() && database.query(waits).equals(List.of("0"))) {
                Thread.onSpinWait();
            }
            holding.execute("SELECT pg_sleep(0.2)");
            other.commit();
            build.join();

            assertThat(watch.drain()).anySatisfy(lock -> {
                assertThat(lock.object()).isEqualTo("public.a");
                assertThat(lock.mode()).isEqualTo(Mode.SHARE_UPDATE_EXCLUSIVE);
                assertThat(lock.exact()).isFalse();
                assertThat(lock.held()).isGreaterThan(Duration.ofMillis(100));
            });
        }
    }

    @Test
    void the_sessions_that_look_at_the_real_database_cannot_write() throws SQLException {
        try (Connection connection = watched().readOnly().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("INSERT INTO a VALUES (1)"))
                    .hasMessageContaining("cannot execute INSERT in a read-only transaction");
        }
    }

    @Test
    void neither_the_text_of_a_database_nor_another_one_of_its_server_shows_the_password() {
        PgDatabase real = new PgDatabase("jdbc:postgresql://h:1/my%20db?ssl=true", "me", Optional.of("s3cret"));

        assertThat(real.toString()).isEqualTo("h:1/my%20db as me");
        assertThat(real.named("a b+c").url()).isEqualTo("jdbc:postgresql://h:1/a%20b%2Bc?ssl=true");
    }
}
