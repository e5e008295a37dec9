package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.fault.Fault;
import dev.tributary.postgres.LiveStep;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Version 016 runs where somebody asks for it, and nowhere else. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpSwitchTest {
    private static final String TASKS =
            "INSERT INTO mcp.tasks (tenant_id, type, title, status, priority, created_at) SELECT public.uuid_generate_v4(), 't',"
                    + " 'task ' || g, (ARRAY['pending', 'running', 'failed'])[g %% 3 + 1], '%s', TIMESTAMP '2025-01-15'"
                    + " FROM generate_series(1, 30) AS g";

    private Database migrated;
    private PostgresReport report;

    @BeforeAll
    void migrate_a_database_with_tasks_without_the_word() {
        migrated = withTasks();
        report = mcp(migrated).migrate();
    }

    private static Database withTasks() {
        return Postgres.fresh()
                .withInitialSchema()
                .withTracker("mcp", 1, true)
                .execute(
                        TASKS.formatted("normal"),
                        "INSERT INTO mcp.workflows (tenant_id, name, type) VALUES (public.uuid_generate_v4(), 'w', 'loop')",
                        "COMMENT ON COLUMN mcp.tasks.status IS 'where it stands'");
    }

    private static PostgresMigration mcp(Database database) {
        return Tributary.mcp(database.dataSource());
    }

    @Test
    void without_the_word_a_run_ends_well_before_it_and_nothing_is_pending() {
        Database database = Postgres.copyOf(migrated);
        assertThat(report.applied()).endsWith("015").doesNotContain("016");
        assertThat(mcp(database).verify().ok()).isTrue();
        assertThat(mcp(database).migrate().nothingToDo()).isTrue();
        assertThat(mcp(database).plan().upToDate()).isTrue();
        assertThat(mcp(database).plan().onRequest())
                .extracting(LedgerFile.Version::number)
                .containsExactly("016");
        assertThat(mcp(database).switchTypedColumns().plan().pending())
                .extracting(LedgerFile.Version::number)
                .containsExactly("016");
    }

    @Test
    void with_it_the_typed_columns_take_the_place_of_the_texts_with_their_defaults_indexes_views_and_comments() {
        Database database = withTasks();
        assertThat(mcp(database).switchTypedColumns().migrate().applied()).endsWith("015", "016");
        assertThat(mcp(database).verify().differences()).isEmpty();
        assertThat(mcp(database).verify().ok()).isTrue();
        assertThat(database.query("SELECT status, priority, count(*) FROM mcp.tasks GROUP BY 1, 2 ORDER BY 1"))
                .containsExactly("pending | medium | 10", "in_progress | medium | 10", "failed | medium | 10");
        database.execute("INSERT INTO mcp.tasks (tenant_id, type, title, created_at)"
                + " VALUES (public.uuid_generate_v4(), 't', 'x', '2025-02-15')");
        assertThat(database.query("SELECT status, priority, pg_typeof(status) FROM mcp.tasks WHERE title = 'x'"))
                .containsExactly("pending | medium | mcp.task_status");
        assertThatThrownBy(() -> database.execute("UPDATE mcp.tasks SET priority = 'normal'"))
                .hasMessageContaining("invalid input value for enum mcp.task_priority: \"normal\"");
        assertThat(database.query("SELECT status, sum(tasks) FROM mcp.v_task_statistics GROUP BY 1 ORDER BY 1"))
                .containsExactly("failed | 10", "in_progress | 10", "pending | 11");
        assertThat(database.query("SELECT col_description('mcp.tasks'::regclass, attnum) FROM pg_attribute"
                        + " WHERE attrelid = 'mcp.tasks'::regclass AND attname = 'status'"))
                .containsExactly("where it stands");
        assertThat(McpCatalog.of(database))
                .noneMatch(line -> line.startsWith("column ") && line.contains("_enum"))
                .noneMatch(line -> line.startsWith("index ") && line.contains("_enum"))
                .noneMatch(line -> line.contains("_unmapped") || line.contains("(invalid)"))
                .anyMatch(line -> line.startsWith("index mcp.idx_tasks_pending ")
                        && line.endsWith("WHERE (status = 'pending'::mcp.task_status)"));
        assertThat(mcp(database).migrate().nothingToDo()).isTrue();
    }

    @Test
    void a_text_without_a_label_refuses_and_once_it_has_one_the_switch_goes_through() {
        Database database = Postgres.copyOf(migrated);
        database.execute(TASKS.formatted("urgent"));
        assertThatThrownBy(() -> mcp(database).switchTypedColumns().migrate())
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.what()).contains("30 row(s) of tasks.priority are 'urgent'");
                    assertThat(fault.next())
                            .contains(
                                    "INSERT INTO mcp.typed_column_mapping (table_name, column_name, text_value, label) VALUES"
                                            + " ('tasks', 'priority', 'urgent', '<label>');");
                });
        assertThat(database.query("SELECT DISTINCT pg_typeof(priority) FROM mcp.tasks"))
                .containsExactly("character varying");
        database.execute(
                "INSERT INTO mcp.typed_column_mapping (table_name, column_name, text_value, label)"
                        + " VALUES ('tasks', 'priority', 'urgent', 'critical')",
                "UPDATE mcp.tasks SET priority_enum = NULL WHERE priority_enum IS NULL");
        mcp(database).switchTypedColumns().migrate();
        assertThat(database.query("SELECT priority, count(*) FROM mcp.tasks GROUP BY 1 ORDER BY 1"))
                .containsExactly("medium | 30", "critical | 30");
        assertThat(mcp(database).verify().ok()).isTrue();
    }

    @Test
    void what_somebody_else_has_built_on_a_text_refuses_by_its_name() {
        Database database = Postgres.copyOf(migrated);
        List<String> before = McpCatalog.of(database);
        database.execute(
                "CREATE VIEW mcp.theirs AS SELECT id, status FROM mcp.tasks",
                "CREATE INDEX theirs_too ON mcp.tasks_2025_01 (priority)");
        assertThatThrownBy(() -> mcp(database).switchTypedColumns().migrate())
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.what())
                                .contains("something was built on the text columns of mcp.tasks")
                                .contains("on view theirs", "index theirs_too"));
        database.execute("DROP VIEW mcp.theirs", "DROP INDEX mcp.theirs_too");
        assertThat(McpCatalog.of(database)).isEqualTo(before);
        assertThat(mcp(database).switchTypedColumns().migrate().applied()).containsExactly("016");
    }

    @Test
    void an_index_of_its_own_that_a_kill_has_left_on_one_month_is_nobody_else_s() {
        Database database = Postgres.copyOf(migrated)
                .execute(
                        "CREATE INDEX idx_tasks_status_unmapped ON ONLY mcp.tasks (status) WHERE status_enum IS NULL AND status IS NOT NULL",
                        "CREATE INDEX idx_tasks_status_unmapped_2025_01 ON mcp.tasks_2025_01 (status)"
                                + " WHERE status_enum IS NULL AND status IS NOT NULL",
                        "CREATE INDEX idx_tasks_status_unmapped_2025_02 ON mcp.tasks_2025_02 (status)"
                                + " WHERE status_enum IS NULL AND status IS NOT NULL",
                        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'mcp.idx_tasks_status_unmapped_2025_02'::regclass");
        assertThat(mcp(database).switchTypedColumns().migrate().applied()).containsExactly("016");
        assertThat(mcp(database).verify().ok()).isTrue();
    }

    @Test
    void its_number_alone_is_no_word() {
        Database database = Postgres.copyOf(migrated);
        PostgresHooks hooks = new PostgresHooks();
        Flyway flyway = Flyway.configure()
                .configuration(new PostgresMigration(database.dataSource(), PostgresSettings.defaults())
                        .flyway(hooks)
                        .getConfiguration())
                .target("16")
                .load();
        assertThatThrownBy(flyway::migrate).hasStackTraceContaining("was asked for by its number only");
    }

    @Test
    void a_label_that_contradicts_its_text_refuses_because_the_text_would_be_lost() {
        Database database = Postgres.copyOf(migrated);
        database.execute(
                "ALTER TABLE mcp.tasks DISABLE TRIGGER zz_keep_typed_columns_in_step",
                "UPDATE mcp.tasks SET status = 'completed' WHERE title IN ('task 1', 'task 4')");
        assertThatThrownBy(() -> mcp(database).switchTypedColumns().migrate())
                .hasMessageContaining("in step is disabled or gone: zz_keep_typed_columns_in_step");
        database.execute("ALTER TABLE mcp.tasks ENABLE TRIGGER zz_keep_typed_columns_in_step");
        assertThatThrownBy(() -> mcp(database).switchTypedColumns().migrate())
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.what())
                            .contains("2 row(s) of tasks.status are 'completed' and have the label in_progress");
                    fault.next()
                            .lines()
                            .filter(line -> line.contains("UPDATE mcp.tasks"))
                            .forEach(database::execute);
                });
        mcp(database).switchTypedColumns().migrate();
        assertThat(database.query("SELECT count(*) FROM mcp.tasks WHERE status = 'completed'"))
                .containsExactly("2");
    }

    @Test
    void undone_the_texts_are_there_again_and_up_again_the_catalog_is_the_same() {
        Database database = Postgres.copyOf(migrated);
        PostgresCatalog expanded = database.catalog();
        mcp(database).switchTypedColumns().migrate();
        PostgresCatalog switched = database.catalog();
        mcp(database).undo(UndoOrder.backTo("015"));
        assertThat(mcp(database).verify().ok()).isTrue();
        assertThat(database.query("SELECT col_description('mcp.tasks'::regclass, attnum) FROM pg_attribute"
                        + " WHERE attrelid = 'mcp.tasks'::regclass AND attname = 'status'"))
                .containsExactly("where it stands");
        assertThat(expanded.changesTo(database.catalog())).isEmpty();
        assertThat(database.query(
                        "SELECT DISTINCT status, status_enum, priority, priority_enum FROM mcp.tasks ORDER BY 2"))
                .containsExactly(
                        "pending | pending | medium | medium",
                        "in_progress | in_progress | medium | medium",
                        "failed | failed | medium | medium");
        mcp(database).switchTypedColumns().migrate();
        assertThat(switched.changesTo(database.catalog())).isEmpty();
    }

    @Test
    void a_way_back_that_is_broken_off_anywhere_goes_on_there_and_nobody_is_blamed_for_it() {
        Database database = Postgres.copyOf(migrated);
        PostgresCatalog expanded = database.catalog();
        mcp(database).switchTypedColumns().migrate();
        String texts = "SELECT status::text, priority::text, updated_at FROM mcp.tasks ORDER BY id";
        String audited = "SELECT count(*) FROM mcp.audit_log";
        List<String> before = database.query(texts);
        List<String> changes = database.query(audited);
        List<LiveStep> way = Undoing.wayBack(Target.MCP.ledger().version("016").orElseThrow())
                .steps(false);
        int stops = 0;
        while (database.query("SELECT 1 FROM mcp.flyway_schema_history WHERE version = '016'")
                        .equals(List.of("1"))
                && LiveRun.stoppingAfter(1 + 60 * stops, database, way, LiveRun.batchesOf(10))) {
            stops++;
        }
        assertThat(stops).isGreaterThan(2);
        assertThat(database.query(texts)).isEqualTo(before);
        assertThat(database.query(audited)).isEqualTo(changes);
        assertThat(expanded.changesTo(database.catalog())).isEmpty();
        assertThat(McpCatalog.of(database)).isEqualTo(McpCatalog.of(migrated));
        assertThat(mcp(database).verify().ok()).isTrue();
    }

    @Test
    void while_it_is_on_its_way_back_a_task_is_written_as_before_and_has_its_text_afterwards() {
        Database database = Postgres.copyOf(migrated);
        mcp(database).switchTypedColumns().migrate();
        List<LiveStep> way = Undoing.wayBack(Target.MCP.ledger().version("016").orElseThrow())
                .steps(false);
        LiveRun.beside(
                main -> {
                    for (int i = 0; main.isAlive() && i < 20; i++) {
                        database.execute(
                                "INSERT INTO mcp.tasks (tenant_id, type, title, status, created_at) VALUES (public.uuid_generate_v4(),"
                                        + " 't', 'beside', 'failed', '2025-02-15')",
                                "UPDATE mcp.tasks SET status = 'completed' WHERE title = 'task " + (1 + i) + "'");
                    }
                },
                database,
                way,
                LiveRun.batchesOf(10));
        assertThat(
                        database.query(
                                "SELECT status, status_enum, pg_typeof(status), count(*) FROM mcp.tasks WHERE title = 'beside' GROUP BY 1, 2, 3"))
                .containsExactly("failed | failed | character varying | 20");
        assertThat(database.query(
                        "SELECT count(*) FROM mcp.tasks WHERE status = 'completed' AND status_enum = 'completed'"))
                .containsExactly("20");
        assertThat(mcp(database).verify().ok()).isTrue();
    }
}
