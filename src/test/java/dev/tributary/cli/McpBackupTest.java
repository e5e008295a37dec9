package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.utility.MountableFile;

/** {@code --backup}: a dump that can be restored, made by the real pg_dump before anything changes, or a refusal. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpBackupTest {
    private static final Pattern VERSION = Pattern.compile("pg_dump \\(PostgreSQL\\) (\\d+).*");

    @TempDir
    private Path folder;

    private Path tools;
    private Path backup;

    @BeforeEach
    void folders() throws IOException {
        tools = Files.createDirectory(folder.resolve("tools"));
        backup = folder.resolve("mcp.dump");
    }

    @Test
    void a_backup_is_made_before_the_first_change_and_restores_every_row_and_every_object()
            throws IOException, InterruptedException {
        Database database = Postgres.fresh().withInitialSchema(190).withTracker("public", 1, true);
        List<String> tables = PostgresRows.fill(database, 200);
        String before = database.catalog().asText();
        List<String> rows = contents(database, tables);
        tool("echo \"$@\" > '" + folder.resolve("arguments") + "'", real());

        McpProcess.Result result = migrate(database, "--backup", backup.toString());

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(result.said()).contains("Backup: " + backup).doesNotContain(database.password());
        assertThat(Files.readString(folder.resolve("arguments")))
                .contains("--no-password", "--format=custom")
                .doesNotContain(database.password());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactlyInAnyOrder("arguments", "mcp.dump", "tools");
        Database restored = restore();
        assertThat(restored.catalog().asText().lines())
                .containsExactlyElementsOf(before.lines().toList());
        assertThat(contents(restored, tables)).isEqualTo(rows);
        assertThat(restored.query("SELECT * FROM public.schema_migrations")).containsExactly("1 | t");

        // the server writes the checks of a restored schema down in other words
        McpProcess.Result migrated = McpProcess.run(restored, "migrate");
        assertThat(migrated.exit()).as(migrated.said()).isZero();
        assertThat(McpProcess.run(restored, "verify").exit()).isZero();

        McpProcess.Result again = migrate(database, "--backup", backup.toString());
        assertThat(again.exit()).as(again.said()).isZero();
        assertThat(again.said()).contains("nothing to do").doesNotContain("Backup");
    }

    @Test
    void without_a_backup_one_line_says_so_with_the_command_that_makes_one() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);

        McpProcess.Result result = migrate(database);

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(result.said().lines().filter(line -> line.contains("pg_dump")))
                .containsExactly("No backup was made; to make one: pg_dump --no-password --format=custom --username="
                        + database.user() + " --file=mcp.dump --dbname="
                        + database.url().substring("jdbc:".length()));
        assertThat(result.said()).doesNotContain(database.password());
    }

    @Test
    void a_file_that_is_there_is_not_written_over_and_nothing_is_migrated() throws IOException {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        Files.writeString(backup, "of yesterday");
        tool("exit 0");

        refused(database, "the backup file is there already: " + backup);

        assertThat(backup).hasContent("of yesterday");
        assertThat(files()).containsExactlyInAnyOrder("mcp.dump", "tools");
    }

    @Test
    void a_dump_that_fails_in_the_middle_leaves_no_file_and_nothing_is_migrated() throws IOException {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        tool("echo half > \"${5#--file=}\"", "echo 'disk full' >&2", "exit 1");

        refused(database, "pg_dump failed, so there is no backup");
        assertThat(files()).containsExactly("tools");

        tool("exit 0");
        refused(database, "pg_dump ended well and wrote nothing");
        assertThat(files()).containsExactly("tools");
    }

    @Test
    void without_pg_dump_or_without_a_folder_for_it_nothing_is_migrated() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);

        refused(database, "the backup could not be made: " + backup);
        assertThat(files()).containsExactly("tools");

        backup = folder.resolve("nowhere").resolve("mcp.dump");
        refused(database, "the backup file cannot be made: " + backup);
    }

    private void refused(Database database, String what) {
        McpProcess.Result result = migrate(database, "--backup", backup.toString());
        assertThat(result.exit()).as(result.said()).isEqualTo(1);
        assertThat(result.said())
                .contains("Refused, nothing changed: " + what, "\nWhy: ", "\nNext: ")
                .doesNotContain(database.password());
        assertThat(database.query("SELECT to_regclass('mcp.flyway_schema_history')"))
                .containsExactly("null");
    }

    private McpProcess.Result migrate(Database database, String... more) {
        List<String> words =
                new ArrayList<>(List.of("migrate", "mcp", "--url", database.url(), "--user", database.user()));
        words.addAll(Arrays.asList(more));
        return McpProcess.run(Map.of("PGPASSWORD", database.password(), "PATH", tools + ":/bin-that-is-empty"), words);
    }

    /** A program named pg_dump, alone on the PATH. */
    private void tool(String... lines) throws IOException {
        Path tool = tools.resolve("pg_dump");
        Files.writeString(tool, "#!/bin/sh\nPATH='" + System.getenv("PATH") + "'\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    }

    /** The one on this machine if it is new enough for the server, else the one in the server's own image. */
    private String real() throws IOException, InterruptedException {
        Matcher version = VERSION.matcher(said("pg_dump", "--version"));
        if (version.matches() && Integer.parseInt(version.group(1)) >= 17) {
            return "exec pg_dump \"$@\"";
        }
        boolean docker = said("docker", "--version").startsWith("Docker");
        if (!docker && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(
                    "CI=true, and neither pg_dump 17 nor the docker command: a backup must be made there");
        }
        Assumptions.assumeTrue(docker, "skipped: neither pg_dump 17 nor the docker command, so no backup");
        return "exec docker run --rm --network host --user \"$(id -u):$(id -g)\" --env PGPASSWORD --volume '" + folder
                + ":" + folder + "' --entrypoint pg_dump " + Postgres.server().getDockerImageName() + " \"$@\"";
    }

    private static String said(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            return ""; // there is no such program
        }
    }

    private Database restore() throws IOException, InterruptedException {
        Database restored = Postgres.fresh();
        String inside = "/tmp/" + restored.name() + ".dump";
        Postgres.server().copyFileToContainer(MountableFile.forHostPath(backup), inside);
        ExecResult result = Postgres.server()
                .execInContainer(
                        "pg_restore",
                        "--exit-on-error",
                        "--username=" + restored.user(),
                        "--dbname=" + restored.name(),
                        inside);
        assertThat(result.getExitCode()).as(result.getStderr()).isZero();
        return restored;
    }

    private static List<String> contents(Database database, List<String> tables) {
        return tables.stream()
                .flatMap(table -> database
                        .query("SELECT '" + table
                                + "', count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM mcp." + table
                                + " AS t")
                        .stream())
                .toList();
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
