package dev.tributary.support;

import dev.tributary.migrate.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The four files of the target {@code workspace}, of the real shape: the sources with all 24 tables of the orchestrator,
 * workspace.db with its 27 tables and rows in some of them.
 */
public final class WorkspaceFiles {
    /** Rows of {@code tasks} in {@link #taskQueue}. */
    public static final int TASKS = 85;

    /** Rows of {@code task_queue_metadata} in {@link #taskQueue}. */
    public static final int METADATA = 5;

    /** Rows of {@code workspace_tasks} in {@link #workspace}. */
    public static final int WORKSPACE_TASKS = 56;

    private static final String[] STATES = {"pending", "in_progress", "completed", "blocked"};
    private static final String[] PRIORITIES = {"HIGH", "MEDIUM", "LOW", "CRITICAL"};

    private WorkspaceFiles() {}

    /** Makes proposals.db (1 row) and task_queue.db (85 + 5 rows) in a folder, which it makes too; gives the folder. */
    public static Path sources(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        proposals(folder.resolve("proposals.db"));
        taskQueue(folder.resolve("task_queue.db"));
        return folder;
    }

    /** A proposals.db with one proposal, its times as FLOAT and its JSON as TEXT. */
    public static Path proposals(Path file) {
        Sqlite.script(file, Resources.text("/workspace/real-shape/proposals.sql"));
        Sqlite.run(file, """
                INSERT INTO proposals (id, hypothesis, rationale, pattern_id, performance_data, implementation_result,
                  metadata, status, created_at, reviewed_at, implemented_at, review_notes)
                VALUES ('prop-1763200260', 'Shorter prompts fail less', 'Seen in 12 of 14 runs', 'pattern-7',
                  '{"before": 0.61, "after": 0.83, "note": "größer"}', NULL, '{}', 'approved',
                  1763200260.1234567, 1763286660.5, NULL, '')""");
        return file;
    }

    /** A task_queue.db with {@link #TASKS} tasks and {@link #METADATA} metadata rows. */
    public static Path taskQueue(Path file) {
        Sqlite.script(file, Resources.text("/workspace/real-shape/task_queue.sql"));
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= TASKS; i++) {
            rows.append(task(i)).append(";\n");
        }
        for (int i = 1; i <= METADATA; i++) {
            rows.append(
                    "INSERT INTO task_queue_metadata VALUES ('key-%d', '{\"n\": %d}', '2025-11-%02dT09:00:00.000001');\n"
                            .formatted(i, i, i));
        }
        Sqlite.script(file, rows.toString());
        return file;
    }

    /** An INSERT of one task; the rows differ in which columns are NULL or empty, and in the form of their text. */
    public static String task(int i) {
        return String.format(
                Locale.ROOT,
                "INSERT INTO tasks (id, title, description, status, priority, capability_required, estimated_tokens, tags,"
                        + " dependencies, failures, metadata, file, created_by, created_at, updated_at, version)"
                        + " VALUES ('TASK-%03d', 'Task %d %s', %s, '%s', '%s', %s, %s, %s, '[]', %s, '{\"n\": %d}', %s,"
                        + " 'planner', '2025-11-%02dT10:51:%02d.%06d', '2025-11-%02dT11:00:00Z', %d)",
                i,
                i,
                i % 9 == 0 ? "🚢 naïve" : "o''clock",
                i % 4 == 0 ? "NULL" : i % 7 == 0 ? "''" : "'" + "words ".repeat(i) + "'",
                STATES[i % STATES.length],
                PRIORITIES[i % PRIORITIES.length],
                i % 3 == 0 ? "NULL" : "'code_analysis'",
                i % 5 == 0 ? "NULL" : i == 7 ? "9007199254740993" : Integer.toString(i * 100),
                i % 6 == 0 ? "NULL" : "'[\"a\", \"b%d\"]'".formatted(i),
                i % 8 == 0 ? "'[{\"at\": \"2025-11-15\"}]'" : "NULL",
                i,
                i % 2 == 0 ? "NULL" : "'src/part_%d.py'".formatted(i),
                1 + i % 28,
                i % 60,
                i * 11_111,
                1 + i % 28,
                i % 3);
    }

    /** An orchestration_decisions.db with three decisions: known to succeed, known to fail, unknown. */
    public static Path decisions(Path file) {
        Sqlite.script(file, Resources.text("/workspace/real-shape/task_queue.sql"));
        Sqlite.run(
                file,
                "INSERT INTO orchestration_decisions (id, timestamp, task_id, agent_id, task_type, success, dry_run)"
                        + " VALUES ('d-1', 1763200260.25, 'TASK-001', 'agent-1', 'review', 1, 0),"
                        + " ('d-2', 1763200261.5, 'TASK-002', NULL, NULL, 0, 1),"
                        + " ('d-3', 1763200262.0, 'TASK-003', 'agent-2', 'build', NULL, 0)");
        return file;
    }

    /** A workspace.db as the workspace program keeps it: V001's tables, and rows in some of them. */
    public static Path workspace(Path file) {
        Sqlite.script(file, Target.WORKSPACE.text("migrations/V001__create_base_tables.sql"));
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= WORKSPACE_TASKS; i++) {
            rows.append(String.format(
                    Locale.ROOT,
                    "INSERT INTO workspace_tasks (id, title, description, status, priority, created, updated, notes)"
                            + " VALUES ('WS-TASK-%03d', 'Berth %d', %s, '%s', %s, '2025-09-01 08:12:%02d.118204',"
                            + " '2025-09-04 16:20:11.904117', %s);%n",
                    i,
                    i,
                    i % 3 == 0 ? "NULL" : "'it''s \"quoted\" 🌫️'",
                    STATES[i % STATES.length],
                    i % 11 == 0 ? "NULL" : "'" + PRIORITIES[i % PRIORITIES.length] + "'",
                    i % 60,
                    i % 2 == 0 ? "''" : "NULL"));
        }
        for (int i = 1; i <= 3; i++) {
            rows.append(
                    "INSERT INTO workspace_sessions (id, start_time, status, user) VALUES ('session-%d',".formatted(i)
                            + " '2025-09-01 08:05:00.000000', 'completed', 'mira');\n");
            rows.append("INSERT INTO session_activities (id, session_id, activity_type, description, time) VALUES"
                    + " ('activity-%d', 'session-%d', 'analysis', 'Listed', '2025-09-01 08:20:00.250000');%n"
                            .formatted(i, i));
        }
        Sqlite.script(file, rows.toString());
        return file;
    }
}
