package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Child;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole migration on a copy; afterwards every real file is as it was, and the copy is gone. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RehearseTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private void requireNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(elsewhere)) {
            assertThat(left).isEmpty();
        }
    }

    private boolean nothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(elsewhere)) {
            return left.findAny().isEmpty();
        }
    }

    @Test
    void the_report_has_steps_schema_and_proof_and_the_real_files_are_untouched() throws IOException {
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        Path old = WorkspaceFiles.sources(folder.resolve("old"));
        FolderSnapshot before = FolderSnapshot.of(folder);

        Cli cli = Cli.run(
                "rehearse",
                "workspace",
                "--db",
                db.toString(),
                "--sources",
                old.toString(),
                "--in",
                elsewhere.toString());

        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("+ table tasks\n")
                .contains("+ index ix_tasks_status\n")
                .contains("Verified  all 91 rows of the sources are in the copy\n")
                .contains("Ready: the migration went through in ")
                .contains("migrate workspace --db " + db + " --sources " + old + "\n")
                .endsWith("The real files were only read.\n");
        assertThat(cli.out()).containsPattern("(?m)^ ?004 +copy task queue +\\d+");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
        requireNothingLeft();
    }

    @Test
    void a_process_that_is_stopped_leaves_no_copy_behind_and_calls_it_no_result() throws Exception {
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        Path old = WorkspaceFiles.sources(folder.resolve("old"));
        FolderSnapshot before = FolderSnapshot.of(folder);
        try (Child rehearsal = Child.start(
                Main.class,
                "rehearse",
                "workspace",
                "--db",
                db.toString(),
                "--sources",
                old.toString(),
                "--in",
                elsewhere.toString())) {
            while (rehearsal.isAlive() && nothingLeft()) {
                Thread.onSpinWait();
            }
            rehearsal.stop();

            assertThat(rehearsal.exitCode()).as(rehearsal.text()).isEqualTo(128 + 15);
            assertThat(rehearsal.text()).doesNotContain("efused").doesNotContain("Ready");
        }
        assertThat(nothingLeft()).isTrue();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void what_would_refuse_ends_with_3_and_is_named() throws IOException {
        Path files = RoadmapProject.make(folder.resolve("files"));
        Sqlite.run(
                files.resolve("coffee_maker.db"),
                "INSERT INTO commits (work_id, commit_sha, committed_at) VALUES ('w', 's', '2026')");
        FolderSnapshot before = FolderSnapshot.of(folder);
        String db = files.resolve("data/roadmap.db").toString();

        Cli refused = Cli.run("rehearse", "roadmap", "--db", db, "--sources", files.toString());

        assertThat(refused.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(refused.out())
                .contains("Rehearsed nothing: the plan has found already what would refuse\n")
                .contains("--leave coffee_maker.commits")
                .contains("would be refused")
                .doesNotContain("Schema", "throw-away");

        var json = Cli.run(
                        "rehearse",
                        "roadmap",
                        "--db",
                        db,
                        "--sources",
                        files.toString(),
                        "--leave",
                        "coffee_maker.commits",
                        "--in",
                        elsewhere.toString(),
                        "--json")
                .result();
        assertThat(json.required("refusals")).isEmpty();
        assertThat(json.required("steps")).hasSize(8);
        assertThat(json.required("steps").get(7).required("bytes_after").asLong())
                .isGreaterThan(json.required("bytes_before").asLong());
        assertThat(json.required("schema_changes").toString())
                .contains("+ table orchestrator_bug", "- table roadmap_items", "+ view roadmap_items");
        assertThat(json.required("verified").asBoolean()).isTrue();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
        requireNothingLeft();
    }

    @Test
    void a_target_that_does_not_exist_is_rehearsed_without_being_made() throws IOException {
        Path old = WorkspaceFiles.sources(folder.resolve("old"));
        FolderSnapshot before = FolderSnapshot.of(folder);

        Cli cli = Cli.run(
                "rehearse",
                "workspace",
                "--db",
                folder.resolve("new.db").toString(),
                "--sources",
                old.toString(),
                "--in",
                elsewhere.toString());

        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
        requireNothingLeft();
    }
}
