package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** {@code repair mcp}: the objects first, then what a failed version left behind, and the history last. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpRepairTest {
    private static final String BREAK =
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'mcp.idx_users_email'::regclass";
    private static final String INVALID = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    private static final String FAILED = "SELECT version FROM mcp.flyway_schema_history WHERE NOT success";

    /** As Flyway leaves it when a version outside a transaction fails: its row says so, and what it made is there. */
    private static Database failedInVersion7() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        Tributary.mcp(database.dataSource()).migrate();
        return database.execute(
                "DELETE FROM mcp.flyway_schema_history WHERE version > '007'",
                "UPDATE mcp.flyway_schema_history SET success = false WHERE version = '007'",
                "ALTER TABLE mcp.tenant_config DROP COLUMN service_tokens",
                BREAK);
    }

    @Test
    void a_sound_schema_has_nothing_to_repair() {
        Database database = Postgres.fresh();
        assertThat(Tributary.mcp(database.dataSource()).repair().nothingToDo()).isTrue();
        assertThat(database.query("SELECT to_regnamespace('mcp')")).containsExactly("null");
        Tributary.mcp(database.dataSource()).migrate();
        assertThat(Tributary.mcp(database.dataSource()).repair().nothingToDo()).isTrue();
    }

    @Test
    void a_failed_version_stops_the_next_run_which_names_the_repair_and_after_it_the_version_is_finished() {
        Database database = failedInVersion7();
        assertThatThrownBy(() -> Tributary.mcp(database.dataSource()).migrate())
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.what())
                            .contains("a version has failed before")
                            .contains("7");
                    assertThat(fault.next()).contains("repair mcp");
                });
        assertThat(Tributary.mcp(database.dataSource()).diagnose().advice().command())
                .isEqualTo("repair");

        PostgresRepair repair = Tributary.mcp(database.dataSource()).repair();

        assertThat(repair.indexes()).singleElement().satisfies(swept -> {
            assertThat(swept.index()).isEqualTo("idx_users_email on users");
            assertThat(swept.action()).isEqualTo("REINDEX INDEX CONCURRENTLY \"mcp\".\"idx_users_email\"");
            assertThat(swept.swept()).isTrue();
        });
        assertThat(repair.failed()).extracting(row -> row.version()).containsExactly("007");
        assertThat(repair.leftBehind())
                .anyMatch(line -> line.contains("tenant_config.tenant_config_pkey is PRIMARY KEY (id)"));
        assertThat(database.query(INVALID)).containsExactly("0");
        assertThat(database.query(FAILED)).isEmpty();

        assertThat(Tributary.mcp(database.dataSource()).migrate().applied()).startsWith("007");
        assertThat(Tributary.mcp(database.dataSource()).verify().differences()).isEmpty();
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
    }

    @Test
    void the_history_is_touched_last_so_an_index_that_cannot_be_swept_leaves_it_as_it_was() throws SQLException {
        Database database = failedInVersion7();
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE mcp.users IN ACCESS EXCLUSIVE MODE");

            assertThatThrownBy(() -> Tributary.mcp(database.dataSource()).repair())
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.what()).contains("waited too long for a lock"));
        }
        assertThat(database.query(FAILED)).containsExactly("007");
    }

    @Test
    void an_index_left_by_a_rebuild_that_was_broken_off_is_dropped() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        Tributary.mcp(database.dataSource()).migrate();
        database.execute(
                "CREATE INDEX idx_users_email_ccnew ON mcp.users (email)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'mcp.idx_users_email_ccnew'::regclass");

        assertThat(Tributary.mcp(database.dataSource()).repair().indexes())
                .singleElement()
                .satisfies(swept -> assertThat(swept.action()).startsWith("DROP INDEX CONCURRENTLY"));

        assertThat(database.query("SELECT to_regclass('mcp.idx_users_email_ccnew')"))
                .containsExactly("null");
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
    }
}
