package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** db/mcp/comments.txt says what everything in the schema is for, and nothing that is not there. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpCommentsTest {
    private static final String OURS =
            "NOT c.relispartition AND c.relname NOT LIKE 'flyway_schema_history%' AND c.relname NOT LIKE 'schema_migrations%'";

    /** Asked in another way than the migration asks. */
    private static final String COMMENTS = """
            SELECT 'table |  | ' || relname, obj_description(c.oid, 'pg_class') FROM pg_class AS c
            WHERE relnamespace = 'mcp'::regnamespace AND relkind IN ('r', 'p') AND %1$s
            UNION ALL
            SELECT 'view |  | ' || relname, obj_description(c.oid, 'pg_class') FROM pg_class AS c
            WHERE relnamespace = 'mcp'::regnamespace AND relkind IN ('v', 'm')
            UNION ALL
            SELECT 'column | ' || relname || ' | ' || attname, col_description(attrelid, attnum)
            FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
            WHERE relnamespace = 'mcp'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped AND %1$s
            UNION ALL
            SELECT 'index | ' || (SELECT relname FROM pg_class WHERE oid = indrelid) || ' | ' || relname,
                   obj_description(c.oid, 'pg_class')
            FROM pg_index JOIN pg_class AS c ON c.oid = indexrelid WHERE relnamespace = 'mcp'::regnamespace AND %1$s
            UNION ALL
            SELECT 'function |  | ' || proname || '(' || pg_get_function_identity_arguments(oid) || ')',
                   obj_description(oid, 'pg_proc') FROM pg_proc WHERE pronamespace = 'mcp'::regnamespace
            ORDER BY 1""".formatted(OURS);

    @Test
    void everything_has_the_comment_of_the_file_and_the_file_says_nothing_else() throws IOException {
        Database database = Postgres.fresh();
        Tributary.mcp(database.dataSource()).migrate();
        List<String> file = Files.readAllLines(Path.of("db/mcp/comments.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(database.query(COMMENTS)).containsExactlyInAnyOrderElementsOf(file);
        assertThat(file).hasSizeGreaterThan(500).allMatch(line -> line.endsWith("."));
    }

    @Test
    void a_comment_that_a_person_wrote_stays() {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .withTracker("mcp", 1, true)
                .execute(
                        "COMMENT ON TABLE mcp.tasks IS 'what we do'",
                        "COMMENT ON COLUMN mcp.tasks.title IS ''",
                        "COMMENT ON COLUMN mcp.tasks.tags IS 'labels'",
                        "COMMENT ON INDEX mcp.tasks_pkey IS 'the key'",
                        "COMMENT ON FUNCTION mcp.current_tenant_id() IS 'who asks'");
        Tributary.mcp(database.dataSource()).migrate();
        assertThat(database.query(COMMENTS))
                .contains(
                        "table |  | tasks | what we do",
                        "column | tasks | tags | labels",
                        "index | tasks | tasks_pkey | the key",
                        "function |  | current_tenant_id() | who asks")
                .noneMatch(line -> line.endsWith(" | null"));
    }
}
