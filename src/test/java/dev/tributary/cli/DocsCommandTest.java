package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DocsCommandTest {
    @TempDir
    private Path folder;

    private Path db() {
        return folder.resolve("x.db");
    }

    @Test
    void a_database_is_written_down_with_its_tables_columns_keys_indexes_views_and_a_diagram() {
        Sqlite.script(db(), """
                CREATE TABLE proposals (id TEXT PRIMARY KEY, hypothesis TEXT NOT NULL DEFAULT 'a|b', own TEXT);
                CREATE TABLE "odd name" (
                  proposal TEXT NOT NULL UNIQUE REFERENCES proposals(id) ON DELETE CASCADE,
                  maybe TEXT REFERENCES proposals);
                CREATE INDEX idx_own ON proposals(own DESC);
                CREATE VIEW open_ones AS SELECT id FROM proposals""");

        Cli cli = Cli.run("docs", "workspace", "--db", db().toString());

        assertThat(cli.exit()).isZero();
        assertThat(cli.out())
                .contains("# workspace\n\n2 tables, 1 view, 5 columns.\n\n```mermaid\nerDiagram\n")
                .contains("  proposals {\n    TEXT id PK\n  }\n")
                .contains("  \"odd name\" {\n    TEXT proposal FK\n    TEXT maybe FK\n  }\n")
                .contains("  proposals ||--o| \"odd name\" : \"proposal\"\n```\n")
                .contains("  proposals |o--o{ \"odd name\" : \"maybe\"\n")
                .contains("### `proposals`\n\nA proposal of the orchestrator's learning: ")
                .contains(
                        "| `hypothesis` | TEXT | not null, default 'a\\|b' | What is supposed to make things better. |\n")
                .contains("| `own` | TEXT |  |  |\n")
                .contains("- Index `idx_own` `(own DESC)")
                .contains("- Refers to: `(proposal) -> proposals(id) ON DELETE CASCADE`\n")
                .contains("| `open_ones` |  |\n")
                .contains("## Not described\n\n- table odd name\n- column odd name.proposal\n")
                .contains("- column proposals.own\n- view open\\_ones\n");
    }

    @Test
    void the_page_on_documentation_shows_the_real_output() throws IOException {
        String page = Files.readString(Path.of("docs/documentation.md"));
        Sqlite.script(db(), between(page, "```sql\n", "```").strip().replaceFirst(";$", ""));

        assertThat(Cli.run("docs", "workspace", "--db", db().toString()).out())
                .isEqualTo(between(page, "````text\n", "````"));
    }

    private static String between(String page, String begin, String end) {
        int from = page.indexOf(begin) + begin.length();
        return page.substring(from, page.indexOf(end, from));
    }

    @Test
    void what_the_database_says_about_itself_comes_before_what_we_say() {
        Sqlite.script(db(), """
                CREATE TABLE proposals (id TEXT);
                CREATE TABLE schema_metadata (entity_type TEXT, entity_name TEXT, parent_name TEXT, description TEXT);
                INSERT INTO schema_metadata VALUES ('table', 'Proposals', NULL, 'Ours | theirs
                and <b>more</b>'), ('column', 'id', 'proposals', ' ')""");

        assertThat(Cli.run("docs", "workspace", "--db", db().toString()).out())
                .contains("### `proposals`\n\nOurs \\| theirs and \\<b\\>more\\</b\\>\n")
                .contains("| `id` | TEXT |  | The proposal's key, given by the orchestrator. |\n");
    }

    @Test
    void the_page_is_the_same_for_the_same_database_and_nothing_is_written_beside_it() {
        Path db = WorkspaceFiles.workspace(db());
        FolderSnapshot before = FolderSnapshot.of(folder);

        String first = Cli.run("docs", "workspace", "--db", db.toString()).out();

        assertThat(Cli.run("docs", "workspace", "--db", db.toString()).out()).isEqualTo(first);
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
        assertThat(first).doesNotContain(folder.toString());
    }

    @Test
    void every_table_that_the_migrations_make_is_described() {
        Path db = WorkspaceFiles.workspace(db());
        String sources = WorkspaceFiles.sources(folder.resolve("old")).toString();
        assertThat(Cli.run("migrate", "workspace", "--db", db.toString(), "--sources", sources)
                        .exit())
                .isZero();

        JsonNode result =
                Cli.run("docs", "workspace", "--db", db.toString(), "--json").result();

        assertThat(result.required("tables").size()).isEqualTo(33);
        for (JsonNode table : result.required("tables")) {
            assertThat(table.required("description").isNull())
                    .as(table.required("name").asString())
                    .isFalse();
        }
        assertThat(result.required("undescribed"))
                .as("columns of the 27 tables that another program keeps")
                .allSatisfy(each -> assertThat(each.asString())
                        .startsWith("column ")
                        .doesNotContainPattern(
                                " (proposals|tasks|task_queue_metadata|orchestration_decisions|tributary_ledger)\\."));
    }

    @Test
    void a_page_is_written_and_written_again_and_no_other_file_is_overwritten() throws IOException {
        Sqlite.run(db(), "CREATE TABLE proposals (id TEXT)");
        Path page = folder.resolve("x.md");
        Path other = Files.writeString(folder.resolve("notes.md"), "# notes");

        Cli first = Cli.run("docs", "workspace", "--db", db().toString(), "--out", page.toString());
        Sqlite.run(db(), "CREATE TABLE another (id TEXT)");
        Cli second = Cli.run("docs", "workspace", "--db", db().toString(), "--out", page.toString());
        Cli refused = Cli.run("docs", "workspace", "--db", db().toString(), "--out", other.toString());
        Cli itself = Cli.run("docs", "workspace", "--db", db().toString(), "--out", db().toString());

        assertThat(first.out()).isEqualTo("Written: " + page + "\n");
        assertThat(second.exit()).isZero();
        assertThat(page).content().startsWith("<!-- Made by Tributary").contains("`another`");
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(refused.err()).contains("is not a page that 'docs' has made");
        assertThat(other).hasContent("# notes");
        assertThat(itself.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(Sqlite.rows(db(), "SELECT count(*) FROM another")).containsExactly("0");
    }

    @Test
    void a_file_that_is_not_there_is_refused_and_not_made() {
        Cli cli = Cli.run("docs", "workspace", "--db", db().toString());

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(db()).doesNotExist();
    }
}
