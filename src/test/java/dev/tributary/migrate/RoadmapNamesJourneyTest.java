package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.Tributary;
import dev.tributary.catalog.NameMap;
import dev.tributary.fault.Fault;
import dev.tributary.rename.LegacyName;
import dev.tributary.rename.Loss;
import dev.tributary.source.SourceSettings;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.Refusals;
import dev.tributary.support.Resources;
import dev.tributary.support.RoadmapFiles;
import dev.tributary.support.Sqlite;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names of roadmap.db, from the first migration to the last, as a user goes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RoadmapNamesJourneyTest {
    @TempDir
    private Path folder;

    private Path base() {
        Path file = folder.resolve("roadmap.db");
        Sqlite.script(file, Resources.text("/db/roadmap/migrations/V001__create_base_tables.sql"));
        Sqlite.script(file, Resources.text("/db/roadmap/demo/roadmap.sql"));
        return file;
    }

    private static Tributary roadmap(Path file) {
        return Tributary.roadmap(file).noSources();
    }

    private static MigrationReport until(Path file, String stage) {
        return new SqliteMigration(
                        Target.ROADMAP,
                        file,
                        RunSettings.defaults()
                                .withSources(SourceSettings.declinedByUser())
                                .withUntil(Optional.of(stage)))
                .migrate(MigrationListener.NONE);
    }

    private static List<String> tables(Path file) {
        return Sqlite.rows(
                file,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'tributary%'"
                        + " AND name NOT LIKE 'flyway%' ORDER BY name");
    }

    private static List<String> newNames() {
        return RoadmapFiles.names().tables().stream()
                .map(NameMap.Name::newName)
                .sorted()
                .toList();
    }

    @Test
    void the_plan_says_what_an_old_name_loses_and_the_migration_repeats_it() {
        Path file = base();
        List<LegacyName> planned = roadmap(file).plan().legacyNames();
        MigrationReport report = roadmap(file).migrate();
        assertThat(report.legacyNames()).hasSize(17);
        assertThat(planned)
                .extracting(LegacyName::oldName, LegacyName::newName)
                .isEqualTo(report.legacyNames().stream()
                        .map(name -> tuple(name.oldName(), name.newName()))
                        .toList());
        assertThat(planned.get(0).losses())
                .isEqualTo(report.legacyNames().get(0).losses())
                .containsKey(Loss.UPSERT);
        assertThat(tables(file)).isEqualTo(newNames());
        assertThat(roadmap(file).plan().legacyNames()).isEmpty();
        assertThat(roadmap(file).migrate().nothingToDo()).isTrue();
    }

    @Test
    void a_file_that_stops_at_expand_is_lived_in_and_switched_later() {
        Path file = base();
        MigrationReport expanded = until(file, "expand");
        assertThat(expanded.applied()).endsWith("007");
        assertThat(expanded.legacyNames()).isEmpty();
        assertThat(tables(file))
                .contains("technical_specs", "notification_user")
                .doesNotContain("specs_specification");
        Sqlite.run(
                file,
                "INSERT INTO specs_specification (id, spec_number, title, updated_at, updated_by) VALUES ('S', 9, 'New', 'x', 'y')",
                "INSERT INTO roadmap_items (id, item_type, number, title, status, spec_id, priority_order, updated_at, updated_by)"
                        + " VALUES ('P', 'priority', '9', 'Old', 'x', 'S', 9, 'x', 'y')");
        MigrationReport switched = roadmap(file).migrate();
        assertThat(switched.applied()).startsWith("008");
        assertThat(switched.legacyNames()).hasSize(17);
        assertThat(Sqlite.value(
                        file,
                        "SELECT s.title || p.title FROM technical_specs s JOIN roadmap_priority p ON p.spec_id = s.id"
                                + " WHERE s.id = 'S'"))
                .isEqualTo("NewOld");
    }

    @Test
    void the_views_of_the_user_answer_as_before() {
        Path file = base();
        List<String> tasks = Sqlite.rows(file, "SELECT * FROM implementation_tasks_view");
        List<String> progress = Sqlite.rows(file, "SELECT * FROM spec_progress_view");
        roadmap(file).migrate();
        assertThat(Sqlite.rows(file, "SELECT * FROM implementation_tasks_view"))
                .isEqualTo(tasks)
                .isNotEmpty();
        assertThat(Sqlite.rows(file, "SELECT * FROM spec_progress_view"))
                .isEqualTo(progress)
                .isNotEmpty();
        assertThat(Sqlite.number(
                        file, "SELECT count(*) FROM sqlite_schema WHERE type = 'view' AND sql NOT LIKE '%Tributary%'"))
                .isEqualTo(13);
    }

    @Test
    void a_stale_view_is_named_before_anything_is_touched_and_dropped_only_when_told() {
        Path file = base();
        Sqlite.run(
                file,
                "CREATE VIEW stale AS SELECT no_such_column FROM roadmap_items",
                "CREATE TRIGGER on_stale INSTEAD OF DELETE ON stale BEGIN SELECT 1; END");
        assertThat(roadmap(file).plan().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("the view stale is broken").contains("no_such_column");
            assertThat(problem.next()).contains("--drop-broken-views").contains("roadmap.drop.broken.views");
        });
        Fault fault = Refusals.refused(folder, () -> roadmap(file).migrate());
        assertThat(fault.what()).contains("stale");
        MigrationReport report = roadmap(file).dropBrokenViews().migrate();
        assertThat(report.notes())
                .anySatisfy(note -> assertThat(note)
                        .contains("stale")
                        .contains("dropped, as told")
                        .contains("CREATE VIEW stale AS SELECT no_such_column FROM roadmap_items"));
        assertThat(tables(file)).isEqualTo(newNames());
        assertThat(Sqlite.rows(file, "SELECT name FROM sqlite_schema WHERE name LIKE '%stale'"))
                .isEmpty();
        assertThat(Sqlite.rows(
                        file,
                        "SELECT table_name, statement FROM tributary_ledger WHERE policy = 'dropped' ORDER BY id"))
                .as("what is gone can be had back")
                .containsExactly(
                        "view stale|CREATE VIEW stale AS SELECT no_such_column FROM roadmap_items",
                        "trigger on_stale|CREATE TRIGGER on_stale INSTEAD OF DELETE ON stale BEGIN SELECT 1; END");
    }

    @Test
    void dropping_broken_views_means_nothing_where_nothing_is_renamed() {
        Path file = folder.resolve("workspace.db");
        Fault fault = Refusals.refused(
                folder,
                () -> Tributary.workspace(file).noSources().dropBrokenViews().migrate());
        assertThat(fault.what()).contains("--drop-broken-views").contains("workspace");
    }

    @Test
    void tables_with_more_and_with_fewer_columns_are_renamed_as_they_are() {
        Path file = base();
        Sqlite.run(
                file,
                "ALTER TABLE technical_specs ADD COLUMN reviewed_by TEXT DEFAULT 'nobody'",
                "ALTER TABLE technical_specs ADD COLUMN score REAL",
                "ALTER TABLE roadmap_audit DROP COLUMN new_value");
        DatabaseSnapshot before = DatabaseSnapshot.of(file);
        roadmap(file).migrate();
        assertThat(Sqlite.rows(file, "SELECT * FROM technical_specs LIMIT 1").get(0))
                .endsWith("|nobody|NULL");
        Sqlite.run(
                file,
                "INSERT INTO technical_specs (id, spec_number, title, updated_at, updated_by, score) VALUES ('S', 9, 'N', 'x', 'y', 1)");
        assertThat(Sqlite.value(file, "SELECT reviewed_by || score FROM specs_specification WHERE id = 'S'"))
                .isEqualTo("nobody1.0");
        assertThat(DatabaseSnapshot.of(file).rows().get("roadmap_audit"))
                .isEqualTo(before.rows().get("roadmap_audit"));
    }

    @Test
    void a_file_whose_tables_have_their_new_names_already_gets_the_old_ones_as_views() {
        Path file = base();
        Sqlite.run(
                file,
                "ALTER TABLE technical_specs RENAME TO specs_specification",
                "ALTER TABLE roadmap_items RENAME TO roadmap_priority",
                "CREATE VIEW technical_specs AS SELECT * FROM specs_specification");
        MigrationReport report = roadmap(file).migrate();
        assertThat(tables(file)).isEqualTo(newNames());
        assertThat(report.legacyNames()).hasSize(17);
        Sqlite.run(file, "UPDATE technical_specs SET title = 'Changed' WHERE id = 'SPEC-101'");
        assertThat(Sqlite.value(file, "SELECT title FROM specs_specification WHERE id = 'SPEC-101'"))
                .isEqualTo("Changed");
        assertThat(Sqlite.rows(file, "SELECT table_name, statement FROM tributary_ledger WHERE policy = 'dropped'"))
                .containsExactly(
                        "view technical_specs|CREATE VIEW technical_specs AS SELECT * FROM specs_specification");
    }
}
