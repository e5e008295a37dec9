package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.Sqlite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What a migrated workspace.db must look like, whichever way it came there. */
final class WorkspaceState {
    static final Set<String> NEW_TABLES =
            Set.of("proposals", "tasks", "task_queue_metadata", "orchestration_decisions");
    static final Set<String> OUR_TABLES = Set.of("flyway_schema_history", "tributary_ledger");

    private WorkspaceState() {}

    /** 31 tables and our two, every index on its own table, one history row for each version. */
    static void requireComplete(Path db) {
        requireTables(db);
        requireIndexes(db);
        assertThat(Sqlite.rows(
                        db, "SELECT version, count(*) FROM flyway_schema_history GROUP BY version ORDER BY version"))
                .containsExactly("001|1", "002|1", "003|1", "004|1", "005|1");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM flyway_schema_history WHERE NOT success"))
                .isZero();
        assertThat(Sqlite.value(db, "PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(Sqlite.rows(db, "PRAGMA foreign_key_check")).isEmpty();
        requireNoLockFile(db);
    }

    private static void requireTables(Path db) {
        List<String> tables = Sqlite.rows(
                db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
        assertThat(tables).hasSize(33).containsAll(NEW_TABLES).containsAll(OUR_TABLES);
    }

    static void requireIndexes(Path db) {
        assertThat(indexes(db, "tasks"))
                .containsExactly(
                        "idx_tasks_capability_required(capability_required)",
                        "idx_tasks_tags(tags)",
                        "idx_tasks_updated_at(updated_at)",
                        "ix_tasks_priority(priority)",
                        "ix_tasks_status(status)");
        assertThat(indexes(db, "workspace_tasks")).contains("idx_tasks_priority(priority)", "idx_tasks_status(status)");
        assertThat(indexes(db, "proposals"))
                .contains(
                        "idx_proposals_created_at(created_at)",
                        "idx_proposals_pattern(pattern_id)",
                        "idx_proposals_status(status)");
        assertThat(indexes(db, "task_queue_metadata")).contains("idx_task_queue_metadata_updated_at(updated_at)");
        assertThat(indexes(db, "orchestration_decisions"))
                .contains(
                        "idx_decisions_agent_id(agent_id)",
                        "idx_decisions_dry_run(dry_run)",
                        "idx_decisions_success(success)",
                        "idx_decisions_task_id(task_id)",
                        "idx_decisions_task_type(task_type)",
                        "idx_decisions_timestamp(timestamp)");
    }

    /** The indexes that somebody created on a table, with their columns. */
    static List<String> indexes(Path db, String table) {
        return Sqlite.rows(
                db,
                "SELECT l.name || '(' || (SELECT group_concat(i.name) FROM pragma_index_info(l.name) AS i) || ')'"
                        + " FROM pragma_index_list('" + table + "') AS l WHERE l.origin = 'c' ORDER BY l.name");
    }

    /** The tables that were there before, with everything that belongs to them. */
    static DatabaseSnapshot base(Path db) {
        return DatabaseSnapshot.of(
                db,
                table -> !NEW_TABLES.contains(table) && !OUR_TABLES.contains(table) && !table.startsWith("sqlite_"));
    }

    /** The rows of a table as another file has them: the same rowids, storage classes and bytes. */
    static void requireSameRows(Path source, Path db, String table) {
        assertThat(DatabaseSnapshot.of(db, table::equals).rows().get(table))
                .isNotEmpty()
                .isEqualTo(DatabaseSnapshot.of(source, table::equals).rows().get(table));
    }

    static void requireNoLockFile(Path db) {
        assertThat(db.resolveSibling(db.getFileName() + ".migrate.lock")).doesNotExist();
        assertThat(db.resolveSibling(db.getFileName() + "-journal")).doesNotExist();
        assertThat(Files.exists(db)).isTrue();
    }
}
