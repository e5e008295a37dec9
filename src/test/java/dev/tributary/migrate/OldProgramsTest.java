package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.Resources;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both old programs, started on the migrated file: what they issue at start, and their first reads and writes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OldProgramsTest {
    private static final String ORCHESTRATOR = "/workspace/orchestrator-startup.sql";
    private static final String WORKSPACE = "/workspace/workspace-startup.sql";

    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void migrated() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("sources"));
        Tributary.workspace(db).sources(sources).migrate();
    }

    @Test
    void the_workspace_program_finds_all_of_its_27_tables() {
        DatabaseSnapshot before = DatabaseSnapshot.of(db);

        assertThat(start(WORKSPACE)).isEmpty();

        assertThat(DatabaseSnapshot.of(db)).isEqualTo(before);
    }

    @Test
    void the_orchestrator_finds_its_four_tables_and_makes_its_other_20() {
        assertThat(start(ORCHESTRATOR))
                .hasSize(20)
                .doesNotContain("proposals", "tasks", "task_queue_metadata", "orchestration_decisions");
        assertThat(start(ORCHESTRATOR)).isEmpty();
        WorkspaceState.requireIndexes(db);
        assertThat(DatabaseSnapshot.of(db).tables()).hasSize(31 + 2 + 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {ORCHESTRATOR, WORKSPACE})
    void a_file_that_we_made_new_serves_both_programs_too(String first) {
        db = folder.resolve("new.db");
        Tributary.workspace(db).sources(sources).migrate();

        start(first);
        start(ORCHESTRATOR);
        assertThat(start(WORKSPACE)).isEmpty();

        assertThat(Tributary.workspace(db).migrate().nothingToDo()).isTrue();
    }

    @Test
    void the_orchestrator_reads_and_writes_as_before() {
        start(ORCHESTRATOR);

        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks WHERE tasks.status IN ('pending', 'in_progress')"))
                .isEqualTo(Sqlite.number(
                        sources.resolve("task_queue.db"),
                        "SELECT count(*) FROM tasks WHERE tasks.status IN ('pending', 'in_progress')"));
        assertThat(
                        Sqlite.value(
                                db,
                                "SELECT tasks.id, tasks.title, tasks.created_at FROM tasks WHERE tasks.id = 'TASK-001' LIMIT 1 OFFSET 0"))
                .isEqualTo("TASK-001|Task 1 o'clock|2025-11-02T10:51:01.011111");
        Sqlite.run(
                db,
                "INSERT INTO tasks (id, title, description, status, priority, capability_required, estimated_tokens, tags,"
                        + " dependencies, failures, metadata, file, created_by, created_at, updated_at, version) VALUES"
                        + " ('TASK-900', 'new', NULL, 'pending', 'HIGH', NULL, NULL, '[]', '[]', '[]', '{}', NULL, NULL,"
                        + " '2025-12-01T00:00:00', '2025-12-01T00:00:00', 0)",
                "UPDATE tasks SET status='in_progress', updated_at='2025-12-01T00:00:01', version=(tasks.version + 1)"
                        + " WHERE tasks.id = 'TASK-900' AND tasks.version = 0",
                "INSERT OR REPLACE INTO task_queue_metadata (\"key\", value, updated_at) VALUES ('key-1', '2', 'now')",
                "INSERT INTO task_queue_metadata (\"key\", value, updated_at) VALUES ('key-2', 'x', 'now')"
                        + " ON CONFLICT (\"key\") DO UPDATE SET value = excluded.value",
                "INSERT INTO proposals (id, hypothesis, rationale, status, created_at) VALUES ('p', 'h', 'r', 'pending',"
                        + " 1763200300.5)",
                "INSERT INTO orchestration_decisions (id, timestamp, task_id, success, dry_run) VALUES ('d', 1763200300.5,"
                        + " 'TASK-900', NULL, 0)",
                "INSERT INTO task_history (task_type, timestamp) VALUES ('review', 1763200300.5)",
                "DELETE FROM tasks WHERE tasks.id = 'TASK-085'");
        assertThat(Sqlite.value(db, "SELECT status, version FROM tasks WHERE id = 'TASK-900'"))
                .isEqualTo("in_progress|1");
        assertThat(Sqlite.rows(db, "SELECT value FROM task_queue_metadata WHERE \"key\" IN ('key-1', 'key-2')"))
                .containsExactlyInAnyOrder("2", "x");
        assertThat(Sqlite.rows(db, "EXPLAIN QUERY PLAN SELECT * FROM tasks WHERE status = 'pending'"))
                .anyMatch(step -> step.contains("USING INDEX ix_tasks_status"));
    }

    @Test
    void the_workspace_program_reads_and_writes_as_before() {
        start(WORKSPACE);

        Sqlite.run(
                db,
                "PRAGMA foreign_keys = ON",
                "INSERT INTO workspace_tasks (id, title, status, priority, created, updated) VALUES ('WS-TASK-900', 't',"
                        + " 'pending', 'HIGH', '2025-12-01 00:00:00.000000', '2025-12-01 00:00:00.000000')",
                "UPDATE workspace_tasks SET status='completed' WHERE workspace_tasks.id = 'WS-TASK-900'",
                "INSERT INTO session_activities (id, session_id, activity_type, description, time) VALUES ('a-900',"
                        + " 'session-1', 'analysis', 'd', '2025-12-01 00:00:00.000000')",
                "DELETE FROM workspace_sessions WHERE workspace_sessions.id = 'session-1'");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM session_activities WHERE session_id = 'session-1'"))
                .as("the cascade of the old table still works")
                .isZero();
        assertThat(Sqlite.rows(db, "EXPLAIN QUERY PLAN SELECT * FROM workspace_tasks WHERE priority = 'HIGH'"))
                .anyMatch(step -> step.contains("priority"));
    }

    @Test
    void what_the_programs_do_is_no_reason_for_verify_to_complain() {
        start(ORCHESTRATOR);
        start(WORKSPACE);
        Sqlite.run(
                db,
                "UPDATE tasks SET status = 'completed' WHERE id = 'TASK-001'",
                "INSERT INTO tasks (id, title, status, priority, version) VALUES ('N', 'n', 'pending', 'LOW', 0)");

        Verification proof = Tributary.workspace(db).sources(sources).verify();

        assertThat(proof.ok()).isTrue();
        assertThat(proof.tables())
                .filteredOn(table -> table.table().equals("tasks"))
                .singleElement()
                .satisfies(tasks -> {
                    assertThat(tasks.lost()).isZero();
                    assertThat(tasks.changed()).isEqualTo(1);
                    assertThat(tasks.added()).isEqualTo(1);
                });
        assertThat(Tributary.workspace(db).migrate().nothingToDo()).isTrue();
    }

    /** For each table that is missing: the table and its indexes; gives the tables that were made. */
    private List<String> start(String program) {
        List<String> made = new ArrayList<>();
        for (Resources.Startup block : Resources.startup(program)) {
            if (Sqlite.rows(db, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '" + block.table() + "'")
                    .isEmpty()) {
                Sqlite.script(db, block.sql());
                made.add(block.table());
            }
        }
        return made;
    }
}
