package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchiveCommandTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void migrated() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("old"));
        assertThat(run("migrate").exit()).isZero();
    }

    private Cli run(String command, String... more) {
        List<String> words =
                new ArrayList<>(List.of(command, "workspace", "--db", db.toString(), "--sources", sources.toString()));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    @Test
    void archive_and_back() {
        FolderSnapshot before = FolderSnapshot.of(sources);
        Cli dry = run("archive", "--dry-run");
        assertThat(dry.exit()).as(dry.err()).isZero();
        assertThat(dry.out()).endsWith("'archive' would move 2 files aside.\nNothing was written.\n");

        Cli done = run("archive");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out()).contains("Done: 2 files moved aside; verified just before");
        assertThat(run("archive").out()).startsWith("Nothing to do: every source is archived.");
        assertThat(run("verify").exit()).isZero();

        Cli back = run("restore", "--archive");
        assertThat(back.exit()).as(back.err()).isZero();
        assertThat(back.out()).endsWith("Done: 2 files put back to where the programs look.\n");
        assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
    }

    @Test
    void what_undoes_it_can_be_typed_as_it_is_said_and_from_anywhere_as_it_is_written() throws IOException {
        String undo = "restore workspace --db " + db + " --sources " + sources + " --archive\n";
        assertThat(run("archive").out()).endsWith("Go back   java -jar target/tributary.jar " + undo);
        assertThat(Files.readString(sources.resolve("task_queue.db")))
                .endsWith("To undo this: java -jar "
                        + Path.of("target/tributary.jar").toAbsolutePath() + " " + undo);
    }

    @Test
    void what_is_missing_is_said_by_the_dry_run_and_by_the_refusal() {
        Sqlite.run(sources.resolve("task_queue.db"), WorkspaceFiles.task(900));

        assertThat(run("archive", "--dry-run").exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        Cli refused = run("archive");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("Refused, nothing changed: the source 'task_queue' is not archived: ")
                .contains("Next: run 'catch-up', then 'verify', then this again");
    }

    @Test
    void the_json_says_from_where_to_where() {
        var moved = run("archive", "--json", "--forward").result();

        assertThat(moved.required("forward").asBoolean()).isTrue();
        assertThat(moved.required("moved").get(0).required("name").asString()).isEqualTo("proposals");
        assertThat(moved.required("moved").get(0).required("to").asString()).contains("proposals.db.archived_");
        assertThat(run("archive", "--dry-run", "--json")
                        .result()
                        .required("files")
                        .get(1)
                        .required("archive")
                        .asString())
                .contains("task_queue.db.archived_");
    }

    @Test
    void archive_and_from_are_not_said_together_nor_sources_without_archive() {
        assertThat(run("restore", "--archive", "--from", "latest").exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run("restore").err()).contains("only --archive has to do with them");
    }
}
