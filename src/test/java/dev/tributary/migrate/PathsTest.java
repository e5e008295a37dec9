package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.Child;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.RunWorkspace;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A path is a path: nothing in it is syntax. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PathsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "hash # and more",
                "percent %20 %",
                "question ? mark",
                "quote ' and \" both",
                "größer 船 🚢",
                "semi;colon & ampersand=1"
            })
    void every_character_is_allowed_in_target_and_sources(String name) {
        Path odd = requireNameable(name);
        Path db = WorkspaceFiles.workspace(odd.resolve("target " + name + ".db"));
        Path sources = WorkspaceFiles.sources(odd.resolve("sources " + name));
        Path queue = sources.resolve("task_queue.db");
        try (Child writer = HoldDatabase.withRowsOnlyInTheLog(
                queue, "UPDATE tasks SET title = 'in the log' WHERE id = 'TASK-001'")) {
            FolderSnapshot before = FolderSnapshot.of(sources).withoutSharedMemoryContent();
            assertThat(writer.pid()).isPositive();

            Tributary.workspace(db).sources(sources).migrate();

            assertThat(FolderSnapshot.of(sources).withoutSharedMemoryContent()).isEqualTo(before);
        }
        WorkspaceState.requireComplete(db);
        assertThat(Sqlite.value(db, "SELECT title FROM tasks WHERE id = 'TASK-001'"))
                .isEqualTo("in the log");
        assertThat(FolderSnapshot.of(folder).entries().keySet())
                .as("nothing was made under a misread name")
                .allMatch(entry -> entry.startsWith(name));
    }

    @Test
    void relative_paths_are_taken_from_the_working_folder() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        Path sources = WorkspaceFiles.sources(folder.resolve("sources"));
        Assumptions.assumeTrue(here.getRoot().equals(folder.getRoot()), "no relative path leads there");

        Tributary.workspace(here.relativize(db))
                .sources(here.relativize(sources))
                .migrate();

        WorkspaceState.requireComplete(db);
        assertThat(Sqlite.value(db, "SELECT DISTINCT source_file FROM tributary_ledger WHERE table_name = 'tasks'"))
                .as("the ledger keeps a path that is still right from another folder")
                .isEqualTo(sources.resolve("task_queue.db").toString());
    }

    @Test
    void links_to_target_and_source_are_followed_and_stay_links() throws IOException {
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        Path real = WorkspaceFiles.sources(folder.resolve("real"));
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Files.createSymbolicLink(sources.resolve("proposals.db"), real.resolve("proposals.db"));
        Files.createSymbolicLink(sources.resolve("task_queue.db"), real.resolve("task_queue.db"));
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), db);

        try (Child writer = HoldDatabase.withRowsOnlyInTheLog(
                real.resolve("task_queue.db"), "UPDATE tasks SET title = 'in the log' WHERE id = 'TASK-001'")) {
            FolderSnapshot before = FolderSnapshot.of(sources);
            FolderSnapshot realBefore = FolderSnapshot.of(real).withoutSharedMemoryContent();
            assertThat(writer.pid()).isPositive();

            Tributary.workspace(link).sources(sources).migrate();

            assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
            assertThat(FolderSnapshot.of(real).withoutSharedMemoryContent()).isEqualTo(realBefore);
        }
        assertThat(link).isSymbolicLink();
        WorkspaceState.requireComplete(db);
        assertThat(Sqlite.value(db, "SELECT title FROM tasks WHERE id = 'TASK-001'"))
                .as("the log lies beside the file, not beside the link")
                .isEqualTo("in the log");
        assertThat(Tributary.workspace(db).migrate().nothingToDo()).isTrue();
    }

    @Test
    void a_link_to_an_idle_source_in_write_ahead_log_mode_leaves_both_folders_as_they_were() throws IOException {
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        Path real = WorkspaceFiles.sources(folder.resolve("real"));
        Sqlite.run(real.resolve("task_queue.db"), "PRAGMA journal_mode = WAL");
        Path sources = Files.createSymbolicLink(folder.resolve("sources"), real);
        FolderSnapshot before = FolderSnapshot.of(real);

        Tributary.workspace(db).sources(sources).migrate();

        assertThat(FolderSnapshot.of(real)).isEqualTo(before);
        WorkspaceState.requireComplete(db);
    }

    @Test
    void two_names_of_one_target_are_one_target() throws IOException {
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        Path sources = WorkspaceFiles.sources(folder.resolve("sources"));
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), db);

        try (Child one = RunWorkspace.start(db, sources);
                Child other = RunWorkspace.start(link, sources)) {
            assertThat(one.exitCode()).as(one.text()).isZero();
            assertThat(other.exitCode()).as(other.text()).isZero();
        }
        WorkspaceState.requireComplete(db);
    }

    private Path requireNameable(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (InvalidPathException | IOException e) {
            return Assumptions.abort("this system cannot name a file so (" + Charset.defaultCharset() + "): " + e);
        }
    }
}
