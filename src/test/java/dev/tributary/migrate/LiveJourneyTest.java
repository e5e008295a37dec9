package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import db.mcp.migrations.V004__rename_api_key_type;
import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The live versions as Flyway runs them: what a refusal, a lock and a crash leave behind, and what the next run does. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LiveJourneyTest {
    private static final String HISTORY =
            "SELECT version, success FROM mcp.flyway_schema_history WHERE type <> 'BASELINE' ORDER BY installed_rank";

    private static Database dirtyWithKeys() {
        return Postgres.fresh()
                .withInitialSchema()
                .withTracker("mcp", 1, true)
                .execute("INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, type, role)"
                        + " SELECT public.uuid_generate_v4(), 'h' || g, 'p', 'k' || g,"
                        + " (ARRAY['standard', 'service', 'personal', 'temporary', NULL])[1 + g % 5], 'user'"
                        + " FROM generate_series(1, 3000) AS g");
    }

    private static void assertMapped(Database db) {
        assertThat(
                        db.query(
                                "SELECT key_type, metadata->>'legacy_type', count(*) FROM mcp.api_keys GROUP BY 1, 2 ORDER BY 1, 2"))
                .containsExactly(
                        "service | service | 600",
                        "user | personal | 600",
                        "user | standard | 600",
                        "user | temporary | 600",
                        "user | null | 600");
    }

    @Test
    void an_unknown_type_leaves_no_failed_row_and_once_it_is_mapped_the_next_run_is_done() {
        Database db = dirtyWithKeys().execute("UPDATE mcp.api_keys SET role = 'admin' WHERE name = 'k1'");

        assertThatThrownBy(() -> Tributary.mcp(db.dataSource()).migrate())
                .isInstanceOf(Fault.class)
                .hasMessageContaining("1 key(s) of type 'service' with role 'admin'");

        assertThat(db.query(HISTORY)).containsExactly("001 | t", "002 | t", "003 | t");
        assertThat(McpCatalog.of(db)).anyMatch(line -> line.startsWith("column api_keys type "));

        db.execute(
                "INSERT INTO mcp.api_key_type_mapping (old_type, role, key_type) VALUES ('service', 'admin', 'admin')");
        assertThat(Tributary.mcp(db.dataSource()).migrate().applied()).startsWith("004", "005", "006", "007");
        assertThat(db.query("SELECT key_type, metadata FROM mcp.api_keys WHERE name = 'k1'"))
                .containsExactly("admin | {\"legacy_type\": \"service\"}");
        assertThat(Tributary.mcp(db.dataSource()).migrate().nothingToDo()).isTrue();
    }

    @Test
    void a_version_that_was_broken_off_is_gone_on_with_and_ends_in_the_catalog_of_a_fresh_install() {
        Database fresh = Postgres.fresh();
        Tributary.mcp(fresh.dataSource()).migrate();
        Database db = dirtyWithKeys().execute("UPDATE mcp.api_keys SET role = 'admin' WHERE name = 'k1'");
        assertThatThrownBy(() -> Tributary.mcp(db.dataSource()).migrate()).isInstanceOf(Fault.class);
        db.execute("UPDATE mcp.api_keys SET role = 'user' WHERE name = 'k1'");
        boolean stopped = LiveRun.stoppingAfter(8, db, new V004__rename_api_key_type().steps(), LiveRun.batchesOf(100));
        assertThat(stopped).isTrue();
        assertThat(McpCatalog.of(db)).anyMatch(line -> line.contains("api_keys_key_type_transition"));

        Tributary.mcp(db.dataSource()).migrate();

        assertThat(McpCatalog.of(db)).isEqualTo(McpCatalog.of(fresh));
        assertMapped(db);
    }

    @Test
    void a_session_that_holds_the_table_for_three_seconds_only_delays_the_run() throws SQLException {
        Database db = dirtyWithKeys();
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("UPDATE mcp.api_keys SET usage_count = 5 WHERE name = 'k7'");
            Thread letGo = new Thread(() -> {
                try (Statement sleep = holder.createStatement()) {
                    LiveRun.await(db, "to_regclass('mcp.api_key_type_mapping') IS NOT NULL");
                    sleep.execute("SELECT pg_sleep(3)");
                    holder.commit();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            letGo.start();
            Tributary.mcp(db.dataSource()).migrate();
            letGo.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertMapped(db);
        assertThat(db.query("SELECT usage_count FROM mcp.api_keys WHERE name = 'k7'"))
                .containsExactly("5");
    }

    @Test
    void a_run_whose_sessions_the_server_ends_at_any_moment_is_gone_on_with() {
        Database fresh = Postgres.fresh();
        Tributary.mcp(fresh.dataSource()).migrate();
        List<String> catalog = McpCatalog.of(fresh);
        Database db = dirtyWithKeys();
        int cut = 0;
        java.util.Random moments = new java.util.Random(20261121);
        for (int round = 0; round < 12; round++) {
            long after = moments.nextInt(1_500) * 1_000_000L;
            long began = System.nanoTime();
            Thread killer = new Thread(() -> {
                java.util.concurrent.locks.LockSupport.parkNanos(after - (System.nanoTime() - began));
                Postgres.fresh()
                        .query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '"
                                + db.name() + "'");
            });
            killer.start();
            try {
                Tributary.mcp(db.dataSource()).migrate();
            } catch (Fault e) {
                cut++;
            } finally {
                try {
                    killer.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        Tributary.mcp(db.dataSource()).migrate();
        assertThat(cut).isPositive();
        assertThat(McpCatalog.of(db)).isEqualTo(catalog);
        assertMapped(db);
        assertThat(db.query(HISTORY)).doesNotHaveDuplicates().allMatch(row -> row.endsWith("| t"));
    }
}
