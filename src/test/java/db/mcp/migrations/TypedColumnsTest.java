package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.postgres.LiveStep;
import dev.tributary.postgres.LiveSteps;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TypedColumnsTest {
    private static final List<LiveStep> ENUMS = new V003__create_enums().steps();
    private static final List<LiveStep> STEPS = new V014__add_typed_columns().steps();
    private static final String TENANT = "'00000000-0000-0000-0000-000000000001'";
    private static final String TASK =
            "INSERT INTO mcp.tasks (tenant_id, type, title, created_at, updated_at%s) VALUES (" + TENANT
                    + ", 't', '%s', '2025-0%s-01', '2025-01-02 03:04:05'%s)";

    private static Postgres.Database withRows() {
        Postgres.Database db = Postgres.fresh().withInitialSchema();
        LiveRun.of(db, ENUMS);
        int row = 0;
        for (String pair : List.of(
                "'pending', 'normal'",
                "'running', 'high'",
                "'canceled', 'low'",
                "'Pending', 'urgent'",
                "'in_progress', 'normal'",
                "NULL, NULL",
                "'waiting', 'urgent'")) {
            row++;
            db.execute(TASK.formatted(", status, priority", "task " + row, row % 3 + 1, ", " + pair));
        }
        return db.execute(
                "INSERT INTO mcp.workflows (tenant_id, name, type, updated_at) VALUES (" + TENANT
                        + ", 'a', 'map_reduce', '2025-01-02 03:04:05'), (" + TENANT
                        + ", 'b', 'pipeline', '2025-01-02 03:04:05')",
                "INSERT INTO mcp.agents (tenant_id, name, type) SELECT " + TENANT
                        + ", 'a' || g, 't' FROM generate_series(1, 4) AS g",
                "INSERT INTO mcp.workspaces (tenant_id, name, type) VALUES (" + TENANT + ", 'w', 't')",
                "INSERT INTO mcp.workspace_members (workspace_id, agent_id, role) SELECT w.id, a.id,"
                        + " (ARRAY['member', 'owner', 'guest', 'admin'])[right(a.name, 1)::int]"
                        + " FROM mcp.workspaces AS w, mcp.agents AS a",
                "INSERT INTO mcp.task_delegations (task_id, from_agent_id, to_agent_id, delegation_type)"
                        + " SELECT t.id, a.id, a.id, d FROM (SELECT id FROM mcp.tasks LIMIT 1) AS t,"
                        + " (SELECT id FROM mcp.agents LIMIT 1) AS a, (VALUES ('handoff'), (NULL), ('other')) AS v (d)");
    }

    private static List<String> tasks(Postgres.Database db) {
        return db.query("SELECT title, status, status_enum, priority, priority_enum FROM mcp.tasks ORDER BY title");
    }

    private static final List<String> MAPPED = List.of(
            "task 1 | pending | pending | normal | medium",
            "task 2 | running | in_progress | high | high",
            "task 3 | canceled | cancelled | low | low",
            "task 4 | Pending | null | urgent | null",
            "task 5 | in_progress | in_progress | normal | medium",
            "task 6 | null | null | null | null",
            "task 7 | waiting | null | urgent | null");

    private static final List<String> OTHERS = List.of(
            "delegation | handoff | handoff",
            "delegation | other | null",
            "delegation | null | null",
            "role | admin | admin",
            "role | guest | null",
            "role | member | contributor",
            "role | owner | owner",
            "type | map_reduce | map_reduce",
            "type | pipeline | null");

    private static List<String> others(Postgres.Database db) {
        return db.query("SELECT 'type', type, type_enum::text FROM mcp.workflows UNION ALL"
                + " SELECT 'role', role, role_enum::text FROM mcp.workspace_members UNION ALL"
                + " SELECT 'delegation', delegation_type, delegation_type_enum::text FROM mcp.task_delegations"
                + " ORDER BY 1, 2");
    }

    @Test
    void every_row_gets_its_labels_and_neither_a_text_nor_an_updated_at_changes() {
        Postgres.Database db = withRows();
        List<String> before = db.query("SELECT to_jsonb(t) FROM mcp.tasks AS t UNION ALL"
                + " SELECT to_jsonb(w) FROM mcp.workflows AS w ORDER BY 1");
        LiveRun run = LiveRun.of(db, STEPS);
        assertThat(tasks(db)).isEqualTo(MAPPED);
        assertThat(others(db)).isEqualTo(OTHERS);
        assertThat(run.rows()).isEqualTo(4 + 1 + 1 + 3);
        assertThat(db.query("SELECT to_jsonb(t) - 'status_enum' - 'priority_enum' FROM mcp.tasks AS t UNION ALL"
                        + " SELECT to_jsonb(w) - 'type_enum' FROM mcp.workflows AS w ORDER BY 1"))
                .isEqualTo(before);
        db.execute("UPDATE mcp.workflows SET description = 'seen' WHERE name = 'a'");
        assertThat(db.query("SELECT name FROM mcp.workflows WHERE updated_at > '2026-01-01'"))
                .containsExactly("a");
        assertThat(LiveRun.of(db, STEPS).changed()).isEmpty();
    }

    @Test
    void what_has_no_label_is_listed_with_the_SQL_that_gives_it_one_and_the_next_run_or_write_fills_it_in() {
        Postgres.Database db = withRows();
        LiveRun run = LiveRun.of(db, STEPS);
        assertThat(run.reported())
                .hasSize(6)
                .contains(
                        "2 row(s) of tasks.priority are 'urgent', which is no label; to say what it means: INSERT INTO"
                                + " mcp.typed_column_mapping (table_name, column_name, text_value, label) VALUES ('tasks',"
                                + " 'priority', 'urgent', '<label>');")
                .anyMatch(line -> line.startsWith("1 row(s) of tasks.status are 'Pending'"))
                .anyMatch(line -> line.startsWith("1 row(s) of workspace_members.role are 'guest'"));
        String sql = db.query("SELECT add_mapping FROM mcp.unmapped_typed_values WHERE text_value = 'urgent'")
                .get(0);
        assertThatThrownBy(() -> db.execute(sql)).hasMessageContaining("typed_column_mapping_label_check");
        db.execute(sql.replace("<label>", "critical"), "UPDATE mcp.tasks SET description = 'd' WHERE title = 'task 4'");
        assertThat(tasks(db))
                .contains("task 4 | Pending | null | urgent | critical", "task 7 | waiting | null | urgent | null");
        assertThat(LiveRun.of(db, STEPS).rows()).isEqualTo(1);
        assertThat(tasks(db)).contains("task 7 | waiting | null | urgent | critical");
        assertThat(db.query("SELECT text_value FROM mcp.unmapped_typed_values WHERE table_name = 'tasks' ORDER BY 1"))
                .containsExactly("Pending", "waiting");
    }

    static Stream<Arguments> writes() {
        String insert = "INSERT INTO mcp.tasks (tenant_id, type, title, created_at%s) VALUES (" + TENANT
                + ", 't', 'x', '2025-01-15'%s)";
        String update = "UPDATE mcp.tasks SET %s WHERE title = 'x'";
        return Stream.of(
                Arguments.of("nothing named", insert.formatted("", ""), "pending | pending | normal | medium"),
                Arguments.of(
                        "text only",
                        insert.formatted(", status, priority", ", 'running', 'low'"),
                        "running | in_progress | low | low"),
                Arguments.of(
                        "typed only",
                        insert.formatted(", status_enum, priority_enum", ", 'failed', 'critical'"),
                        "failed | failed | critical | critical"),
                Arguments.of(
                        "both, and they agree",
                        insert.formatted(", status, status_enum", ", 'running', 'in_progress'"),
                        "running | in_progress | normal | medium"),
                Arguments.of(
                        "both, and they contradict each other: the text is the truth",
                        insert.formatted(", status, status_enum", ", 'failed', 'assigned'"),
                        "failed | failed | normal | medium"),
                Arguments.of(
                        "a text that nobody knows",
                        insert.formatted(", status, priority", ", 'odd', 'odd'"),
                        "odd | null | odd | null"),
                Arguments.of(
                        "NULL as text",
                        insert.formatted(", status, priority", ", NULL, NULL"),
                        "null | null | null | null"),
                Arguments.of(
                        "an update of the text",
                        insert.formatted("", "") + ";" + update.formatted("status = 'completed', priority = 'high'"),
                        "completed | completed | high | high"),
                Arguments.of(
                        "an update of the typed column",
                        insert.formatted("", "") + ";" + update.formatted("status_enum = 'completed'"),
                        "completed | completed | normal | medium"),
                Arguments.of(
                        "an update of the typed column to what the text means already",
                        insert.formatted("", "") + ";" + update.formatted("priority_enum = 'medium'"),
                        "pending | pending | normal | medium"),
                Arguments.of(
                        "an update of both that agree",
                        insert.formatted("", "") + ";"
                                + update.formatted("status = 'running', status_enum = 'in_progress'"),
                        "running | in_progress | normal | medium"),
                Arguments.of(
                        "an update to a text that nobody knows",
                        insert.formatted("", "") + ";" + update.formatted("status = 'odd'"),
                        "odd | null | normal | medium"),
                Arguments.of(
                        "a label that is taken away comes back, for the text still says it",
                        insert.formatted("", "") + ";" + update.formatted("status_enum = NULL"),
                        "pending | pending | normal | medium"),
                Arguments.of(
                        "a move to another month",
                        insert.formatted(", status", ", 'running'") + ";"
                                + update.formatted("created_at = '2025-03-03'"),
                        "running | in_progress | normal | medium"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void whichever_column_a_program_writes_the_other_one_follows(String name, String sql, String expected) {
        Shared.DATABASE.execute("DELETE FROM mcp.tasks");
        Shared.DATABASE.execute(sql.split(";"));
        assertThat(Shared.DATABASE.query("SELECT status, status_enum, priority, priority_enum FROM mcp.tasks"))
                .containsExactly(expected);
    }

    @Test
    void a_new_program_need_not_know_the_old_column_even_where_that_is_NOT_NULL() {
        Postgres.Database db = Shared.DATABASE;
        db.execute("INSERT INTO mcp.workflows (tenant_id, name, type_enum) VALUES (" + TENANT + ", 'typed', 'loop')");
        assertThat(db.query("SELECT type, type_enum FROM mcp.workflows WHERE name = 'typed'"))
                .containsExactly("loop | loop");
        assertThatThrownBy(() -> db.execute("INSERT INTO mcp.workflows (tenant_id, name) VALUES (" + TENANT + ", 'n')"))
                .hasMessageContaining("null value in column \"type\"");
    }

    @Test
    void an_operator_who_maps_a_default_to_another_label_is_heeded() {
        Postgres.Database db = Postgres.fresh().withInitialSchema();
        LiveRun.of(db, LiveSteps.all(ENUMS, STEPS));
        db.execute(
                "UPDATE mcp.typed_column_mapping SET label = 'low' WHERE text_value = 'normal'",
                TASK.formatted("", "x", 1, ""));
        assertThat(tasks(db)).containsExactly("x | pending | pending | normal | low");
        LiveRun.of(db, STEPS);
        assertThat(db.query("SELECT label FROM mcp.typed_column_mapping WHERE text_value = 'normal'"))
                .containsExactly("low");
    }

    @Test
    void a_role_that_may_write_tasks_and_nothing_else_is_not_stopped() {
        Postgres.Database db = Shared.DATABASE;
        db.execute(
                "DROP ROLE IF EXISTS typed_writer",
                "CREATE ROLE typed_writer LOGIN PASSWORD '" + db.password() + "'",
                "DELETE FROM mcp.tasks");
        Postgres.Database writer = db.as("typed_writer");
        assertThatThrownBy(() -> writer.query("SELECT * FROM mcp.typed_column_mapping"))
                .hasMessageContaining("permission denied");
        try (Connection connection = writer.connect();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("SET app.tenant_id = " + TENANT);
            statement.execute(TASK.formatted(", status", "mine", 1, ", 'running'"));
            statement.execute("UPDATE mcp.tasks SET priority = 'odd'");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        assertThat(tasks(db)).containsExactly("mine | running | in_progress | odd | null");
        db.execute("DELETE FROM mcp.tasks");
    }

    @Test
    void stopped_after_any_step_or_batch_a_rerun_ends_the_same() {
        Postgres.Database whole = withRows();
        LiveRun.of(whole, STEPS);
        List<String> catalog = McpCatalog.of(whole);
        Postgres.Database db = withRows();
        int stop = 1;
        while (LiveRun.stoppingAfter(stop, db, STEPS, LiveRun.batchesOf(2))) {
            stop++;
        }
        assertThat(stop).isGreaterThan(STEPS.size());
        assertThat(McpCatalog.of(db)).isEqualTo(catalog);
        assertThat(tasks(db)).isEqualTo(MAPPED);
        assertThat(others(db)).isEqualTo(OTHERS);
        assertThat(db.query("SELECT DISTINCT updated_at FROM mcp.workflows")).containsExactly("2025-01-02 03:04:05");
    }

    @Test
    void writers_of_both_kinds_on_the_same_rows_leave_them_in_step_while_the_columns_come_and_afterwards()
            throws ExecutionException, InterruptedException {
        Postgres.Database db = Postgres.fresh().withInitialSchema();
        LiveRun.of(db, ENUMS);
        db.execute("INSERT INTO mcp.tasks (tenant_id, type, title, status, created_at) SELECT " + TENANT
                + ", 't', 'task ' || g, 'running', TIMESTAMP '2025-01-01' + g % 80 * INTERVAL '1 day'"
                + " FROM generate_series(0, 399) AS g");
        AtomicBoolean expanded = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(6);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                counts.add(writers.submit(writer(db, i, expanded, done)));
            }
            LiveRun.of(db, STEPS, LiveRun.batchesOf(50));
            expanded.set(true);
            LiveRun.await(db, "count(DISTINCT description) >= 6 FROM mcp.tasks WHERE description LIKE '%typed%'");
            done.set(true);
            for (Future<Integer> count : counts) {
                assertThat(count.get()).isPositive();
            }
        } finally {
            done.set(true);
            writers.shutdownNow();
        }
        assertThat(db.query("""
                SELECT count(*), count(*) FILTER (WHERE t.status_enum::text IS NOT DISTINCT FROM s.label),
                       count(*) FILTER (WHERE t.priority_enum::text IS NOT DISTINCT FROM p.label)
                FROM mcp.tasks AS t
                LEFT JOIN mcp.typed_column_mapping AS s
                  ON s.table_name = 'tasks' AND s.column_name = 'status' AND s.text_value = t.status
                LEFT JOIN mcp.typed_column_mapping AS p
                  ON p.table_name = 'tasks' AND p.column_name = 'priority' AND p.text_value = t.priority""")).containsExactly("400 | 400 | 400");
    }

    /** Writes the text until the columns are there, then one or the other. */
    private static Callable<Integer> writer(
            Postgres.Database db, int number, AtomicBoolean expanded, AtomicBoolean done) {
        return () -> {
            Random random = new Random(number);
            List<String> texts = List.of("pending", "running", "canceled", "odd", "failed");
            List<String> labels = List.of("pending", "assigned", "in_progress", "completed", "failed");
            int count = 0;
            try (Connection connection = db.connect()) {
                connection.setAutoCommit(false);
                while (!done.get()) {
                    boolean typed = expanded.get() && random.nextBoolean();
                    String sql = typed
                            ? "UPDATE mcp.tasks SET status_enum = ?::mcp.task_status, description = ? WHERE title = ?"
                            : "UPDATE mcp.tasks SET status = ?, description = ? WHERE title = ?";
                    try (PreparedStatement update = connection.prepareStatement(sql)) {
                        update.setString(1, (typed ? labels : texts).get(random.nextInt(5)));
                        update.setString(2, "by " + number + (expanded.get() ? " typed" : ""));
                        update.setString(3, "task " + random.nextInt(40)); // so few that writers meet
                        count += update.executeUpdate();
                    }
                    connection.commit();
                    LockSupport.parkNanos(2_000_000); // a service that writes, not one that does nothing else
                }
            }
            return count;
        };
    }

    /** One database for the tests that need no rows of others. */
    private static final class Shared {
        static final Postgres.Database DATABASE = make();

        private static Postgres.Database make() {
            Postgres.Database db = Postgres.fresh().withInitialSchema();
            LiveRun.of(db, LiveSteps.all(ENUMS, STEPS));
            return db;
        }
    }
}
