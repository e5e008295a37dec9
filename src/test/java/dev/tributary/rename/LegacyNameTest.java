package dev.tributary.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import dev.tributary.support.RoadmapFiles;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LegacyNameTest {
    private static final NameMap MAP = NameMap.parse("kind,domain,old,new,stored\ntable,d,t,d_t,t");

    private static LegacyName of(String... statements) throws SQLException {
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return LegacyName.of(SqliteCatalog.read(memory, "main"), MAP).get(0);
        }
    }

    @Test
    void a_table_with_ids_loses_lastrowid_and_upsert() throws SQLException {
        LegacyName name = of("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
        assertThat(name.losses())
                .containsEntry(Loss.LAST_INSERT_ROWID, "id")
                .containsKeys(Loss.UPSERT, Loss.ROWCOUNT, Loss.RETURNING, Loss.DDL, Loss.MESSAGE, Loss.ROWID);
    }

    @Test
    void a_table_without_any_key_has_no_upsert_to_lose() throws SQLException {
        assertThat(of("CREATE TABLE t (a, b)").losses().keySet())
                .contains(Loss.LAST_INSERT_ROWID, Loss.ROWID)
                .doesNotContain(Loss.UPSERT, Loss.EXPLICIT_NULL);
    }

    @Test
    void a_table_without_rowid_has_no_rowid_to_lose() throws SQLException {
        assertThat(of("CREATE TABLE t (k TEXT PRIMARY KEY) WITHOUT ROWID")
                        .losses()
                        .keySet())
                .contains(Loss.UPSERT)
                .doesNotContain(Loss.ROWID, Loss.LAST_INSERT_ROWID);
    }

    @Test
    void columns_with_defaults_computed_columns_indexes_and_column_triggers_are_named() throws SQLException {
        LegacyName name = of(
                "CREATE TABLE t (id INTEGER PRIMARY KEY DEFAULT 7, a DEFAULT 1, b DEFAULT NULL, c AS (a + 1), e NOT NULL"
                        + " DEFAULT 'x')",
                "CREATE INDEX one ON t (a)",
                "CREATE INDEX two ON t (e)",
                "CREATE TRIGGER plain AFTER UPDATE ON t BEGIN SELECT 1; END",
                "CREATE TRIGGER certain AFTER UPDATE OF a ON t BEGIN SELECT 1; END");
        assertThat(name.losses())
                .containsEntry(Loss.EXPLICIT_NULL, "a, e")
                .containsEntry(Loss.COMPUTED_COLUMNS, "c")
                .containsEntry(Loss.CREATE_INDEX, "one, two")
                .containsEntry(Loss.COLUMN_TRIGGERS, "certain");
        assertThat(name.asText()).startsWith("t (d_t) loses: ").contains("NULL (a, e)");
    }

    @Test
    void the_name_that_two_files_shared_says_whose_program_changes_first() {
        List<LegacyName> names = LegacyName.of(new Catalog(List.of(), List.of(), List.of()), RoadmapFiles.names());
        assertThat(names).hasSize(17);
        LegacyName user = names.stream()
                .filter(name -> name.newName().equals("notification_user"))
                .findFirst()
                .orElseThrow();
        assertThat(user.oldName()).isEqualTo("notifications");
        assertThat(user.losses().keySet()).isEqualTo(Set.of(Loss.SHARED_NAME));
        assertThat(user.losses().get(Loss.SHARED_NAME))
                .contains("notification_roadmap has it")
                .contains("notification_user");
    }
}
