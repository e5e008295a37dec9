package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
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
    private static final int LIMIT_MINUTES = 10;

    @TempDir
    private Path folder;

    private String target = "workspace";
    private Path db;
    private Path sources;

    /** What one run said, and how it ended. */
    private record Run(int code, String output) {}

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

        Run run = maven("flyway:migrate", "-Dsources=" + sources, "-Dsource.task_queue=" + elsewhere);

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(Sqlite.value(db, "SELECT source_file FROM tributary_ledger WHERE table_name = 'tasks'"))
                .isEqualTo(elsewhere.toString());
    }

    @Test
    void the_policies_and_the_stage_of_roadmap_are_settings_too() {
        Path files = RoadmapProject.make(folder.resolve("files"));
        Sqlite.run(
                RoadmapProject.source(files, "coffee_maker"),
                "INSERT INTO commits (work_id, commit_sha, committed_at) VALUES ('W-1', 'abc', '2025-10-20')");
        target = "roadmap";
        db = files.resolve("data/roadmap.db");

        Run refused = maven("flyway:migrate", "-Dsources=" + files);
        assertThat(refused.code()).isNotZero();
        assertThat(refused.output())
                .contains("commits of 'coffee_maker' holds 1 row", "-D<target>.leave=coffee_maker.commits");

        Run run = maven(
                "flyway:migrate", "-Dsources=" + files, "-Droadmap.leave=coffee_maker.commits", "-Dflyway.target=007");
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(Sqlite.rows(db, "SELECT table_name, rows_read FROM tributary_ledger WHERE policy = 'left'"))
                .containsExactly("coffee_maker.commits|1");
        assertThat(Sqlite.value(db, "SELECT max(version) FROM flyway_schema_history"))
                .isEqualTo("007");
    }

    private Run maven(String... arguments) {
        Path basedir = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(requireMaven(), "-B", "-ntp", "-q", "-P" + target));
        // the repository of the build that runs this test; without the plugin in it, Maven fetches it
        Optional.ofNullable(System.getProperty("localRepository"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        command.add("-D" + target + ".db=" + db);
        command.addAll(List.of(arguments));
        Run run = run(basedir, command);
        Assumptions.assumeFalse(
                run.output().contains("PluginResolutionException")
                        || run.output().contains("PluginManagerException")
                        || run.output().contains("Could not transfer artifact"),
                "Maven cannot fetch flyway-maven-plugin here");
        return run;
    }

    private Run run(Path basedir, List<String> command) {
        Path output = folder.resolveSibling(folder.getFileName() + "-maven.txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(basedir.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("Maven did not end within " + LIMIT_MINUTES + " minutes");
            }
            return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Maven ran", e);
        } finally {
            delete(output);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String requireMaven() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry, "mvn"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("there is no mvn on the PATH"));
    }
}
