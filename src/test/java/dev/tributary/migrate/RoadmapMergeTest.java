package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tributary.Tributary;
import dev.tributary.ledger.Accounting;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.ObjectFate;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.Sqlite;
import dev.tributary.verify.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files in the field look like besides: other shapes, other names, rows in the wrong place, names that are taken. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RoadmapMergeTest {
    private static final String COMMIT =
            "INSERT INTO commits (work_id, commit_sha, committed_at) VALUES ('W-1', 'abc', '2025-10-20')";
    private static final String TASK = "INSERT INTO implementation_tasks VALUES ('T-1', 1, 1, 'open', '2025-10-20')";

    @TempDir
    private Path folder;

    private Path files;
    private Path db;

    @BeforeEach
    void make() {
        files = RoadmapProject.make(folder.resolve("files"));
        db = files.resolve("data/roadmap.db");
    }

    @Test
    void rows_where_none_are_expected_stop_the_run_until_a_policy_is_named() {
        Sqlite.run(source("coffee_maker"), COMMIT, TASK);

        var fault = refused(folder, () -> roadmap().migrate());
        assertThat(fault.what()).contains("commits of 'coffee_maker' holds 1 row");
        assertThat(fault.next()).contains("--leave coffee_maker.commits", "--carry coffee_maker.commits");
        assertThat(refused(folder, () -> roadmap().leave("coffee_maker.commits").migrate())
                        .what())
                .contains("implementation_tasks of 'coffee_maker'");

        MigrationReport report = roadmap()
                .leave("coffee_maker.commits", "coffee_maker.implementation_tasks")
                .migrate();

        assertThat(Accounting.of(report.entries()))
                .isEqualTo(new Accounting(5, RoadmapProject.ROWS + 2, RoadmapProject.COPIED, 4, 2, 0));
        assertThat(Sqlite.number(db, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'coffee_maker%'"))
                .isZero();
        Verification proof = roadmap().verify();
        assertThat(proof.ok()).isTrue();
        assertThat(proof.unproven()).contains("coffee_maker.commits: 1 row left in the source, as told (--leave)");
    }

    @Test
    void carried_tables_come_under_names_of_their_own_with_their_rows_and_indexes() {
        Sqlite.run(source("coffee_maker"), COMMIT, TASK);
        List<String> ownTasks = RoadmapProject.rows(db, "implementation_tasks");

        MigrationReport report = roadmap()
                .carry("coffee_maker.commits", "coffee_maker.implementation_tasks")
                .migrate();

        assertThat(Accounting.of(report.entries()))
                .isEqualTo(new Accounting(5, RoadmapProject.ROWS + 2, RoadmapProject.COPIED + 2, 4, 0, 0));
        assertThat(RoadmapProject.rows(db, "coffee_maker_commits"))
                .isEqualTo(RoadmapProject.rows(source("coffee_maker"), "commits"));
        assertThat(RoadmapProject.rows(db, RoadmapProject.present(db, "implementation_tasks")))
                .isEqualTo(ownTasks);
        assertThat(Sqlite.rows(
                        db,
                        "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
                                + " AND tbl_name LIKE 'coffee_maker%' ORDER BY name"))
                .containsExactly(
                        "coffee_maker_implementation_tasks_idx_implementation_tasks_status", "idx_commits_work_id");
        assertThat(report.notes())
                .contains(
                        "in the source 'coffee_maker' already: 1 row(s) of coffee_maker_commits refer to missing rows of works");
        Verification proof = roadmap().verify();
        assertThat(proof.ok()).isTrue();
        assertThat(proof.tables())
                .extracting(Verification.TableState::table)
                .contains("coffee_maker_commits", "coffee_maker_implementation_tasks");
    }

    @Test
    void a_policy_for_a_table_that_needs_none_is_a_typing_error() {
        var fault = refused(folder, () -> roadmap().leave("coffee_maker.comits").migrate());

        assertThat(fault.what()).contains("coffee_maker.comits");
        assertThat(fault.why()).contains("coffee_maker.commits, coffee_maker.implementation_tasks");
        assertThat(refused(
                                folder,
                                () -> roadmap()
                                        .leave("coffee_maker.commits")
                                        .carry("coffee_maker.commits")
                                        .migrate())
                        .what())
                .contains("to be left and to be carried");
    }

    @Test
    void rows_that_come_later_where_none_are_expected_are_found_by_verify() {
        roadmap().migrate();
        Sqlite.run(source("coffee_maker"), COMMIT);

        Verification proof = roadmap().verify();

        assertThat(proof.ok()).isFalse();
        assertThat(proof.tables())
                .filteredOn(table -> table.lost() > 0)
                .extracting(Verification.TableState::table, Verification.TableState::lost)
                .containsExactly(tuple("coffee_maker.commits", 1L));
    }

    @Test
    void rows_of_equal_key_and_other_content_are_refused_and_shown_side_by_side() {
        Sqlite.run(
                db,
                "CREATE TABLE system_state (key TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at TEXT NOT NULL)",
                "INSERT INTO system_state VALUES ('daemon', 'stopped', '2025-10-23T12:00:00'), ('mode', '007',"
                        + " '2025-10-23T12:00:00')");

        assertThat(refused(folder, () -> roadmap().migrate()).what())
                .contains("1 row(s) of system_state", "'daemon'", "column value", "'running'", "'stopped'");

        Sqlite.run(db, "DELETE FROM system_state WHERE key = 'daemon'");
        MigrationReport report = roadmap().migrate();
        assertThat(report.entries())
                .filteredOn(entry -> entry.table().equals("system_state"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.rowsIdentical()).isEqualTo(1);
                    assertThat(entry.rowsCopied()).isEqualTo(1);
                });
        assertThat(RoadmapProject.rows(db, RoadmapProject.present(db, "system_state")))
                .isEqualTo(RoadmapProject.rows(source("notifications"), "system_state"));
    }

    @Test
    void rows_without_a_key_are_counted_by_their_whole_content_and_not_doubled() {
        Sqlite.script(db, Target.ROADMAP.text("sources/agent_messages.sql"));
        Sqlite.run(
                db,
                "INSERT INTO agent_messages (message_id, from_agent, to_agent, message_type, priority, content, status,"
                        + " created_at) VALUES (NULL, 'user', 'architect', 'note', 'low', 'twice', 'pending',"
                        + " '2025-10-20T08:16:00'), (NULL, 'user', 'architect', 'note', 'low', 'ours', 'pending',"
                        + " '2025-10-20T08:16:00')");

        MigrationReport report = roadmap().migrate();

        assertThat(report.entries())
                .filteredOn(entry -> entry.table().equals("agent_messages"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.rowsIdentical()).isEqualTo(1);
                    assertThat(entry.rowsCopied()).isEqualTo(3);
                    assertThat(entry.targetDigest()).isEqualTo(entry.sourceDigest());
                });
        assertThat(Sqlite.rows(
                        db,
                        "SELECT content, count(*) FROM agent_messages WHERE message_id IS NULL GROUP BY 1 ORDER BY 1"))
                .containsExactly("ours|1", "twice|2");
        assertThat(roadmap().verify().ok()).isTrue();
    }

    @Test
    void rows_in_the_log_of_a_running_program_are_merged_too() throws SQLException {
        Path source = source("notifications");
        Sqlite.run(source, "PRAGMA journal_mode = WAL");
        try (Connection program = DriverManager.getConnection("jdbc:sqlite:" + source);
                Statement statement = program.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = 0");
            statement.executeUpdate(
                    "INSERT INTO notifications (type, title, message, created_at, updated_at) VALUES ('info', 'late',"
                            + " '', '2025-10-24', '2025-10-24')");

            roadmap().migrate();
        }
        assertThat(Sqlite.value(db, "SELECT title FROM notification_user ORDER BY id DESC LIMIT 1"))
                .isEqualTo("late");
    }

    @Test
    void tables_of_other_shapes_are_taken_as_they_are_and_listed() {
        Sqlite.run(
                db,
                "ALTER TABLE roadmap_items ADD COLUMN colour TEXT DEFAULT 'blue'",
                "ALTER TABLE roadmap_items ADD COLUMN weight REAL",
                "ALTER TABLE code_reviews DROP COLUMN architect_comments");
        Sqlite.run(
                source("orchestrator"),
                "ALTER TABLE bugs ADD COLUMN severity INTEGER NOT NULL DEFAULT 3",
                "ALTER TABLE bugs ADD COLUMN owner TEXT",
                "ALTER TABLE bugs DROP COLUMN pr_url");

        MigrationReport report = roadmap().migrate();

        assertThat(report.notes())
                .contains(
                        "roadmap_items has one more column: colour TEXT DEFAULT 'blue'",
                        "roadmap_items has one more column: weight REAL",
                        "code_reviews lacks the column architect_comments TEXT");
        assertThat(RoadmapProject.rows(db, RoadmapProject.present(db, "bugs")))
                .isEqualTo(RoadmapProject.rows(source("orchestrator"), "bugs"))
                .allMatch(row -> row.contains("severity"));
        assertThat(roadmap().verify().ok()).isTrue();
    }

    @Test
    void a_file_whose_tables_have_their_new_names_already_is_adopted() {
        String[] renames = Target.ROADMAP.schemaAt("001").tables().stream()
                .map(table -> Target.ROADMAP.names().tableCalled(table.name()).orElseThrow())
                .filter(name -> !name.storedAsNew())
                .map(name -> "ALTER TABLE " + name.storedName() + " RENAME TO " + name.newName())
                .toArray(String[]::new);
        assertThat(renames).hasSizeGreaterThan(5);
        Sqlite.run(db, renames);

        MigrationReport report = roadmap().migrate();

        assertThat(Accounting.of(report.entries()).copied()).isEqualTo(RoadmapProject.COPIED);
        assertThat(roadmap().verify().ok()).isTrue();
    }

    @Test
    void a_missing_base_table_is_refused_and_made_only_when_told() {
        Sqlite.run(db, "DROP TABLE audit_trail");

        assertThat(refused(folder, () -> roadmap().migrate()).what()).contains("lacks the table audit_trail");

        roadmap().createMissing().migrate();
        assertThat(Sqlite.number(db, "SELECT count(*) FROM audit_trail")).isZero();
    }

    @Test
    void names_that_are_taken_are_settled_by_a_rule_that_the_plan_prints() {
        Sqlite.run(
                db,
                "CREATE VIEW queue_depth AS SELECT 1 AS one",
                "CREATE INDEX idx_status ON roadmap_items (status)",
                "CREATE TRIGGER on_bug AFTER INSERT ON roadmap_items BEGIN SELECT 1; END");
        Sqlite.run(
                source("orchestrator"),
                "CREATE VIEW crowded AS SELECT agent FROM queue_depth WHERE queued_tasks > 1",
                "CREATE TRIGGER on_bug AFTER INSERT ON bugs BEGIN UPDATE orchestrator_state SET value = new.title WHERE"
                        + " key = 'workers'; END",
                "CREATE TRIGGER on_task AFTER DELETE ON orchestrator_tasks BEGIN DELETE FROM orchestrator_state; END");

        MigrationPlan plan = roadmap().plan();
        assertThat(plan.copies().get(0).merge().fates())
                .filteredOn(fate -> fate.fate() == ObjectFate.Fate.RENAMED)
                .extracting(ObjectFate::name, ObjectFate::as)
                .containsExactlyInAnyOrder(
                        tuple("queue_depth", "orchestrator_queue_depth"),
                        tuple("idx_status", "orchestrator_tasks_idx_status"),
                        tuple("on_bug", "orchestrator_on_bug"));
        roadmap().migrate();

        assertThat(Sqlite.rows(db, "SELECT * FROM queue_depth")).containsExactly("1");
        assertThat(Sqlite.rows(db, "SELECT * FROM crowded"))
                .as("a view that reads the renamed one follows")
                .isEqualTo(Sqlite.rows(source("orchestrator"), "SELECT * FROM crowded"))
                .containsExactly("architect");
        assertThat(RoadmapProject.rows(db, RoadmapProject.present(db, "orchestrator_state")))
                .as("no trigger fires for a merged row")
                .isEqualTo(RoadmapProject.rows(source("orchestrator"), "orchestrator_state"));
        Sqlite.run(
                db,
                "INSERT INTO " + RoadmapProject.present(db, "bugs")
                        + " (bug_number, title, description, priority, reporter, created_at, updated_at) VALUES (99,"
                        + " 'fired', '', 'Low', 'me', '2025', '2025')");
        assertThat(Sqlite.value(db, "SELECT value FROM orchestrator_state WHERE key = 'workers'"))
                .isEqualTo("fired");
    }

    @Test
    void a_view_of_a_table_that_stays_does_not_come_and_is_named() {
        Sqlite.run(source("coffee_maker"), "CREATE VIEW done_tasks AS SELECT task_id FROM implementation_tasks");

        MigrationReport report = roadmap().migrate();

        assertThat(report.notes())
                .anyMatch(note -> note.startsWith("the view done_tasks of 'coffee_maker' does not come: SQLite says: ")
                        && note.contains("no such table: main.implementation_tasks"));
        assertThat(Sqlite.number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'done_tasks'"))
                .isZero();
    }

    @Test
    void of_two_rows_of_equal_natural_key_the_newer_one_stays_and_the_loser_is_reported() {
        MigrationReport report = roadmap().migrate();

        assertThat(Sqlite.rows(
                        db,
                        "SELECT description, count(*) OVER () FROM schema_metadata WHERE entity_type = 'column' AND"
                                + " entity_name = 'content' AND parent_name IN ('technical_specs',"
                                + " 'specs_specification')"))
                .containsExactly("The text of the specification, or its phases as JSON|1");
        assertThat(Sqlite.rows(
                        db,
                        "SELECT description FROM schema_metadata WHERE entity_type = 'table' AND entity_name IN"
                                + " ('roadmap_items', 'roadmap_priority')"))
                .containsExactly("The list of priorities");
        assertThat(report.notes())
                .anyMatch(note -> note.contains("the row of the source ('2025-10-19 06:00:00') gives way")
                        && note.contains("'An older text' gives way to 'The list of priorities'"))
                .anyMatch(note -> note.contains("the row of the target ('2025-10-20 06:00:00') gives way"));
        LedgerEntry merged = report.entries().stream()
                .filter(entry -> entry.policy() == LedgerEntry.Policy.MERGED)
                .findFirst()
                .orElseThrow();
        assertThat(List.of(merged.rowsRead(), merged.rowsCopied(), merged.rowsIdentical(), merged.rowsChanged()))
                .containsExactly(4L, 1L, 1L, 2L);
    }

    @Test
    void a_column_by_which_rows_are_told_apart_may_not_be_missing_on_either_side() {
        Sqlite.run(
                db,
                "DROP TABLE schema_metadata",
                "CREATE TABLE schema_metadata (id INTEGER PRIMARY KEY, entity_type TEXT, entity_name TEXT, description TEXT,"
                        + " updated_at TEXT)");
        var fault = refused(folder, () -> roadmap().migrate());
        assertThat(fault.what()).isEqualTo("the target's table schema_metadata has no column parent_name");
        assertThat(fault.next()).contains("ALTER TABLE \"schema_metadata\" ADD COLUMN \"parent_name\" TEXT");
        assertThat(fault.place().table()).contains("schema_metadata");
        assertThat(refused(folder, () -> Tributary.roadmap(db).noSources().migrate())
                        .what())
                .isEqualTo("the table schema_metadata has no column parent_name");

        Sqlite.run(db, "DROP TABLE schema_metadata");
        Sqlite.run(
                source("coffee_maker"),
                "DROP INDEX idx_schema_metadata_parent",
                "CREATE TABLE other AS SELECT id, entity_type, entity_name, description, updated_at FROM schema_metadata",
                "DROP TABLE schema_metadata",
                "ALTER TABLE other RENAME TO schema_metadata");
        assertThat(refused(folder, () -> roadmap().createMissing().migrate()).what())
                .isEqualTo("the source's table schema_metadata has no column parent_name");

        Sqlite.run(source("coffee_maker"), "ALTER TABLE schema_metadata ADD COLUMN parent_name TEXT");
        assertThat(Accounting.of(roadmap().createMissing().migrate().entries()).complete())
                .isTrue();
    }

    @Test
    void a_check_of_a_column_that_a_table_does_not_have_is_not_asked_and_says_so() {
        Sqlite.run(source("orchestrator"), "ALTER TABLE bugs DROP COLUMN metadata");

        MigrationReport report = roadmap().migrate();

        String said = "Not asked, because there is no column metadata: The column metadata of a bug does not hold valid"
                + " JSON.";
        assertThat(report.warnings()).extracting(Checks.Finding::asText).contains(said);
        Verification proof = roadmap().verify();
        assertThat(proof.warnings()).extracting(Checks.Finding::asText).contains(said);
        assertThat(proof.ok()).isTrue();
    }

    @Test
    void a_source_that_an_installation_does_not_have_is_said_so_recorded_and_known_to_verify() throws IOException {
        Path metrics = source("task_metrics");
        Path aside = Files.move(metrics, folder.resolve("aside.db"));
        assertThat(refused(folder, () -> roadmap().migrate()).next()).contains("--source task_metrics=none");
        assertThat(refused(folder, () -> roadmap().withoutSource("task_metric").migrate())
                        .what())
                .contains("there is no source 'task_metric'");

        MigrationReport report = roadmap().withoutSource("task_metrics").migrate();

        assertThat(report.notes())
                .contains("task_metrics: there is no such source here, as told (--source task_metrics=none); its tables"
                        + " are made empty");
        assertThat(report.entries())
                .filteredOn(entry -> entry.source().equals("task_metrics"))
                .extracting(LedgerEntry::policy, LedgerEntry::rowsRead)
                .containsExactly(tuple(LedgerEntry.Policy.NO_SUCH_SOURCE, 0L));
        assertThat(Accounting.of(report.entries()).sources()).isEqualTo(4);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM metrics_subtask")).isZero();
        Verification proof = roadmap().verify();
        assertThat(proof.ok()).isTrue();
        String recorded =
                "task_metrics: nothing copied, there is no such source here, as told (--source task_metrics=none)";
        assertThat(proof.unproven()).contains(recorded);

        Files.move(aside, metrics);
        assertThat(roadmap().verify().unproven())
                .contains(recorded + "; a file is there now, and its rows are not in the target: " + metrics
                        + " (catch-up brings them)");
    }

    @Test
    void a_trigger_on_the_table_that_is_merged_into_is_refused() {
        Sqlite.run(db, "CREATE TRIGGER watch AFTER UPDATE ON schema_metadata BEGIN SELECT 1; END");

        assertThat(refused(folder, () -> roadmap().migrate()).what()).contains("schema_metadata has a trigger: watch");
    }

    @Test
    void a_stage_that_is_not_one_is_refused() {
        assertThat(refused(folder, () -> roadmap().until("somewhere").migrate()).what())
                .contains("there is no stage 'somewhere' of roadmap");
        assertThat(refused(
                                folder,
                                () -> Tributary.workspace(folder.resolve("w.db"))
                                        .until("expand")
                                        .migrate())
                        .why())
                .contains("workspace has no stages");
    }

    private Path source(String name) {
        return RoadmapProject.source(files, name);
    }

    private Tributary roadmap() {
        return Tributary.roadmap(db).sources(files);
    }
}
