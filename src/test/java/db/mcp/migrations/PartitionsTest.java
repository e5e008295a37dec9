package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.LiveStep;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpVersions;
import dev.tributary.support.Postgres;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The months of the four tables that are partitioned by them, on days that the test chooses. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PartitionsTest {
    private static final List<LiveStep> STEPS = new V011__create_partitions().steps();
    private static final LocalDate DAY = LocalDate.of(2025, 5, 20);
    private static final String ID = "00000000-0000-0000-0000-00000000000";
    private static final List<String> TABLES = List.of("api_key_usage", "audit_log", "embedding_metrics", "tasks");

    private static String task(String id, String created) {
        return "INSERT INTO mcp.tasks (id, tenant_id, type, title, created_at) VALUES ('" + ID + id + "', '" + ID
                + "1', 't', 't', '" + created + "')";
    }

    /** A row of every partitioned table at that moment. */
    private static String[] rowsAt(String moment) {
        return new String[] {
            "INSERT INTO mcp.tasks (tenant_id, type, title, created_at) VALUES ('" + ID + "1', 't', 't', " + moment
                    + ")",
            "INSERT INTO mcp.audit_log (tenant_id, entity_type, entity_id, action, actor_id, actor_type, created_at) VALUES ('"
                    + ID + "1', 't', '" + ID + "2', 'a', '" + ID + "3', 'user', " + moment + ")",
            "INSERT INTO mcp.api_key_usage (api_key_id, \"timestamp\", endpoint, method) SELECT id, " + moment
                    + ", 'e', 'GET' FROM mcp.api_keys",
            "INSERT INTO mcp.embedding_metrics (\"timestamp\", tenant_id, model_id, tokens_processed, vectors_created,"
                    + " processing_time_ms) SELECT " + moment + ", '" + ID
                    + "1', id, 1, 1, 1 FROM mcp.embedding_models LIMIT 1"
        };
    }

    private static List<String> partitions(Postgres.Database db, String table) {
        return db
                .query("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'mcp." + table
                        + "'::regclass ORDER BY 1")
                .stream()
                .map(name -> name.replace("mcp." + table + "_", ""))
                .toList();
    }

    private static Postgres.Database withKey(int version) {
        return McpVersions.upTo(version)
                .execute("INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name) VALUES ('" + ID
                        + "1', 'h', 'p', 'n')");
    }

    @Test
    void an_insert_of_today_fails_before_and_works_after() {
        Postgres.Database db = withKey(10);
        for (String insert : rowsAt("LOCALTIMESTAMP")) {
            assertThatThrownBy(() -> db.execute(insert)).hasMessageContaining("no partition of relation");
        }
        LiveRun.of(db, STEPS);
        db.execute(rowsAt("LOCALTIMESTAMP"));
        db.execute(rowsAt("LOCALTIMESTAMP + interval '6 months'"));
        for (String table : TABLES) {
            assertThat(db.query("SELECT count(*), count(*) FILTER (WHERE tableoid = 'mcp." + table
                            + "_default'::regclass) FROM mcp." + table))
                    .as(table)
                    .containsExactly("2 | 0");
        }
    }

    @Test
    void the_months_go_from_the_oldest_that_holds_anything_to_half_a_year_ahead_and_on_with_the_days() {
        Postgres.Database db = withKey(10).execute(rowsAt("'2025-02-03'"));
        LiveRun.on(DAY, db, STEPS);
        for (String table : TABLES) {
            assertThat(partitions(db, table))
                    .as(table)
                    .containsExactly(
                            "2025_01", "2025_02", "2025_03", "2025_04", "2025_05", "2025_06", "2025_07", "2025_08",
                            "2025_09", "2025_10", "2025_11", "default");
        }
        assertThat(LiveRun.on(DAY.withDayOfMonth(31), db, STEPS).changed()).isEmpty();
        assertThat(LiveRun.on(DAY.plusMonths(2), db, STEPS).changed())
                .contains("make the months of tasks: 2025-12", "make the months of tasks: 2026-01")
                .hasSize(3 * TABLES.size());
        Postgres.Database empty = McpVersions.upTo(10);
        LiveRun.on(LocalDate.of(2026, 11, 21), empty, STEPS);
        assertThat(partitions(empty, "tasks"))
                .as("nothing is in between, so nothing needs a month there")
                .containsExactly(
                        "2025_01", "2025_02", "2025_03", "2026_11", "2026_12", "2027_01", "2027_02", "2027_03",
                        "2027_04", "2027_05", "default");
    }

    @Test
    void rows_in_the_default_partition_are_moved_when_their_month_is_made_and_what_refers_to_them_stays() {
        Postgres.Database db = McpVersions.upTo(10);
        LiveRun.on(DAY, db, STEPS);
        db.execute(
                "CREATE TRIGGER audit_tasks AFTER INSERT OR UPDATE OR DELETE ON mcp.tasks FOR EACH ROW EXECUTE FUNCTION"
                        + " mcp.audit_trigger_function()",
                task("a", "2025-12-15 10:00"),
                "INSERT INTO mcp.tasks (id, tenant_id, type, title, created_at, parent_task_id) VALUES ('" + ID
                        + "b', '" + ID + "1', 't', 'child', '2025-12-15 10:00', '" + ID + "a')",
                task("c", "2026-01-01"),
                task("d", "2031-07-07"),
                "INSERT INTO mcp.task_state_transitions (task_id, task_created_at, to_state) VALUES ('" + ID
                        + "a', '2025-12-15 10:00', 'assigned')",
                "INSERT INTO mcp.task_delegation_history (task_id, task_created_at) VALUES ('" + ID
                        + "c', '2026-01-01')",
                "ALTER TABLE mcp.tasks_default DISABLE TRIGGER audit_tasks");
        String where =
                "SELECT right(id::text, 1), replace(tableoid::regclass::text, 'mcp.', ''), title, updated_at FROM mcp.tasks"
                        + " ORDER BY 1";
        List<String> before = db.query(where);
        String foreignKeys =
                "SELECT conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint"
                        + " WHERE contype = 'f' AND confrelid = 'mcp.tasks'::regclass AND conparentid = 0 ORDER BY 2";
        List<String> keys = db.query(foreignKeys);
        List<String> audited = db.query("SELECT count(*) FROM mcp.audit_log");

        assertThat(LiveRun.on(DAY, db, STEPS).changed())
                .contains(
                        "make the months of tasks: 2025-12",
                        "make the months of tasks: 2026-01",
                        "make the months of tasks: 2031-07");

        assertThat(db.query(where))
                .containsExactlyElementsOf(before.stream()
                        .map(row -> row.replace(
                                "tasks_default",
                                row.startsWith("c")
                                        ? "tasks_2026_01"
                                        : row.startsWith("d") ? "tasks_2031_07" : "tasks_2025_12"))
                        .toList());
        assertThat(db.query("SELECT count(*) FROM mcp.tasks_default")).containsExactly("0");
        assertThat(db.query("SELECT (SELECT count(*) FROM mcp.task_state_transitions), (SELECT count(*) FROM"
                        + " mcp.task_delegation_history)"))
                .as("they would have been deleted with a deleted task")
                .containsExactly("1 | 1");
        assertThat(db.query(foreignKeys)).isEqualTo(keys);
        assertThat(db.query("SELECT count(*) FROM mcp.audit_log"))
                .as("nothing has happened")
                .isEqualTo(audited);
        assertThat(db.query(
                        "SELECT tgenabled FROM pg_trigger WHERE tgname = 'audit_tasks' AND tgrelid = 'mcp.tasks_default'"
                                + "::regclass"))
                .as("what somebody has switched off stays so")
                .containsExactly("D");
        db.execute(task("e", "2025-12-16"));
        assertThat(db.query("SELECT count(*) FROM mcp.audit_log")).isNotEqualTo(audited);
        db.execute("DELETE FROM mcp.tasks WHERE title = 'child'", "DELETE FROM mcp.tasks");
        assertThat(db.query("SELECT count(*) FROM mcp.task_state_transitions"))
                .as("the foreign keys work as before")
                .containsExactly("0");
    }

    @Test
    void every_partition_has_its_autovacuum_and_one_that_somebody_has_set_is_kept() {
        Postgres.Database db =
                McpVersions.upTo(10).execute("ALTER TABLE mcp.tasks_2025_01 SET (autovacuum_enabled = false)");
        LiveRun.on(DAY, db, STEPS);
        assertThat(db.query(
                        "SELECT array_to_string(c.reloptions, ', '), count(*) FROM pg_class AS c JOIN pg_inherits AS i ON"
                                + " i.inhrelid = c.oid WHERE c.relkind = 'r' GROUP BY 1 ORDER BY 2"))
                .containsExactly(
                        "autovacuum_enabled=false | 1",
                        "autovacuum_vacuum_scale_factor=0.05, autovacuum_analyze_scale_factor=0.05,"
                                + " autovacuum_vacuum_insert_scale_factor=0.1 | "
                                + (TABLES.stream()
                                                .mapToInt(table ->
                                                        partitions(db, table).size())
                                                .sum()
                                        - 1));
        assertThat(db.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .containsExactly("0");
        assertThat(db.query("SELECT count(*) FROM pg_indexes WHERE schemaname = 'mcp' AND tablename = 'tasks_2025_11'"))
                .isEqualTo(
                        db.query("SELECT count(*) FROM pg_indexes WHERE schemaname = 'mcp' AND tablename = 'tasks'"));
        assertThat(db.query("SELECT conname FROM pg_constraint WHERE conname LIKE '%its_month%'"))
                .isEmpty();
    }

    @Test
    void a_default_partition_of_another_name_refuses_and_renamed_its_rows_are_moved() {
        Postgres.Database db = McpVersions.upTo(10)
                .execute("CREATE TABLE mcp.tasks_rest PARTITION OF mcp.tasks DEFAULT", task("a", "2025-06-15"));
        assertThatThrownBy(() -> LiveRun.on(DAY, db, STEPS))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("the default partition of tasks has another name: tasks_rest")
                .hasMessageContaining("ALTER TABLE mcp.tasks_rest RENAME TO tasks_default;");
        db.execute("ALTER TABLE mcp.tasks_rest RENAME TO tasks_default");
        LiveRun.on(DAY, db, STEPS);
        assertThat(db.query("SELECT replace(tableoid::regclass::text, 'mcp.', '') FROM mcp.tasks"))
                .containsExactly("tasks_2025_06");
    }

    @Test
    void what_stands_in_the_way_of_a_month_is_named_and_a_longer_partition_covers_it() {
        Postgres.Database db = McpVersions.upTo(10)
                .execute(
                        "CREATE TABLE mcp.tasks_spring PARTITION OF mcp.tasks FOR VALUES FROM ('2025-04-01') TO ('2025-07-01')",
                        "CREATE TABLE mcp.tasks_2025_08 (x INTEGER)");
        assertThatThrownBy(() -> LiveRun.on(DAY, db, STEPS))
                .hasMessageContaining("mcp.tasks_2025_08 exists and is not a partition of mcp.tasks for its month");
        db.execute("DROP TABLE mcp.tasks_2025_08");
        LiveRun.on(DAY, db, STEPS);
        assertThat(partitions(db, "tasks")).contains("spring", "2025_07").doesNotContain("2025_05", "2025_06");
        db.execute(
                "CREATE TABLE mcp.tasks_week PARTITION OF mcp.tasks FOR VALUES FROM ('2026-02-01') TO ('2026-02-08')");
        assertThatThrownBy(() -> db.query("SELECT mcp.create_monthly_partitions('tasks', '2026-02-01', '2026-02-01')"))
                .hasMessageContaining("2026-02 of mcp.tasks is covered in part, by mcp.tasks_week");
    }

    @Test
    void the_function_says_how_many_it_made_and_refuses_what_is_no_table_by_months() {
        Postgres.Database db = McpVersions.upTo(8);
        String call = "SELECT mcp.create_monthly_partitions(%s)";
        assertThat(db.query(call.formatted("'tasks', '2025-03-31', '2025-06-01'")))
                .containsExactly("3");
        assertThat(db.query(call.formatted("'tasks', '2025-03-31', '2025-06-01'")))
                .containsExactly("0");
        assertThat(partitions(db, "tasks"))
                .containsExactly("2025_01", "2025_02", "2025_03", "2025_04", "2025_05", "2025_06");
        for (String nonsense :
                List.of("'agents', '2025-01-01', '2025-01-01'", "'nothing', '2025-01-01', '2025-01-01'")) {
            assertThatThrownBy(() -> db.query(call.formatted(nonsense)))
                    .hasMessageContaining("is not a table that is partitioned by ranges of one date");
        }
        for (String nonsense : List.of(
                "'tasks', '2025-02-01', '2025-01-01'",
                "'tasks', NULL, '2025-01-01'",
                "'tasks', '2025-01-01', 'infinity'")) {
            assertThatThrownBy(() -> db.query(call.formatted(nonsense))).hasMessageContaining("are no months");
        }
    }

    @Test
    void stopped_after_any_step_a_rerun_ends_the_same() {
        Postgres.Database whole = McpVersions.upTo(11);
        Postgres.Database db = McpVersions.upTo(10);
        int stops = 0;
        while (LiveRun.stoppingAfter(1 + stops, db, STEPS, LiveRun.batchesOf(1000))) {
            stops++;
        }
        assertThat(stops).isGreaterThan(5);
        for (String table : TABLES) {
            assertThat(partitions(db, table)).isEqualTo(partitions(whole, table));
        }
    }
}
