package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.cli.Main;
import dev.tributary.source.ArchiveNote;
import dev.tributary.support.Child;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.NoHardLinks;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archiving where a file cannot have a second name, so that for a moment nothing lies at the old path. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchiveWithoutLinksTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path old;
    private Path queue;
    private FolderSnapshot before;

    @BeforeEach
    void migrated() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        old = WorkspaceFiles.sources(folder.resolve("old"));
        queue = old.resolve("task_queue.db");
        tributary().migrate();
        before = FolderSnapshot.of(old);
    }

    private Tributary tributary() {
        return Tributary.workspace(db).sources(old);
    }

    @Test
    void files_are_moved_all_the_same_and_come_back_as_they_were() throws IOException {
        DatabaseSnapshot rows = DatabaseSnapshot.of(queue);
        NoHardLinks noHardLinks = NoHardLinks.in(folder);

        try (Child archive = noHardLinks.start(
                Main.class, "archive", "workspace", "--db", db.toString(), "--sources", old.toString())) {
            assertThat(archive.exitCode()).as(archive.text()).isZero();
            assertThat(archive.text()).contains("Done: 2 files moved aside");
        }

        ArchiveNote note = ArchiveNote.at(queue).orElseThrow();
        assertThat(DatabaseSnapshot.of(note.archive())).isEqualTo(rows);
        assertThat(tributary().verify()).matches(Verification::ok);
        try (Child back = noHardLinks.start(
                Main.class, "restore", "workspace", "--db", db.toString(), "--sources", old.toString(), "--archive")) {
            assertThat(back.exitCode()).as(back.text()).isZero();
        }
        assertThat(FolderSnapshot.of(old)).isEqualTo(before);
    }

    /** The state between the two renames: the file is aside, and what is to stay at the old path is beside it. */
    private Path killedInBetween() throws IOException {
        Path archive = ArchiveNote.archiveName(queue, Instant.parse("2026-01-02T03:04:05Z"));
        Files.writeString(
                old.resolve(".task_queue.db.archiving"),
                ArchiveNote.text(archive, db, Instant.parse("2026-01-02T03:04:05Z"), "undo"));
        return Files.move(queue, archive);
    }

    @Test
    void a_run_that_was_killed_while_nothing_lay_at_the_old_path_loses_nothing_and_is_completed() throws IOException {
        Path archive = killedInBetween();
        assertThat(tributary().verify())
                .as("the finder knows where the rows are")
                .matches(Verification::ok);

        ArchiveReport done = tributary().archive();

        assertThat(done.moved()).extracting(ArchiveReport.Moved::name).containsExactly("proposals");
        assertThat(ArchiveNote.at(queue)).map(ArchiveNote::archive).contains(archive);
        tributary().restoreArchive();
        assertThat(FolderSnapshot.of(old)).isEqualTo(before);
    }

    @Test
    void or_it_is_undone() throws IOException {
        killedInBetween();

        assertThat(tributary().restoreArchive().moved())
                .extracting(ArchiveReport.Moved::name)
                .containsExactly("task_queue");

        assertThat(FolderSnapshot.of(old)).isEqualTo(before);
    }
}
