package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.TableCatchUp;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.Sqlite;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources of a target whose tables have other names by now, rows without keys, documentation, and policies. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RoadmapCatchUpTest {
    private static final String METADATA =
            "SELECT description FROM system_schema_metadata WHERE entity_type = 'table' AND entity_name = '%s'";

    @TempDir
    private Path folder;

    private Path files;
    private Path db;

    @BeforeEach
    void make() {
        files = RoadmapProject.make(folder.resolve("files"));
        db = files.resolve("data/roadmap.db");
    }

    private Tributary roadmap() {
        return Tributary.roadmap(db).sources(files);
    }

    private Path source(String name) {
        return RoadmapProject.source(files, name);
    }

    private void requireVerified() {
        assertThat(roadmap().verify()).matches(Verification::ok, "nothing needs anybody");
        assertThat(roadmap().catchUp().plan().nothingToDo()).isTrue();
    }

    @Test
    void rows_come_under_the_names_that_the_tables_have_after_the_switch() {
        roadmap().migrate();
        Sqlite.run(
                source("agent_messages"),
                "INSERT INTO agent_messages SELECT 'msg-3', 'a', 'b', 'c', 'd', 'e', 'f', 'g', NULL, NULL",
                "UPDATE agent_messages SET status = 'processed' WHERE message_id = 'msg-2'",
                "INSERT INTO agent_messages SELECT NULL, 'user', 'architect', 'note', 'low', 'twice', 'pending',"
                        + " '2025-10-20T08:16:00', NULL, NULL");

        CatchUpReport report = roadmap().catchUp();

        assertThat(RoadmapProject.rows(db, "messaging_agent_message"))
                .isEqualTo(RoadmapProject.rows(source("agent_messages"), "agent_messages"));
        assertThat(report.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.table()).isEqualTo("messaging_agent_message");
            assertThat(entry.rowsCopied()).isEqualTo(3);
            assertThat(entry.policy()).isEqualTo(LedgerEntry.Policy.CAUGHT_UP);
        });
        requireVerified();
    }

    @Test
    void rows_without_a_key_that_are_still_in_the_source_are_not_said_to_be_gone_from_it() {
        roadmap().migrate();
        Sqlite.run(
                source("agent_messages"), "UPDATE agent_messages SET status = 'processed' WHERE message_id = 'msg-2'");
        assertThat(gone()).isZero();

        Sqlite.run(
                source("agent_messages"),
                "DELETE FROM agent_messages WHERE rowid = (SELECT max(rowid) FROM agent_messages WHERE message_id IS"
                        + " NULL)");
        assertThat(gone()).isEqualTo(1);
        assertThat(roadmap().catchUp().plan().nothingToDo()).isFalse();
        assertThat(Sqlite.number(db, "SELECT count(*) FROM messaging_agent_message WHERE message_id IS NULL"))
                .as("what is gone from the source stays in the target")
                .isEqualTo(2);
    }

    private long gone() {
        return roadmap().catchUpPlan().sources().stream()
                .flatMap(source -> source.table("messaging_agent_message").stream())
                .mapToLong(TableCatchUp::gone)
                .sum();
    }

    @Test
    void between_expand_and_switch_rows_come_into_the_tables_that_still_have_their_old_names() {
        roadmap().until("expand").migrate();
        Sqlite.run(source("orchestrator"), "UPDATE bugs SET status = 'closed' WHERE bug_number = 67");

        roadmap().catchUp();

        assertThat(Sqlite.value(db, "SELECT status FROM bugs WHERE bug_number = 67"))
                .isEqualTo("closed");
        roadmap().migrate();
        requireVerified();
    }

    @Test
    void keys_that_the_source_has_given_out_since_are_not_given_out_again() {
        roadmap().migrate();
        long before = Sqlite.number(db, "SELECT seq FROM sqlite_sequence WHERE name = 'orchestrator_bug'");
        Sqlite.run(
                source("orchestrator"),
                "INSERT INTO bugs (bug_number, title, description, priority, status, reporter, created_at, updated_at)"
                        + " VALUES (80, 'x', '', 'Low', 'open', 'user', '2026', '2026')",
                "DELETE FROM bugs WHERE bug_number = 80");
        Sqlite.run(source("orchestrator"), "UPDATE bugs SET status = 'closed' WHERE bug_number = 67");

        roadmap().catchUp();

        assertThat(Sqlite.number(db, "SELECT seq FROM sqlite_sequence WHERE name = 'orchestrator_bug'"))
                .isEqualTo(Sqlite.number(source("orchestrator"), "SELECT seq FROM sqlite_sequence WHERE name = 'bugs'"))
                .isGreaterThan(before);
        requireVerified();
    }

    @Test
    void newer_documentation_replaces_older_and_everything_is_described_once() {
        roadmap().migrate();
        Sqlite.run(
                source("coffee_maker"),
                "UPDATE schema_metadata SET description = 'Said anew', updated_at = '2099-01-01 00:00:00'"
                        + " WHERE entity_name = 'technical_specs'");
        long rows = Sqlite.number(db, "SELECT count(*) FROM system_schema_metadata");

        roadmap().catchUp();

        assertThat(Sqlite.value(db, METADATA.formatted("specs_specification"))).isEqualTo("Said anew");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM system_schema_metadata"))
                .isEqualTo(rows);
        requireVerified();
    }

    @Test
    void rows_where_none_were_expected_need_a_policy_which_is_remembered() {
        roadmap().migrate();
        Sqlite.run(
                source("coffee_maker"),
                "INSERT INTO commits (work_id, commit_sha, committed_at) VALUES ('w', 's', '2026')");
        assertThat(roadmap().verify().ok()).isFalse();

        Fault fault = refused(folder, () -> roadmap().catchUp());
        assertThat(fault.next()).contains("--leave coffee_maker.commits");

        roadmap().leave("coffee_maker.commits").catchUp();
        requireVerified();

        Sqlite.run(
                source("coffee_maker"),
                "INSERT INTO commits (work_id, commit_sha, committed_at) VALUES ('w2', 's2', '2026')");
        CatchUpReport report = roadmap().catchUp();
        assertThat(report.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.policy()).isEqualTo(LedgerEntry.Policy.LEFT);
            assertThat(entry.rowsRead()).isEqualTo(2);
        });
        requireVerified();
    }

    @Test
    void a_table_may_be_carried_later_and_is_caught_up_from_then_on() {
        roadmap().migrate();
        Sqlite.run(source("coffee_maker"), "INSERT INTO implementation_tasks VALUES ('t-1', 1, 1, 'open', '2026')");

        roadmap().carry("coffee_maker.implementation_tasks").catchUp();
        assertThat(Sqlite.number(db, "SELECT count(*) FROM coffee_maker_implementation_tasks"))
                .isEqualTo(1);
        requireVerified();

        Sqlite.run(
                source("coffee_maker"),
                "INSERT INTO implementation_tasks VALUES ('t-2', 1, 2, 'open', '2026')",
                "UPDATE implementation_tasks SET status = 'done' WHERE task_id = 't-1'");
        roadmap().catchUp();
        assertThat(RoadmapProject.rows(db, "coffee_maker_implementation_tasks"))
                .isEqualTo(RoadmapProject.rows(source("coffee_maker"), "implementation_tasks"));
        requireVerified();
    }

    @Test
    void all_five_sources_come_later_where_there_were_none() {
        Tributary.roadmap(db).noSources().migrate();

        CatchUpReport report = roadmap().catchUp();

        assertThat(report.entries().stream().mapToLong(LedgerEntry::rowsRead).sum())
                .isEqualTo(RoadmapProject.ROWS);
        RoadmapProject.COPIES.forEach((from, to) -> {
            int dot = from.indexOf('.');
            assertThat(RoadmapProject.rows(db, RoadmapProject.present(db, to)))
                    .as(from)
                    .isEqualTo(RoadmapProject.rows(source(from.substring(0, dot)), from.substring(dot + 1)));
        });
        requireVerified();
    }
}
