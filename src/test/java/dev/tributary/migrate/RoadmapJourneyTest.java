package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tributary.Tributary;
import dev.tributary.ledger.Accounting;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.Sqlite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five files flow into roadmap.db with everything that belongs to their tables; once more; damaged; mended. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RoadmapJourneyTest {
    private static final String OBJECTS =
            "SELECT count(*) FROM sqlite_schema WHERE type = '%s' AND sql IS NOT NULL AND name IN (%s)";

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
    void every_row_of_the_five_files_is_accounted_for_and_nothing_that_belongs_to_them_is_lost() {
        Map<String, String> before = FolderSnapshot.of(files)
                .without(path -> path.startsWith("data/roadmap.db"))
                .entries();
        List<String> itemsBefore = RoadmapProject.rows(db, "roadmap_items");

        MigrationReport report = run();

        assertThat(Accounting.of(report.entries()))
                .isEqualTo(new Accounting(5, RoadmapProject.ROWS, RoadmapProject.COPIED, 4, 0, 0))
                .matches(Accounting::complete);
        requireRows();
        requireObjects();
        assertThat(RoadmapProject.rows(db, RoadmapProject.present(db, "roadmap_items")))
                .isEqualTo(itemsBefore);
        assertThat(FolderSnapshot.of(files)
                        .without(path -> path.startsWith("data/roadmap.db"))
                        .entries())
                .isEqualTo(before);
        assertThat(report.notes())
                .contains("before any change: row 4 of roadmap_items refers to a missing row of technical_specs");
        assertThat(roadmap().verify().health().orphans())
                .as("no new one")
                .singleElement()
                .asString()
                .contains("roadmap_priority", "specs_specification");
        assertThat(report.notes())
                .anyMatch(note -> note.equals("data/metrics.db: belongs to an external tool; never opened"))
                .anyMatch(note -> note.startsWith("data/test_unified.db: "))
                .anyMatch(note -> note.startsWith("data/unified_roadmap_specs.db: "));
    }

    @Test
    void a_second_run_has_nothing_to_do_and_a_later_proof_finds_everything() {
        run();
        FolderSnapshot before = FolderSnapshot.of(files);

        assertThat(run().nothingToDo()).isTrue();
        Verification proof = roadmap().verify();

        assertThat(FolderSnapshot.of(files)).isEqualTo(before);
        assertThat(proof.ok()).as(proof.toString()).isTrue();
        assertThat(proof.tables()).hasSize(RoadmapProject.COPIES.size() + 1);
        assertThat(proof.tables().stream()
                        .mapToLong(Verification.TableState::sourceRows)
                        .sum())
                .isEqualTo(RoadmapProject.ROWS);
    }

    @Test
    void a_new_file_gets_the_same_tables_as_one_that_is_in_use() {
        Path fresh = folder.resolve("fresh.db");

        MigrationReport report = Tributary.roadmap(fresh).sources(files).migrate();

        assertThat(report.applied()).startsWith("001", "002");
        db = fresh;
        requireRows();
        requireObjects();
    }

    @Test
    void a_damaged_source_stops_everything_and_a_mended_one_is_merged() {
        Path source = RoadmapProject.source(files, "orchestrator");
        Sqlite.run(source, "DROP VIEW queue_depth", "CREATE VIEW queue_depth AS SELECT gone FROM bugs");

        assertThat(refused(folder, this::run).what()).contains("the view queue_depth of 'orchestrator' is broken");

        Sqlite.run(
                source,
                "DROP VIEW queue_depth",
                "CREATE VIEW queue_depth AS SELECT recipient AS agent FROM orchestrator_tasks");
        assertThat(Accounting.of(run().entries()).copied()).isEqualTo(RoadmapProject.COPIED);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM queue_depth")).isEqualTo(4);
    }

    @Test
    void without_sources_the_tables_are_made_with_their_indexes_and_views() {
        Tributary.roadmap(db).noSources().migrate();

        for (String table : RoadmapProject.COPIES.values()) {
            assertThat(Sqlite.number(db, "SELECT count(*) FROM " + table))
                    .as(table)
                    .isZero();
        }
        requireIndexesAndViews();
        assertThat(Tributary.roadmap(db).verify().unproven()).hasSize(5);
    }

    @Test
    void without_a_word_about_sources_the_run_stops_before_the_first_merge() {
        MigrationReport report = Tributary.roadmap(db).migrate();

        assertThat(report.stoppedBefore()).contains("V002__merge_orchestrator");
        assertThat(Accounting.of(run().entries()).copied()).isEqualTo(RoadmapProject.COPIED);
    }

    @Test
    void the_ledger_names_what_was_read_and_what_was_found_empty() {
        assertThat(run().entries())
                .filteredOn(entry -> entry.source().equals("coffee_maker"))
                .extracting(LedgerEntry::table, LedgerEntry::policy, LedgerEntry::rowsRead)
                .containsExactly(
                        tuple("task_group_dependencies", LedgerEntry.Policy.COPIED, 2L),
                        tuple("schema_metadata", LedgerEntry.Policy.MERGED, 4L),
                        tuple("coffee_maker.commits", LedgerEntry.Policy.EXPECTED_EMPTY, 0L),
                        tuple("coffee_maker.implementation_tasks", LedgerEntry.Policy.EXPECTED_EMPTY, 0L));
    }

    private Tributary roadmap() {
        return Tributary.roadmap(db).sources(files);
    }

    private MigrationReport run() {
        return roadmap().migrate();
    }

    private void requireRows() {
        RoadmapProject.COPIES.forEach((from, to) -> {
            int dot = from.indexOf('.');
            assertThat(RoadmapProject.rows(db, RoadmapProject.present(db, to)))
                    .as(from)
                    .isEqualTo(RoadmapProject.rows(
                            RoadmapProject.source(files, from.substring(0, dot)), from.substring(dot + 1)));
        });
    }

    private void requireObjects() {
        requireIndexesAndViews();
        for (Map.Entry<String, Long> mark : Map.of(
                        "agent_lifecycle",
                        3L,
                        "bugs",
                        3L,
                        "notification_user",
                        4L,
                        "task_group_dependencies",
                        2L,
                        "subtask_metrics",
                        2L)
                .entrySet()) {
            assertThat(Sqlite.number(
                            db,
                            "SELECT seq FROM sqlite_sequence WHERE name = '" + RoadmapProject.present(db, mark.getKey())
                                    + "'"))
                    .as(mark.getKey())
                    .isEqualTo(mark.getValue());
        }
    }

    /** All 31 indexes, one of them under another name because roadmap.db has its own, and all 11 views. */
    private void requireIndexesAndViews() {
        int indexes = 0;
        for (Map.Entry<String, String> source : RoadmapProject.SOURCES.entrySet()) {
            Path file = files.resolve(source.getValue());
            for (String index : Sqlite.rows(
                    file,
                    "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
                            + " AND tbl_name NOT IN ('schema_metadata', 'commits', 'implementation_tasks')")) {
                String as =
                        index.equals("idx_notifications_status") ? "notification_user_idx_notifications_status" : index;
                assertThat(Sqlite.number(db, OBJECTS.formatted("index", "'" + as + "'")))
                        .as(as)
                        .isEqualTo(1);
                indexes++;
            }
        }
        assertThat(indexes).isEqualTo(31);
        List<String> views = Sqlite.rows(
                RoadmapProject.source(files, "orchestrator"), "SELECT name FROM sqlite_schema WHERE type = 'view'");
        assertThat(views).hasSize(11);
        for (String view : views) {
            assertThat(Sqlite.rows(db, "SELECT name FROM pragma_table_info('" + view + "')"))
                    .as(view)
                    .isNotEmpty()
                    .isEqualTo(Sqlite.rows(
                            RoadmapProject.source(files, "orchestrator"),
                            "SELECT name FROM pragma_table_info('" + view + "')"));
        }
        assertThat(Sqlite.value(db, "SELECT tbl_name FROM sqlite_schema WHERE name = 'idx_notifications_status'"))
                .isEqualTo(RoadmapProject.present(db, "roadmap_update_notifications"));
    }
}
