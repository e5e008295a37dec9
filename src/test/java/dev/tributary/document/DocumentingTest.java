package dev.tributary.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.catalog.NameMap;
import dev.tributary.fault.Fault;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import dev.tributary.support.Sqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exactly one row for everything, whatever people have written before. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentingTest {
    private static final NameMap NAMES = NameMap.parse("""
            kind,domain,old,new,stored
            table,specs,technical_specs,specs_specification,technical_specs
            table,specs,implementation_tasks,specs_task,implementation_tasks
            table,system,schema_metadata,system_schema_metadata,schema_metadata
            """);
    private static final Descriptions FILE = Descriptions.parse("""
            entity_type,entity_name,parent_name,description,purpose,usage_notes,content_type
            table,specs_specification,,Specifications.,To know what to build.,"Read it, ""all"" of it.",
            column,content,specs_specification,The text.,,,markdown
            view,technical_specs,,The old name.,,,
            """);
    private static final String TABLES = """
            CREATE TABLE specs_specification (id INTEGER PRIMARY KEY, content TEXT);
            CREATE TABLE specs_task (id INTEGER PRIMARY KEY, spec_id INTEGER NOT NULL REFERENCES specs_specification(id));
            CREATE VIEW technical_specs AS SELECT id AS id, content AS content FROM specs_specification;
            CREATE TABLE system_schema_metadata (
              id INTEGER PRIMARY KEY AUTOINCREMENT, entity_type TEXT NOT NULL, entity_name TEXT NOT NULL, parent_name TEXT,
              description TEXT NOT NULL, purpose TEXT, usage_notes TEXT, content_type TEXT, use_files BOOLEAN DEFAULT 0,
              related_tables TEXT, foreign_keys TEXT, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
              updated_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, UNIQUE (entity_type, entity_name, parent_name));
            """;

    @TempDir
    private Path folder;

    private Path db() {
        return folder.resolve("x.db");
    }

    private Documented run() {
        try (ManagedConnection connection = SqliteFiles.openForWriting(db())) {
            return new Documenting(connection, NAMES, FILE).run();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> rows(String columns) {
        return Sqlite.rows(
                db(),
                "SELECT " + columns + " FROM system_schema_metadata ORDER BY entity_type, parent_name, entity_name");
    }

    private void metadata(String columns, String... rows) {
        for (String row : rows) {
            Sqlite.run(db(), "INSERT INTO system_schema_metadata (" + columns + ") VALUES (" + row + ")");
        }
    }

    @Test
    void everything_has_one_row_from_the_file_or_else_from_the_catalog() {
        Sqlite.script(db(), TABLES);

        Documented done = run();

        assertThat(rows("entity_type, entity_name, parent_name"))
                .hasSize(21)
                .doesNotHaveDuplicates()
                .contains("table|specs_specification|NULL", "view|technical_specs|NULL", "column|spec_id|specs_task");
        assertThat(Sqlite.rows(db(), """
                SELECT description, purpose, usage_notes, related_tables FROM system_schema_metadata
                 WHERE entity_name = 'specs_specification'"""))
                .containsExactly("Specifications.|To know what to build.|Read it, \"all\" of it.|[\"specs_task\"]");
        assertThat(Sqlite.rows(db(), """
                SELECT description, foreign_keys FROM system_schema_metadata WHERE entity_name = 'specs_task'"""))
                .containsExactly("Not described yet: a table with the columns id, spec_id|"
                        + "[{\"column\":\"spec_id\",\"references\":\"specs_specification.id\"}]");
        assertThat(Sqlite.rows(db(), "SELECT description FROM system_schema_metadata WHERE entity_name = 'spec_id'"))
                .containsExactly("Not described yet: spec_id INTEGER NOT NULL");
        assertThat(done.fromFile()).isEqualTo(3);
        assertThat(done.fromCatalog()).hasSize(18).contains("table specs_task", "column specs_task.spec_id");
    }

    @Test
    void a_second_run_changes_nothing() {
        Sqlite.script(db(), TABLES);
        metadata("entity_type, entity_name, related_tables, description", "'table', 'technical_specs', '[]', 'Mine.'");
        run();
        List<String> before = rows("*");

        Documented again = run();

        assertThat(rows("*")).isEqualTo(before);
        assertThat(again.renamed()).isZero();
        assertThat(again.fromFile()).isZero();
        assertThat(again.merged()).isEmpty();
    }

    @Test
    void what_a_person_wrote_wins_and_a_blank_is_filled() {
        Sqlite.script(db(), TABLES);
        metadata(
                "entity_type, entity_name, parent_name, description, purpose",
                "'table', 'technical_specs', NULL, 'Mine.', 'My purpose.'",
                "'column', 'content', 'technical_specs', '', 'Mine too.'");

        Documented done = run();

        assertThat(rows("entity_name, parent_name, description, purpose, content_type"))
                .contains("specs_specification|NULL|Mine.|My purpose.|NULL")
                .contains("content|specs_specification|The text.|Mine too.|markdown");
        assertThat(done.persons()).isEqualTo(1);
        assertThat(done.renamed()).isEqualTo(2);
    }

    @Test
    void old_names_follow_in_names_parents_relations_and_keys_and_nowhere_else() {
        Sqlite.script(db(), TABLES);
        metadata(
                "entity_type, entity_name, parent_name, description, related_tables, foreign_keys",
                "'table', 'implementation_tasks', NULL, 'See technical_specs.', '[\"technical_specs\", \"other\"]',"
                        + " '[{\"column\": \"technical_specs\", \"references\": \"technical_specs.id\"}]'",
                "'column', 'technical_specs', 'implementation_tasks', 'x', 'technical_specs, other', NULL",
                "'relationship', 'implementation_tasks->technical_specs', 'implementation_tasks', 'technical_specs', NULL, NULL");

        run();

        assertThat(rows("entity_type, entity_name, parent_name, description, related_tables, foreign_keys"))
                .contains("table|specs_task|NULL|See technical_specs.|[\"specs_specification\", \"other\"]|"
                        + "[{\"column\": \"technical_specs\", \"references\": \"specs_specification.id\"}]")
                .contains("column|technical_specs|specs_task|x|specs_specification, other|NULL")
                .contains("relationship|specs_task->specs_specification|specs_task|technical_specs|NULL|NULL");
    }

    @Test
    void of_several_rows_for_one_thing_the_newest_that_a_person_wrote_is_kept_and_the_others_are_told() {
        Sqlite.script(db(), TABLES);
        metadata(
                "entity_type, entity_name, parent_name, description, updated_at",
                "'table', 'technical_specs', NULL, 'Old.', '2025-01-01'",
                "'table', 'technical_specs', NULL, 'New.', '2025-02-01'",
                "'table', 'specs_specification', NULL, 'Specifications.', '2025-03-01'",
                "'view', 'specs_specification', NULL, 'Not a view.', '2025-01-15'");

        Documented done = run();

        assertThat(Sqlite.rows(db(), """
                SELECT entity_type, description FROM system_schema_metadata WHERE entity_name = 'specs_specification'""")).containsExactly("table|New.");
        assertThat(done.merged())
                .hasSize(3)
                .allMatch(line -> line.endsWith("(kept: New.)"))
                .anyMatch(line -> line.contains("Old."));
    }

    @Test
    void what_describes_something_that_is_not_there_stays_and_is_told() {
        Sqlite.script(db(), TABLES);
        metadata("entity_type, entity_name, description", "'table', 'gone', 'It was useful.'");

        assertThat(run().stale()).containsExactly("table gone: It was useful.");
        assertThat(rows("description")).contains("It was useful.");
    }

    @Test
    void a_table_of_another_shape_is_used_as_it_is() {
        Sqlite.script(db(), """
                CREATE TABLE specs_specification (id INTEGER);
                CREATE TABLE schema_metadata (
                  entity_type TEXT, entity_name TEXT, parent_name TEXT, description TEXT, mine TEXT DEFAULT 'kept')""");

        run();

        assertThat(Sqlite.rows(db(), "SELECT entity_name, mine FROM schema_metadata WHERE entity_type = 'table'"))
                .containsExactly("schema_metadata|kept", "specs_specification|kept");
    }

    @Test
    void without_a_table_for_it_nothing_is_described() {
        Sqlite.script(db(), "CREATE TABLE schema_metadata (entity_type TEXT, entity_name TEXT)");

        assertThatThrownBy(this::run)
                .isInstanceOf(Fault.class)
                .hasMessageContaining("schema_metadata has no column parent_name, description");
    }

    @Test
    void a_trigger_that_swallows_rows_is_noticed() {
        Sqlite.script(db(), TABLES);
        Sqlite.run(db(), """
                CREATE TRIGGER swallow BEFORE INSERT ON system_schema_metadata WHEN NEW.entity_type = 'view'
                BEGIN SELECT RAISE(IGNORE); END""");

        assertThatThrownBy(this::run)
                .isInstanceOf(Fault.class)
                .hasMessageContaining("the view technical_specs has 0 rows of metadata");
    }

    @Test
    void a_file_of_descriptions_with_a_mistake_is_refused() {
        String header = "entity_type,entity_name,parent_name,description,purpose,usage_notes,content_type\n";
        for (String wrong : List.of(
                "table,a,,,,,",
                "table,a,,x,,",
                "row,a,,x,,,",
                "column,a,,x,,,",
                "table,a,b,x,,,",
                "view,a,,x,,,\nview,A,,y,,,")) {
            assertThatThrownBy(() -> Descriptions.parse(header + wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
