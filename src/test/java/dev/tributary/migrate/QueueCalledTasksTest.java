package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.Tributary;
import dev.tributary.ledger.Accounting;
import dev.tributary.rename.LegacyName;
import dev.tributary.rename.Loss;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.Sqlite;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation whose orchestrator calls its queue {@code tasks}: that name is one of its old names, like every other. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class QueueCalledTasksTest {
    @TempDir
    private Path folder;

    private Path files;
    private Path db;

    @BeforeEach
    void make() {
        files = RoadmapProject.make(folder.resolve("files"));
        db = files.resolve("data/roadmap.db");
        Sqlite.run(queue(), "ALTER TABLE orchestrator_tasks RENAME TO tasks");
    }

    @Test
    void it_is_migrated_once_and_found_complete_and_a_second_run_has_nothing_to_do() {
        FolderSnapshot sources = sources();

        MigrationReport report = roadmap().migrate();

        assertThat(Accounting.of(report.entries()))
                .isEqualTo(new Accounting(5, RoadmapProject.ROWS, RoadmapProject.COPIED, 4, 0, 0));
        assertThat(RoadmapProject.rows(db, "orchestrator_task")).isEqualTo(RoadmapProject.rows(queue(), "tasks"));
        assertThat(kind("orchestrator_task", "tasks", "orchestrator_tasks"))
                .containsExactly("table orchestrator_task", "view orchestrator_tasks", "view tasks");
        for (String view : Sqlite.rows(queue(), "SELECT name FROM sqlite_schema WHERE type = 'view'")) {
            assertThat(Sqlite.rows(db, "SELECT name FROM pragma_table_info('" + view + "')"))
                    .as(view)
                    .isEqualTo(Sqlite.rows(queue(), "SELECT name FROM pragma_table_info('" + view + "')"));
        }
        assertThat(Sqlite.rows(db, "SELECT * FROM queue_depth"))
                .isEqualTo(Sqlite.rows(queue(), "SELECT * FROM queue_depth"))
                .isNotEmpty();
        assertThat(roadmap().migrate().nothingToDo()).isTrue();
        Verification proof = roadmap().verify();
        assertThat(proof.ok()).as(proof.toString()).isTrue();
        assertThat(proof.tables()).hasSize(RoadmapProject.COPIES.size() + 1);
        assertThat(proof.warnings()).isEqualTo(report.warnings());
        assertThat(sources()).isEqualTo(sources);
    }

    @Test
    void a_damaged_source_stops_everything_and_a_mended_one_is_merged() {
        Sqlite.run(queue(), "DROP VIEW queue_depth", "CREATE VIEW queue_depth AS SELECT gone FROM tasks");

        assertThat(refused(folder, () -> roadmap().migrate()).what())
                .contains("the view queue_depth of 'orchestrator' is broken");

        Sqlite.run(queue(), "DROP VIEW queue_depth", "CREATE VIEW queue_depth AS SELECT recipient AS agent FROM tasks");
        assertThat(Accounting.of(roadmap().migrate().entries()).copied()).isEqualTo(RoadmapProject.COPIED);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM queue_depth")).isEqualTo(4);
    }

    @Test
    void a_row_of_equal_key_and_other_content_is_refused_until_it_is_settled() {
        Sqlite.run(
                db,
                Sqlite.value(queue(), "SELECT sql FROM sqlite_schema WHERE name = 'tasks'"),
                "INSERT INTO tasks (task_id, sender, recipient, type, payload, created_at) VALUES ('task-3', 'somebody',"
                        + " 'else', 'spec', '{}', '2025-11-01')");

        assertThat(refused(folder, () -> roadmap().migrate()).what())
                .contains("1 row(s) of tasks are in the source and in the target with different content");

        Sqlite.run(db, "DELETE FROM tasks");
        roadmap().migrate();
        assertThat(RoadmapProject.rows(db, "orchestrator_task")).isEqualTo(RoadmapProject.rows(queue(), "tasks"));
    }

    @Test
    void the_plan_lists_the_name_and_the_migration_repeats_what_it_loses() {
        MigrationPlan plan = roadmap().plan();

        assertThat(plan.notes())
                .contains("the table orchestrator_tasks is called tasks in 'orchestrator': it comes as tasks, and every"
                        + " other name of it is a view");
        assertThat(plan.legacyNames())
                .extracting(LegacyName::oldName, LegacyName::newName)
                .hasSize(18)
                .contains(tuple("tasks", "orchestrator_task"), tuple("orchestrator_tasks", "orchestrator_task"));
        List<LegacyName> repeated = roadmap().migrate().legacyNames();
        assertThat(repeated)
                .extracting(LegacyName::oldName)
                .isEqualTo(plan.legacyNames().stream().map(LegacyName::oldName).toList());
        assertThat(repeated)
                .filteredOn(name -> name.oldName().equals("tasks"))
                .singleElement()
                .satisfies(name -> assertThat(name.losses()).containsKeys(Loss.ROWCOUNT, Loss.UPSERT));
        assertThat(Sqlite.rows(
                        db,
                        "SELECT entity_type, description FROM system_schema_metadata WHERE entity_name = 'tasks' AND"
                                + " parent_name IS NULL"))
                .containsExactly("view|Another old name of orchestrator_task, which only some installations have.");
    }

    @Test
    void a_stop_at_expand_is_lived_in_and_switched_later() {
        roadmap().until("expand").migrate();
        assertThat(kind("orchestrator_task", "tasks", "orchestrator_tasks"))
                .containsExactly("view orchestrator_task", "view orchestrator_tasks", "table tasks");
        assertThat(roadmap().until("expand").verify().ok()).isTrue();
        Sqlite.run(
                db,
                "INSERT INTO tasks (task_id, sender, recipient, type, payload, created_at) VALUES ('new', 'a', 'b', 'spec',"
                        + " '{}', '2025-11-01')",
                "UPDATE orchestrator_task SET status = 'running' WHERE task_id = 'new'");

        assertThat(roadmap().migrate().applied()).containsExactly("008", "009");

        Sqlite.run(
                db,
                "INSERT OR REPLACE INTO tasks (task_id, sender, recipient, type, payload, created_at) VALUES ('new2', 'a',"
                        + " 'b', 'spec', '{}', '2025-11-01')",
                "DELETE FROM tasks WHERE task_id = 'task-3'");
        assertThat(Sqlite.rows(
                        db, "SELECT task_id, status FROM orchestrator_task WHERE task_id LIKE 'new%' ORDER BY task_id"))
                .containsExactly("new|running", "new2|queued");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks WHERE task_id = 'task-3'"))
                .isZero();
    }

    @Test
    void what_its_program_writes_on_to_its_own_file_is_caught_up_before_and_after_the_switch() {
        roadmap().until("expand").migrate();
        Sqlite.run(queue(), "UPDATE tasks SET status = 'running' WHERE task_id = 'task-3'");
        roadmap().catchUp();
        assertThat(RoadmapProject.rows(db, "tasks")).isEqualTo(RoadmapProject.rows(queue(), "tasks"));

        roadmap().migrate();
        Sqlite.run(queue(), "UPDATE tasks SET status = 'completed' WHERE task_id = 'task-3'");
        roadmap().catchUp();

        assertThat(RoadmapProject.rows(db, "orchestrator_task")).isEqualTo(RoadmapProject.rows(queue(), "tasks"));
        assertThat(roadmap().verify().ok()).isTrue();
    }

    @Test
    void where_the_target_has_the_queue_already_tasks_becomes_one_more_name_of_it() {
        Sqlite.run(
                db,
                Sqlite.value(queue(), "SELECT sql FROM sqlite_schema WHERE name = 'tasks'")
                        .replaceFirst("tasks", "orchestrator_task"));

        MigrationReport report = roadmap().migrate();

        assertThat(report.notes())
                .contains("the table orchestrator_tasks is called tasks in 'orchestrator': its rows come to"
                        + " orchestrator_task, of which tasks becomes a view that can be written");
        assertThat(kind("orchestrator_task", "tasks", "orchestrator_tasks"))
                .containsExactly("table orchestrator_task", "view orchestrator_tasks", "view tasks");
        Sqlite.run(db, "UPDATE tasks SET status = 'running' WHERE task_id = 'task-3'");
        assertThat(Sqlite.value(db, "SELECT status FROM orchestrator_task WHERE task_id = 'task-3'"))
                .isEqualTo("running");
        assertThat(roadmap().verify().ok()).isTrue();
    }

    @Test
    void where_the_target_has_the_queue_and_an_unrelated_tasks_too_the_plan_promises_no_view() {
        Sqlite.run(
                db,
                Sqlite.value(queue(), "SELECT sql FROM sqlite_schema WHERE name = 'tasks'")
                        .replaceFirst("tasks", "orchestrator_task"),
                "CREATE TABLE tasks (mine TEXT)",
                "INSERT INTO tasks VALUES ('not a task of the queue')");

        MigrationReport report = roadmap().migrate();

        assertThat(report.notes())
                .contains("the table orchestrator_tasks is called tasks in 'orchestrator': its rows come to"
                        + " orchestrator_task; the target has something else called tasks, which stays, so a program that"
                        + " says tasks has to say orchestrator_task from then on");
        assertThat(kind("orchestrator_task", "tasks", "orchestrator_tasks"))
                .containsExactly("table orchestrator_task", "view orchestrator_tasks", "table tasks");
        assertThat(Sqlite.value(db, "SELECT mine FROM tasks")).isEqualTo("not a task of the queue");
        assertThat(roadmap().verify().ok()).isTrue();
    }

    @Test
    void an_unrelated_table_of_that_name_in_the_target_stays_what_it_is() {
        Sqlite.run(queue(), "ALTER TABLE tasks RENAME TO orchestrator_tasks");
        Sqlite.run(db, "CREATE TABLE tasks (mine TEXT)", "INSERT INTO tasks VALUES ('not a task of the queue')");

        MigrationReport report = roadmap().migrate();

        assertThat(kind("orchestrator_task", "tasks", "orchestrator_tasks"))
                .containsExactly("table orchestrator_task", "view orchestrator_tasks", "table tasks");
        assertThat(Sqlite.value(db, "SELECT mine FROM tasks")).isEqualTo("not a task of the queue");
        assertThat(report.legacyNames()).hasSize(17);
        assertThat(roadmap().verify().ok()).isTrue();
    }

    private List<String> kind(String... names) {
        return Sqlite.rows(
                db,
                "SELECT type || ' ' || name FROM sqlite_schema WHERE name IN ('" + String.join("', '", names)
                        + "') ORDER BY name");
    }

    private Path queue() {
        return RoadmapProject.source(files, "orchestrator");
    }

    private FolderSnapshot sources() {
        return FolderSnapshot.of(files).without(path -> path.startsWith("data/roadmap.db") || path.equals("data"));
    }

    private Tributary roadmap() {
        return Tributary.roadmap(db).sources(files);
    }
}
