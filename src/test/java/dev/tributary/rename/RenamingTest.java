package dev.tributary.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.NameMap;
import dev.tributary.support.RoadmapFiles;
import dev.tributary.support.Sqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RenamingTest {
    @TempDir
    private Path folder;

    private static List<String> tables(Path file) {
        return Sqlite.rows(file, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
    }

    @Test
    void expand_leaves_every_table_and_adds_a_view_per_new_name() throws SQLException {
        Path file = RoadmapFiles.merged(folder.resolve("roadmap.db"));
        List<String> before = tables(file);
        RenameResult result = Renamed.step(file, Step.EXPAND);
        assertThat(tables(file)).isEqualTo(before).hasSize(20);
        assertThat(result.renamed()).isEmpty();
        assertThat(result.views()).hasSize(16).contains("specs_task = implementation_tasks");
        assertThat(Sqlite.number(file, "SELECT count(*) FROM specs_task")).isEqualTo(2);
    }

    @Test
    void switch_gives_twenty_tables_their_new_names() throws SQLException {
        Path file = RoadmapFiles.merged(folder.resolve("roadmap.db"));
        Renamed.step(file, Step.EXPAND);
        RenameResult result = Renamed.step(file, Step.SWITCH);
        assertThat(tables(file))
                .containsExactlyInAnyOrderElementsOf(RoadmapFiles.names().tables().stream()
                        .map(NameMap.Name::newName)
                        .toList());
        assertThat(result.renamed()).hasSize(16);
        assertThat(result.views()).hasSize(16).contains("implementation_tasks = specs_task");
        assertThat(Sqlite.rows(file, "PRAGMA foreign_key_list(specs_task)").get(0))
                .contains("specs_specification");
    }
}
