package dev.tributary.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Postgres.Database;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the comparison of two databases leaves out, and what it does not. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpCatalogTest {
    private static final String APRIL =
            "CREATE TABLE mcp.tasks_2025_04 PARTITION OF mcp.tasks FOR VALUES FROM ('2025-04-01') TO ('2025-05-01')";

    private Database original;
    private List<String> catalog;

    @BeforeAll
    void read_the_initial_schema() {
        original = Postgres.fresh().withInitialSchema();
        catalog = McpCatalog.of(original);
    }

    private List<String> added(String... statements) {
        List<String> lines =
                new ArrayList<>(McpCatalog.of(Postgres.copyOf(original).execute(statements)));
        catalog.forEach(lines::remove);
        return lines;
    }

    @Test
    void one_month_more_is_the_same_schema_and_no_month_at_all_is_another() {
        assertThat(McpCatalog.of(Postgres.copyOf(original).execute(APRIL))).isEqualTo(catalog);
        assertThat(McpCatalog.of(Postgres.copyOf(original)
                        .execute("DROP TABLE mcp.audit_log_2025_01, mcp.audit_log_2025_02, mcp.audit_log_2025_03")))
                .isNotEqualTo(catalog)
                .contains("month of tasks")
                .doesNotContain("month of audit_log");
    }

    @Test
    void what_one_month_has_and_another_has_not_is_a_line() {
        assertThat(added(APRIL, "CREATE INDEX theirs ON mcp.tasks_2025_04 (title)"))
                .containsExactly(
                        "index mcp.each month of tasks theirs, its own, USING btree (title) (not each: tasks_2025_04)");
        assertThat(added("ALTER TABLE mcp.tasks_2025_02 ADD CONSTRAINT theirs CHECK (title <> '')"))
                .singleElement()
                .asString()
                .startsWith("constraint mcp.each month of tasks theirs CHECK ")
                .endsWith("(not each: tasks_2025_02)");
        assertThat(added("ALTER TABLE mcp.tasks_2025_02 ALTER COLUMN title SET DEFAULT ''"))
                .filteredOn(line -> line.startsWith("column each month of tasks title "))
                .hasSize(3)
                .allMatch(line -> line.contains("(not each: "));
    }

    @Test
    void a_month_that_lacks_what_the_others_have_makes_theirs_a_line_each() {
        List<String> lines = added(
                "ALTER TABLE mcp.tasks DETACH PARTITION mcp.tasks_2025_03",
                "DROP TABLE mcp.tasks_2025_03",
                "CREATE INDEX idx_new ON ONLY mcp.tasks (title)",
                "CREATE INDEX idx_new_01 ON mcp.tasks_2025_01 (title)",
                "ALTER INDEX mcp.idx_new ATTACH PARTITION mcp.idx_new_01");
        assertThat(lines)
                .contains("index mcp.each month of tasks idx_new USING btree (title) (not each: tasks_2025_01)")
                .anyMatch(line -> line.startsWith("index mcp.idx_new ") && line.endsWith("(invalid)"));
    }
}
