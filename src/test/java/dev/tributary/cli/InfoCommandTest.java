package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InfoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_that_is_not_there_has_only_pending_versions_and_is_not_made() {
        Path db = folder.resolve("none.db");

        Cli cli = Cli.run("info", "workspace", "--db", db.toString());

        assertThat(cli.exit()).isZero();
        assertThat(cli.out())
                .startsWith("Target    " + db + " (not there yet)\n")
                .containsPattern("\n001 +create base tables +pending\n")
                .contains("5 versions are pending. See: java -jar ");
        assertThat(db).doesNotExist();
    }

    @Test
    void versions_and_ledger_are_shown_and_nothing_is_written() {
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        String sources = WorkspaceFiles.sources(folder.resolve("old")).toString();
        Cli.run("migrate", "workspace", "--db", db.toString(), "--sources", sources);
        FolderSnapshot before = FolderSnapshot.of(folder);

        Cli cli = Cli.run("info", "workspace", "--db", db.toString());
        JsonNode json =
                Cli.run("info", "workspace", "--db", db.toString(), "--json").result();

        assertThat(cli.exit()).isZero();
        assertThat(cli.out())
                .containsPattern("\n001 +create base tables +baseline\n")
                .containsPattern("\n004 +copy task queue +applied +2\\d{3}-")
                .containsPattern("\ntask_queue +tasks +85 +85 +0 +[0-9a-f]{12}\n")
                .contains("  task_queue  " + sources + "/task_queue.db  ")
                .endsWith("Every version has run.\n");
        assertThat(json.required("pending").asInt()).isZero();
        assertThat(json.required("versions").size()).isEqualTo(5);
        assertThat(json.required("ledger").size()).isEqualTo(4);
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void a_file_of_another_sequence_is_refused() {
        Path db = folder.resolve("other.db");
        Sqlite.run(db, """
                CREATE TABLE flyway_schema_history (installed_rank INT, version TEXT, type TEXT, script TEXT, success INT,
                  installed_on TEXT)""", "INSERT INTO flyway_schema_history VALUES (1, '1', 'SQL', 'V1__other.sql', 1, '')");

        Cli cli = Cli.run("info", "workspace", "--db", db.toString());

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(cli.err())
                .startsWith("Refused, nothing changed: the Flyway history of ")
                .contains("V1__other.sql");
    }
}
