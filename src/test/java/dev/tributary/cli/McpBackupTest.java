package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.PgClient;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
        List<String> rows = PostgresRows.contents(database, tables);
        PgClient.real(folder, tools);

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
        assertThat(PostgresRows.contents(restored, tables)).isEqualTo(rows);
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
        PgClient.fake(tools, "pg_dump", "exit 0");
        PgClient.fake(tools, "pg_restore", "exit 0");

        refused(database, "the backup file is there already: " + backup);

        assertThat(backup).hasContent("of yesterday");
        assertThat(files()).containsExactlyInAnyOrder("mcp.dump", "tools");
    }

    @Test
    void a_dump_that_fails_in_the_middle_leaves_no_file_and_nothing_is_migrated() throws IOException {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        PgClient.fake(tools, "pg_restore", "exit 0");
        PgClient.fake(tools, "pg_dump", "echo half > \"${4#--file=}\"", "echo 'No space left on device' >&2", "exit 1");

        refused(database, "pg_dump failed: there is no complete copy of the database");
        assertThat(files()).containsExactly("tools");

        PgClient.fake(tools, "pg_dump", "exit 0");
        refused(database, "pg_dump ended well and wrote nothing");
        assertThat(files()).containsExactly("tools");
    }

    @Test
    void a_dump_that_cannot_be_read_again_to_its_end_is_no_backup() throws IOException {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        PostgresRows.fill(database, 200);
        PgClient.real(folder, tools);
        // the list of contents stands at the beginning, and would not notice
        String cut = "for a in \"$@\"; do case $a in --file=*) f=${a#--file=};; esac; done;"
                + " [ \"$f\" ] || exit 0; truncate --size=-2000 \"$f\"";
        Files.writeString(
                tools.resolve("pg_dump"),
                Files.readString(tools.resolve("pg_dump"))
                                .replace("exec docker", "docker")
                                .replace("exec pg", "pg") + cut + "\n");

        refused(database, "pg_restore failed: the copy is not readable to its end: " + backup + ".unfinished");
        assertThat(files()).containsExactlyInAnyOrder("arguments", "tools");
    }

    @Test
    void without_pg_dump_or_without_a_folder_for_it_nothing_is_migrated() throws IOException {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);

        refused(database, "pg_dump does not run: it is not installed, or not on the PATH");
        assertThat(files()).containsExactly("tools");
        for (String tool : List.of("pg_dump", "pg_restore")) {
            PgClient.script(tools, tool, "echo '" + tool + " (PostgreSQL) 15.9 (Debian)'");
        }
        refused(database, "pg_dump is of version 15, and the server of version 17");

        PgClient.fake(tools, "pg_dump", "exit 0");
        PgClient.fake(tools, "pg_restore", "exit 0");

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

    private List<String> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
