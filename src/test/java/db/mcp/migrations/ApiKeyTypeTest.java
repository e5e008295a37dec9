package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.LiveStep;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ApiKeyTypeTest {
    private static final List<LiveStep> STEPS = new V004__rename_api_key_type().steps();
    private static final String TENANT = "'00000000-0000-0000-0000-000000000001'";

    private static void key(Postgres.Database db, String name, String type, String role, String metadata) {
        db.execute("INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, type, role, metadata, updated_at)"
                + " VALUES (" + TENANT + ", 'hash of " + name + "', 'p', '" + name + "', " + type + ", " + role + ", "
                + metadata + ", '2025-02-03 04:05:06.789')");
    }

    private static Postgres.Database withKeys() {
        Postgres.Database db = Postgres.fresh().withInitialSchema();
        for (String type : List.of("standard", "service", "personal", "temporary")) {
            key(db, type, "'" + type + "'", "'user'", "'{\"a\": 1}'");
            key(db, type + " readonly", "'" + type + "'", "'readonly'", "NULL");
            key(db, type + " of no role", "'" + type + "'", "NULL", "'null'");
        }
        key(db, "nothing", "NULL", "'user'", "NULL");
        key(db, "nothing of service", "NULL", "'service'", "'{}'");
        key(db, "standard admin", "'standard'", "'admin'", "'{}'");
        return db;
    }

    private static final List<String> MAPPED = List.of(
            "nothing | user | null | {\"legacy_type\": null}",
            "nothing of service | user | null | {\"legacy_type\": null}",
            "personal | user | personal | {\"a\": 1, \"legacy_type\": \"personal\"}",
            "personal of no role | user | personal | {\"legacy_type\": \"personal\"}",
            "personal readonly | user | personal | {\"legacy_type\": \"personal\"}",
            "service | service | service | {\"a\": 1, \"legacy_type\": \"service\"}",
            "service of no role | service | service | {\"legacy_type\": \"service\"}",
            "service readonly | service | service | {\"legacy_type\": \"service\"}",
            "standard | user | standard | {\"a\": 1, \"legacy_type\": \"standard\"}",
            "standard admin | admin | standard | {\"legacy_type\": \"standard\"}",
            "standard of no role | user | standard | {\"legacy_type\": \"standard\"}",
            "standard readonly | user | standard | {\"legacy_type\": \"standard\"}",
            "temporary | user | temporary | {\"a\": 1, \"legacy_type\": \"temporary\"}",
            "temporary of no role | user | temporary | {\"legacy_type\": \"temporary\"}",
            "temporary readonly | user | temporary | {\"legacy_type\": \"temporary\"}");

    private static List<String> keys(Postgres.Database db) {
        return db.query("SELECT name, key_type, metadata->>'legacy_type', metadata FROM mcp.api_keys ORDER BY name");
    }

    @Test
    void every_old_type_is_mapped_and_kept_and_no_row_looks_newer() {
        Postgres.Database db = withKeys();
        List<String> untouched =
                db.query("SELECT to_jsonb(k) - 'type' - 'metadata' FROM mcp.api_keys AS k ORDER BY id");
        LiveRun run = LiveRun.of(db, STEPS);
        assertThat(keys(db)).isEqualTo(MAPPED);
        assertThat(run.rows()).isEqualTo(MAPPED.size());
        assertThat(db.query("SELECT to_jsonb(k) - 'key_type' - 'metadata' - 'parent_key_id' - 'allowed_services'"
                        + " FROM mcp.api_keys AS k ORDER BY id"))
                .isEqualTo(untouched);
        assertThat(db.query("SELECT DISTINCT updated_at FROM mcp.api_keys")).containsExactly("2025-02-03 04:05:06.789");
        assertThat(db.query("SELECT DISTINCT allowed_services, parent_key_id FROM mcp.api_keys"))
                .containsExactly("{} | null");
    }

    @Test
    void afterwards_the_default_is_user_and_other_values_are_rejected_and_updates_are_seen_again() {
        Postgres.Database db = withKeys();
        LiveRun.of(db, STEPS);
        db.execute("INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name) VALUES (" + TENANT
                + ", 'h', 'p', 'new')");
        assertThat(db.query("SELECT key_type FROM mcp.api_keys WHERE name = 'new'"))
                .containsExactly("user");
        for (String bad : List.of("standard", "personal", "temporary", "root", "")) {
            assertThatThrownBy(() -> db.execute("UPDATE mcp.api_keys SET key_type = '" + bad + "' WHERE name = 'new'"))
                    .hasMessageContaining("api_keys_key_type_check");
        }
        for (String good : List.of("user", "admin", "agent", "service", "gateway")) {
            db.execute("UPDATE mcp.api_keys SET key_type = '" + good + "' WHERE name = 'new'");
        }
        assertThatThrownBy(() -> db.execute("UPDATE mcp.api_keys SET parent_key_id = public.uuid_generate_v4()"))
                .hasMessageContaining("api_keys_parent_key_id_fkey");
        db.execute("UPDATE mcp.api_keys SET usage_count = 1 WHERE name = 'standard'");
        assertThat(db.query("SELECT updated_at > now() - interval '1 hour' FROM mcp.api_keys WHERE name = 'standard'"))
                .containsExactly("t");
    }

    @Test
    void nothing_of_the_transition_stays_and_a_second_run_finds_nothing_to_do() {
        Postgres.Database db = withKeys();
        LiveRun.of(db, STEPS);
        List<String> catalog = McpCatalog.of(db);
        assertThat(catalog).noneMatch(line -> line.contains("transition") || line.contains("tributary"));
        assertThat(catalog).noneMatch(line -> line.contains("not validated") || line.contains("(invalid)"));
        assertThat(catalog)
                .anyMatch(line -> line.startsWith("column api_keys key_type character varying(50) DEFAULT 'user'"))
                .noneMatch(line -> line.startsWith("column api_keys type "));
        assertThat(LiveRun.of(db, STEPS).changed()).isEmpty();
        assertThat(McpCatalog.of(db)).isEqualTo(catalog);
    }

    @Test
    void an_unknown_pair_stops_before_the_rename_and_the_fault_says_the_sql_that_maps_it() {
        Postgres.Database db = withKeys();
        key(db, "x", "'service'", "'admin'", "'{}'");
        key(db, "y", "'service'", "'admin'", "'{}'");
        key(db, "z", "NULL", "'admin'", "'{}'");
        List<String> rows = db.query("SELECT to_jsonb(k) FROM mcp.api_keys AS k ORDER BY id");
        assertThatThrownBy(() -> LiveRun.of(db, STEPS)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.what())
                    .contains("1 key(s) of type NULL with role 'admin'")
                    .contains("2 key(s) of type 'service' with role 'admin'");
            assertThat(fault.next())
                    .contains("INSERT INTO mcp.api_key_type_mapping (old_type, role, key_type)"
                            + " VALUES ('service', 'admin', '<key_type>');")
                    .contains("VALUES (NULL, 'admin', '<key_type>');");
        });
        assertThat(db.query("SELECT to_jsonb(k) FROM mcp.api_keys AS k ORDER BY id"))
                .isEqualTo(rows);
        db.execute(
                "INSERT INTO mcp.api_key_type_mapping (old_type, role, key_type) VALUES ('service', 'admin', 'gateway')",
                "INSERT INTO mcp.api_key_type_mapping (old_type, role, key_type) VALUES (NULL, 'admin', 'admin')");
        LiveRun.of(db, STEPS);
        assertThat(db.query(
                        "SELECT name, key_type, metadata FROM mcp.api_keys WHERE name IN ('x', 'y', 'z') ORDER BY 1"))
                .containsExactly(
                        "x | gateway | {\"legacy_type\": \"service\"}",
                        "y | gateway | {\"legacy_type\": \"service\"}",
                        "z | admin | {\"legacy_type\": null}");
    }

    @Test
    void metadata_without_room_for_the_old_type_refuses_and_is_not_touched() {
        Postgres.Database db = withKeys();
        key(db, "array", "'standard'", "'user'", "'[1]'");
        key(db, "taken", "'standard'", "'user'", "'{\"legacy_type\": \"mine\"}'");
        assertThatThrownBy(() -> LiveRun.of(db, STEPS))
                .hasMessageContaining("1 key(s) with metadata that is no object")
                .hasMessageContaining("1 key(s) with a legacy_type in their metadata");
        assertThat(db.query("SELECT type, metadata FROM mcp.api_keys WHERE name IN ('array', 'taken') ORDER BY name"))
                .containsExactly("standard | [1]", "standard | {\"legacy_type\": \"mine\"}");
    }

    @Test
    void both_columns_at_once_refuse() {
        Postgres.Database db = withKeys().execute("ALTER TABLE mcp.api_keys ADD COLUMN key_type VARCHAR(50)");
        assertThatThrownBy(() -> LiveRun.of(db, STEPS)).hasMessageContaining("type and key_type are both there");
    }

    @Test
    void a_column_that_somebody_renamed_by_hand_gets_our_values_whatever_check_it_had() {
        Postgres.Database whole = withKeys();
        LiveRun.of(whole, STEPS);
        Postgres.Database db = withKeys()
                .execute(
                        "ALTER TABLE mcp.api_keys RENAME COLUMN type TO key_type",
                        "ALTER TABLE mcp.api_keys DROP CONSTRAINT api_keys_type_check",
                        "ALTER TABLE mcp.api_keys ADD CONSTRAINT api_keys_key_type_check CHECK (key_type <> 'root')",
                        "INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, key_type) VALUES (" + TENANT
                                + ", 'h', 'p', 'z', 'boss')");
        assertThatThrownBy(() -> LiveRun.of(db, STEPS))
                .hasMessageContaining("1 key(s) of type 'boss' with role 'user'");
        db.execute("DELETE FROM mcp.api_keys WHERE name = 'z'");
        LiveRun.of(db, STEPS);
        assertThat(keys(db)).isEqualTo(MAPPED);
        assertThat(McpCatalog.of(db)).isEqualTo(McpCatalog.of(whole));
    }

    @Test
    void forced_row_level_security_is_an_error_and_never_hides_rows() {
        Postgres.Database db = withKeys();
        String role = "keeper_" + db.name();
        db.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD '" + db.password() + "'",
                "ALTER SCHEMA mcp OWNER TO " + role,
                "ALTER TABLE mcp.api_keys OWNER TO " + role,
                "ALTER TABLE mcp.api_keys FORCE ROW LEVEL SECURITY");
        List<String> rows = db.query("SELECT to_jsonb(k) FROM mcp.api_keys AS k ORDER BY id");
        assertThatThrownBy(() -> LiveRun.of(db.as(role), STEPS))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("would not see all rows")
                .hasMessageContaining("BYPASSRLS");
        assertThat(db.query("SELECT to_jsonb(k) FROM mcp.api_keys AS k ORDER BY id"))
                .isEqualTo(rows);
        db.execute("ALTER ROLE " + role + " BYPASSRLS");
        LiveRun.of(db.as(role), STEPS);
        assertThat(keys(db)).isEqualTo(MAPPED);
    }

    @Test
    void functions_that_name_the_old_column_are_reported() {
        Postgres.Database db = withKeys();
        db.execute(
                "CREATE FUNCTION mcp.is_service(k UUID) RETURNS BOOLEAN LANGUAGE plpgsql AS"
                        + " $$BEGIN RETURN (SELECT type = 'service' FROM mcp.api_keys WHERE id = k); END$$",
                "CREATE FUNCTION public.count_keys() RETURNS BIGINT LANGUAGE plpgsql AS"
                        + " $$DECLARE k mcp.api_keys.id%TYPE; BEGIN RETURN (SELECT count(*) FROM mcp.api_keys); END$$");
        assertThat(LiveRun.of(db, STEPS).reported())
                .singleElement()
                .asString()
                .contains("mcp.is_service")
                .contains("not changed");
    }

    @Test
    void stopped_after_any_step_or_batch_a_rerun_ends_the_same() {
        Postgres.Database whole = withKeys();
        LiveRun.of(whole, STEPS);
        List<String> catalog = McpCatalog.of(whole);
        int stops = 1;
        for (; ; stops++) {
            Postgres.Database db = withKeys();
            boolean stopped = LiveRun.stoppingAfter(stops, db, STEPS, LiveRun.batchesOf(4));
            LiveRun.of(db, STEPS, LiveRun.batchesOf(4));
            assertThat(McpCatalog.of(db)).isEqualTo(catalog);
            assertThat(keys(db)).isEqualTo(MAPPED);
            assertThat(db.query("SELECT DISTINCT updated_at FROM mcp.api_keys"))
                    .containsExactly("2025-02-03 04:05:06.789");
            if (!stopped) {
                break;
            }
        }
        assertThat(stops).isGreaterThan(STEPS.size());
    }
}
