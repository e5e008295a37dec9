package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Maven;
import dev.tributary.support.Maven.Run;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route by Maven, with a real Maven on this compiled project; skipped where there is none. */
@Tag("maven")
@DisplayNameGeneration(ReplaceUnderscores.class)
class MavenRouteTest {
    @TempDir
    private Path folder;

    private String target = "workspace";
    private Path db;
    private Path sources;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("my workspace #1.db"));
        sources = WorkspaceFiles.sources(folder.resolve("the sources"));
    }

    @Test
    void migrate_info_and_validate_do_what_the_readme_says() {
        FolderSnapshot before = FolderSnapshot.of(folder);
        Run typo = maven("flyway:migrate", "-Dsources=" + folder.resolve("surces"));
        assertThat(typo.code()).as(typo.output()).isNotZero();
        assertThat(typo.output())
                .contains("Refused, nothing changed: the sources folder " + folder.resolve("surces"))
                .contains("Why:  ")
                .contains("Next: correct the path")
                .doesNotContain("\tat ");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);

        Run stopped = maven("flyway:migrate");
        assertThat(stopped.code()).as(stopped.output()).isZero();
        assertThat(stopped.output()).contains("Stopped before version 003", "-Dsources=DIR", "-Dsources=none");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isZero();

        Run migrated = maven("flyway:migrate", "-Dsources=" + sources);
        assertThat(migrated.code()).as(migrated.output()).isZero();
        WorkspaceState.requireComplete(db);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(85);

        FolderSnapshot after = FolderSnapshot.of(folder);
        Run nothing = maven("flyway:migrate", "flyway:validate", "flyway:info", "-Dsources=" + sources);
        assertThat(nothing.code()).as(nothing.output()).isZero();
        Run clean = maven("flyway:clean", "-Dflyway.cleanDisabled=false");
        assertThat(clean.code()).as(clean.output()).isNotZero();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(after);
    }

    @Test
    void without_a_file_it_says_how_to_name_one() {
        db = Path.of("");
        Run run = maven("flyway:migrate");
        assertThat(run.code()).as(run.output()).isNotZero();
        assertThat(run.output()).contains("no database file is named", "-Dworkspace.db=FILE");
    }

    @Test
    void one_source_may_be_named() throws IOException {
        Path elsewhere = Files.move(sources.resolve("task_queue.db"), folder.resolve("queue of monday.db"));
        FolderSnapshot before = FolderSnapshot.of(folder);

        Run typo = maven("flyway:migrate", "-Dsources=" + sources, "-Dsource.task_quee=" + elsewhere);
        assertThat(typo.code()).as(typo.output()).isNotZero();
        assertThat(typo.output())
                .contains("Refused, nothing changed: the setting source.task_quee is not known", "-Dsource.task_queue");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);

        Run run = maven("flyway:migrate", "-Dsources=" + sources, "-Dsource.task_queue=" + elsewhere);

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(Sqlite.value(db, "SELECT source_file FROM tributary_ledger WHERE table_name = 'tasks'"))
                .isEqualTo(elsewhere.toString());
    }

    @Test
    void the_policies_and_the_stage_of_roadmap_are_settings_too() throws IOException {
        Path files = RoadmapProject.make(folder.resolve("files"));
        Sqlite.run(
                RoadmapProject.source(files, "coffee_maker"),
                "INSERT INTO commits (work_id, commit_sha, committed_at) VALUES ('W-1', 'abc', '2025-10-20')");
        target = "roadmap";
        db = files.resolve("data/roadmap.db");

        Files.delete(RoadmapProject.source(files, "task_metrics"));

        Run refused = maven("flyway:migrate", "-Dsources=" + files, "-Dsource.task_metrics=none");
        assertThat(refused.code()).isNotZero();
        assertThat(refused.output())
                .contains("commits of 'coffee_maker' holds 1 row", "-Droadmap.leave=coffee_maker.commits");

        Run run = maven(
                "flyway:migrate",
                "-Dsources=" + files,
                "-Dsource.task_metrics=none",
                "-Droadmap.leave=coffee_maker.commits",
                "-Dflyway.target=007");
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(Sqlite.rows(db, "SELECT table_name, rows_read FROM tributary_ledger WHERE policy = 'left'"))
                .containsExactly("coffee_maker.commits|1");
        assertThat(Sqlite.rows(db, "SELECT source FROM tributary_ledger WHERE policy = 'no_such_source'"))
                .containsExactly("task_metrics");
        assertThat(Sqlite.value(db, "SELECT max(version) FROM flyway_schema_history"))
                .isEqualTo("007");
    }

    private Run maven(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-D" + target + ".db=" + db));
        all.addAll(List.of(arguments));
        return Maven.run(folder.resolveSibling(folder.getFileName() + "-maven.txt"), target, Map.of(), all);
    }
}
