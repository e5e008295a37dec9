package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.document.DatabaseDocument;
import dev.tributary.document.Descriptions;
import dev.tributary.fault.Fault;
import dev.tributary.source.SourceSettings;
import dev.tributary.support.Resources;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.Sqlite;
import dev.tributary.verify.Checks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After the last version the database describes all of itself, whatever people wrote into it before. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RoadmapDocumentationTest {
    /** What is in the catalog, as the metadata writes it. */
    private static final String CATALOG = """
            SELECT type || ' ' || name FROM sqlite_schema
             WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            UNION ALL
            SELECT 'column ' || s.name || '.' || c.name FROM sqlite_schema AS s, pragma_table_xinfo(s.name) AS c
             WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
             ORDER BY 1""";

    private static final String DESCRIBED = """
            SELECT entity_type || ' ' || coalesce(parent_name || '.', '') || entity_name FROM system_schema_metadata
             WHERE entity_type IN ('table', 'view', 'column') ORDER BY 1""";

    @TempDir
    private Path folder;

    private Path db() {
        return folder.resolve("roadmap.db");
    }

    private SqliteMigration migration() {
        return new SqliteMigration(
                Target.ROADMAP, db(), RunSettings.defaults().withSources(SourceSettings.declinedByUser()));
    }

    private MigrationReport migrate() {
        return migration().migrate(MigrationListener.NONE);
    }

    /** An old file with a row of its own in the metadata, as its program makes it. */
    private void old(String... statements) {
        Sqlite.script(db(), Resources.text("/db/roadmap/migrations/V001__create_base_tables.sql"));
        Sqlite.run(db(), statements);
    }

    private String description(String type, String name) {
        return Sqlite.rows(
                        db(),
                        "SELECT description FROM system_schema_metadata WHERE entity_type = '" + type
                                + "' AND entity_name = '" + name + "'")
                .get(0);
    }

    @Test
    void the_file_of_descriptions_describes_exactly_what_the_migrations_make_in_any_installation() {
        Path files = RoadmapProject.make(folder.resolve("files"));
        Sqlite.run(RoadmapProject.source(files, "orchestrator"), "ALTER TABLE orchestrator_tasks RENAME TO tasks");
        Sqlite.run(
                RoadmapProject.source(files, "coffee_maker"),
                "INSERT INTO commits (work_id, commit_sha, committed_at) VALUES ('W-1', 'abc', '2025-10-20')",
                "INSERT INTO implementation_tasks VALUES ('T-1', 1, 1, 'open', '2025-10-20')");

        Tributary.roadmap(db())
                .sources(files)
                .carry("coffee_maker.commits", "coffee_maker.implementation_tasks")
                .migrate();

        List<String> described = Target.ROADMAP.descriptions().all().stream()
                .map(Descriptions.Described::entity)
                .map(Object::toString)
                .sorted()
                .toList();
        assertThat(described).containsAll(Sqlite.rows(db(), CATALOG)).contains("view tasks");
        assertThat(described)
                .filteredOn(entity -> !Sqlite.rows(db(), CATALOG).contains(entity))
                .as("the carried tables have more columns in the field than in the small sample")
                .allMatch(entity -> entity.startsWith("column coffee_maker_"));
    }

    @Test
    void everything_has_exactly_one_row_and_a_second_run_changes_nothing() {
        migrate();
        List<String> before = Sqlite.rows(db(), "SELECT * FROM system_schema_metadata ORDER BY id");

        MigrationReport again = migrate();

        assertThat(again.applied()).isEmpty();
        assertThat(Sqlite.rows(db(), DESCRIBED)).isEqualTo(Sqlite.rows(db(), CATALOG));
        assertThat(Sqlite.rows(db(), "SELECT * FROM system_schema_metadata ORDER BY id"))
                .isEqualTo(before);
    }

    @Test
    void what_people_wrote_stays_and_old_names_in_it_follow() {
        old("""
                INSERT INTO schema_metadata (entity_type, entity_name, description, related_tables)
                VALUES ('table', 'technical_specs', 'Written by a person.', '["roadmap_items"]')""", """
                INSERT INTO schema_metadata (entity_type, entity_name, parent_name, description)
                VALUES ('column', 'content', 'technical_specs', 'Written by hand.')""", """
                INSERT INTO audit_trail (table_name, item_id, action, changed_by, changed_at)
                VALUES ('technical_specs', '1', 'update', 'me', '2026-01-01')""");

        migrate();

        assertThat(Sqlite.rows(
                        db(),
                        "SELECT entity_name, parent_name, description, related_tables"
                                + " FROM system_schema_metadata WHERE id <= 2 ORDER BY id"))
                .containsExactly(
                        "specs_specification|NULL|Written by a person.|[\"roadmap_priority\"]",
                        "content|specs_specification|Written by hand.|NULL");
        assertThat(Sqlite.rows(db(), DESCRIBED)).isEqualTo(Sqlite.rows(db(), CATALOG));
        assertThat(Sqlite.rows(db(), "SELECT table_name FROM system_audit"))
                .as("data, which is never rewritten")
                .containsExactly("technical_specs");
    }

    @Test
    void a_run_that_stops_at_expand_is_finished_later() {
        old("""
                INSERT INTO schema_metadata (entity_type, entity_name, description)
                VALUES ('table', 'roadmap_items', 'Written by a person.')""");
        new SqliteMigration(
                        Target.ROADMAP,
                        db(),
                        RunSettings.defaults()
                                .withSources(SourceSettings.declinedByUser())
                                .withUntil(Optional.of("expand")))
                .migrate(MigrationListener.NONE);
        assertThat(Sqlite.rows(db(), "SELECT entity_name FROM schema_metadata")).containsExactly("roadmap_items");

        assertThat(migrate().applied()).containsExactly("008", "009");

        assertThat(description("table", "roadmap_priority")).isEqualTo("Written by a person.");
        assertThat(description("view", "roadmap_items")).isEqualTo("The old name of roadmap_priority.");
        assertThat(Sqlite.rows(db(), DESCRIBED)).isEqualTo(Sqlite.rows(db(), CATALOG));
    }

    @Test
    void what_the_file_does_not_know_is_described_from_the_catalog_and_listed() {
        old(
                "ALTER TABLE roadmap_items ADD COLUMN mine TEXT DEFAULT 'x'",
                "ALTER TABLE roadmap_audit DROP COLUMN new_value",
                "CREATE TABLE notes (id INTEGER)");

        MigrationReport report = migrate();

        assertThat(description("column", "mine")).isEqualTo("Not described yet: mine TEXT DEFAULT 'x'");
        assertThat(report.warnings())
                .filteredOn(finding -> finding.meaning().contains("nobody has described"))
                .singleElement()
                .extracting(Checks.Finding::rows)
                .isEqualTo(3L);
        assertThat(Sqlite.rows(db(), DESCRIBED)).isEqualTo(Sqlite.rows(db(), CATALOG));
    }

    @Test
    void what_somebody_makes_later_is_found_by_the_check_and_by_docs() {
        migrate();
        Sqlite.run(
                db(),
                "CREATE TABLE later (id INTEGER)",
                "DELETE FROM system_schema_metadata WHERE entity_name = 'bugs'");

        DatabaseDocument document = migration().document();

        assertThat(document.undescribed()).containsExactly("table later", "column later.id");
        assertThat(migration().verify().warnings())
                .filteredOn(finding -> finding.meaning().contains("not exactly one row"))
                .singleElement()
                .extracting(Checks.Finding::rows)
                .isEqualTo(3L);
    }

    @Test
    void metadata_without_its_columns_is_refused_and_everything_is_as_before() {
        old(
                "DROP TABLE schema_metadata",
                "CREATE TABLE schema_metadata (entity_type TEXT, entity_name TEXT, parent_name TEXT)");
        List<String> before = Sqlite.rows(db(), "SELECT * FROM sqlite_schema");

        assertThatThrownBy(this::migrate)
                .isInstanceOf(Fault.class)
                .hasMessageContaining("the table schema_metadata has no column description")
                .hasMessageContaining("ALTER TABLE \"schema_metadata\" ADD COLUMN \"description\" TEXT");
        assertThat(migration().plan().problems())
                .as("said before anything is tried")
                .singleElement()
                .satisfies(problem -> assertThat(problem.place().table()).contains("schema_metadata"));
        assertThat(Sqlite.rows(db(), "SELECT * FROM sqlite_schema")).isEqualTo(before);
    }
}
