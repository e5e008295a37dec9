package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs mcp}: the schema as a page, from its comments. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpDocsTest {
    @TempDir
    private Path folder;

    private Database database;

    @BeforeAll
    void migrate_once() {
        database = Postgres.fresh();
        Tributary.mcp(database.dataSource()).migrate();
    }

    @Test
    void tables_columns_keys_indexes_views_and_functions_with_their_comments_and_a_diagram() {
        McpProcess.Result result = McpProcess.run(database, "docs");
        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(result.said())
                .startsWith("<!-- Made by Tributary: docs.")
                .contains("# mcp\n\n", "```mermaid\nerDiagram\n")
                .contains("  tasks {\n    uuid id PK\n")
                .contains("  tasks ||--o{ task_state_transitions : \"task_id, task_created_at\"\n")
                .contains("  workspaces ||--o{ shared_documents : \"workspace_id\"\n")
                .contains("### `tasks`\n\nWhat is to be done, by whom and how far it is;")
                .contains("| `priority_enum` | task\\_priority |  | The same as priority, as a label of the enum;")
                .contains("- Refers to: `(task_id, task_created_at) -> tasks(id, created_at) ON DELETE CASCADE`")
                .contains("- Index `idx_tasks_status` `(status)`: To find rows by status.")
                .contains("| `v_agent_workload` | Per agent what it has to do and what it could still take. |")
                .contains("| `current_tenant_id()` | uuid | The tenant that the session has set")
                .doesNotContain("flyway_schema_history", "tasks_2025_01", "## Not described", database.password());
    }

    @Test
    void what_nobody_has_commented_on_is_listed_and_a_page_that_is_not_ours_is_not_overwritten() throws IOException {
        Database bare = Postgres.fresh().withInitialSchema();
        Path page = folder.resolve("mcp-schema.md");
        McpProcess.Result written = McpProcess.run(bare, "docs", "--out", page.toString());
        assertThat(written.exit()).as(written.said()).isZero();
        String first = Files.readString(page);
        assertThat(first).contains("## Not described\n", "- table tasks\n", "- index idx\\_tasks\\_status\n");
        bare.execute("COMMENT ON TABLE mcp.tasks IS 'ours'");
        assertThat(McpProcess.run(bare, "docs", "--out", page.toString()).exit())
                .isZero();
        assertThat(Files.readString(page)).contains("### `tasks`\n\nours\n").doesNotContain("- table tasks\n");
        Files.writeString(page, "my own notes");
        McpProcess.Result refused = McpProcess.run(bare, "docs", "--out", page.toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.said()).contains("is not a page that 'docs' has made");
        assertThat(Files.readString(page)).isEqualTo("my own notes");
    }

    @Test
    void the_same_as_JSON() {
        JsonNode result = JsonMapper.shared()
                .readTree(McpProcess.run(database, "docs", "--json").said())
                .get("result");
        assertThat(result.get("target").asString()).isEqualTo("mcp");
        assertThat(result.get("undescribed").size()).isZero();
        assertThat(result.get("functions").size()).isGreaterThan(15);
    }
}
