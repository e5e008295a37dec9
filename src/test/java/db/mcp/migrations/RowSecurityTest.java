package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.postgres.LiveStep;
import dev.tributary.postgres.LiveSteps;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Seen as a role that owns nothing, as the service's is: row-level security does not bind a table's owner. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RowSecurityTest {
    private static final List<LiveStep> BEFORE =
            LiveSteps.all(new V003__create_enums().steps(), new V006__create_tables().steps());
    private static final List<LiveStep> STEPS = new V013__enable_row_security().steps();
    private static final String ONE = "00000000-0000-0000-0000-000000000001";
    private static final String TWO = "00000000-0000-0000-0000-000000000002";
    private static final String ROLE = "row_security_reader";

    /** A row of a tenant: {@code %1$s} is the tenant, {@code %2$s} a key that tells its rows from the other's. */
    private static final Map<String, String> ROWS = new LinkedHashMap<>();

    static {
        ROWS.put("embedding_searches", "(tenant_id) VALUES ('%1$s')");
        ROWS.put(
                "conflict_resolutions",
                "(tenant_id, document_id, conflict_type, resolution_strategy) VALUES ('%1$s', '%2$s', 'c', 's')");
        ROWS.put("task_delegation_history", "(task_id, task_created_at) VALUES ('%2$s', '2025-01-15')");
        ROWS.put("task_state_transitions", "(task_id, task_created_at, to_state) VALUES ('%2$s', '2025-01-15', 'x')");
        ROWS.put(
                "task_idempotency_keys",
                "(idempotency_key, task_id, task_created_at, expires_at) VALUES (md5(random()::text), '%2$s', '2025-01-15',"
                        + " '2027-01-01')");
        ROWS.put("workspace_activities", "(workspace_id, actor_id, action) VALUES ('%2$s', '%2$s', 'a')");
    }

    private static String insert(String table, String tenant) {
        return "INSERT INTO mcp." + table + " " + ROWS.get(table).formatted(tenant, key(tenant));
    }

    private static String key(String tenant) {
        return tenant.replaceAll("0(\\d)$", "a$1");
    }

    private static Postgres.Database withTwoTenants() {
        Postgres.Database db = Postgres.fresh().withInitialSchema();
        LiveRun.of(db, BEFORE);
        for (String tenant : List.of(ONE, TWO)) {
            String key = key(tenant);
            db.execute(
                    "INSERT INTO mcp.tasks (id, tenant_id, type, title, created_at) VALUES ('" + key + "', '" + tenant
                            + "', 't', 'x', '2025-01-15')",
                    "INSERT INTO mcp.workspaces (id, tenant_id, name, type) VALUES ('" + key + "', '" + tenant
                            + "', 'w', 't')",
                    "INSERT INTO mcp.shared_documents (id, workspace_id, name, type) VALUES ('" + key + "', '" + key
                            + "', 'd', 't')");
            ROWS.keySet().forEach(table -> db.execute(insert(table, tenant)));
        }
        return db.execute(
                // a role is the server's, and the database of another test may use it already
                "DO $$ BEGIN IF to_regrole('" + ROLE + "') IS NULL THEN CREATE ROLE " + ROLE + " LOGIN PASSWORD '"
                        + db.password() + "'; END IF; END $$",
                "GRANT USAGE ON SCHEMA mcp TO " + ROLE,
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA mcp TO " + ROLE);
    }

    /** As the role, for a tenant; empty for none. */
    private static List<String> as(Postgres.Database db, String tenant, String sql) {
        try (Connection connection = db.as(ROLE).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('app.tenant_id', '" + tenant + "', false)");
            List<String> values = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet row = statement.getResultSet()) {
                    while (row.next()) {
                        values.add(row.getString(1));
                    }
                }
            } else {
                values.add(String.valueOf(statement.getUpdateCount()));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_tenant_sees_and_changes_its_rows_and_none_of_another_s_and_nobody_sees_any_without_a_tenant() {
        Postgres.Database db = withTwoTenants();
        LiveRun.of(db, STEPS);
        for (String table : ROWS.keySet()) {
            String count = "SELECT count(*) FROM mcp." + table;
            assertThat(db.query(count)).as(table).containsExactly("2");
            for (String tenant : List.of(ONE, TWO)) {
                String other = tenant.equals(ONE) ? TWO : ONE;
                assertThat(as(db, tenant, count)).as(table).containsExactly("1");
                assertThatThrownBy(() -> as(db, tenant, insert(table, other)))
                        .as(table)
                        .hasMessageContaining("violates row-level security policy");
            }
            assertThat(as(db, "", count)).as(table).containsExactly("0");
            assertThat(as(db, "no uuid", count)).as(table).containsExactly("0");
            assertThat(as(db, "", "DELETE FROM mcp." + table)).as(table).containsExactly("0");
            assertThat(as(db, TWO, insert(table, TWO))).as(table).containsExactly("1");
            assertThat(as(db, TWO, "DELETE FROM mcp." + table)).as(table).containsExactly("2");
            assertThat(db.query(count)).as(table).containsExactly("1");
        }
        assertThat(as(db, ONE, "SELECT tenant_id FROM mcp.embedding_searches")).containsExactly(ONE);
    }

    @Test
    void tables_that_were_deployed_without_it_stay_so_and_a_second_run_changes_nothing() {
        Postgres.Database db = withTwoTenants();
        String secured =
                "SELECT relname FROM pg_class WHERE relnamespace = 'mcp'::regnamespace AND relrowsecurity ORDER BY 1";
        List<String> before = db.query(secured);
        LiveRun.of(db, STEPS);
        List<String> expected = new ArrayList<>(before);
        expected.addAll(ROWS.keySet());
        assertThat(before).hasSize(11);
        assertThat(db.query(secured)).containsExactlyInAnyOrderElementsOf(expected);
        List<String> catalog = McpCatalog.of(db);
        assertThat(LiveRun.of(db, STEPS).changed()).isEmpty();
        assertThat(McpCatalog.of(db)).isEqualTo(catalog);
    }
}
