package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.postgres.AdvisoryLocks;
import dev.tributary.support.PgClient;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code backup mcp} and {@code restore mcp}: what was backed up comes back whole, or nothing changes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpRestoreTest {
    private static final String KEPT = "SELECT datname FROM pg_database WHERE datname LIKE '%s\\_%%' ORDER BY 1";
    private static final String SETTINGS = "SELECT pg_get_userbyid(datdba),"
            + " (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(datacl) AS a),"
            + " (SELECT string_agg(s.setconfig::text || s.setrole::regrole, ' ' ORDER BY s.setrole) FROM pg_db_role_setting AS s"
            + " WHERE s.setdatabase = d.oid) FROM pg_database AS d WHERE datname = current_database()";

    @TempDir
    private Path folder;

    private Path tools;
    private Path backups;

    @BeforeEach
    void folders() throws IOException {
        tools = Files.createDirectory(folder.resolve("tools"));
        backups = folder.resolve("backups");
        PgClient.real(folder, tools);
    }

    @Test
    void every_row_object_privilege_and_setting_comes_back_and_what_was_there_is_kept() throws Exception {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        List<String> tables = PostgresRows.fill(database, 100);
        String role = "reader_of_" + database.name();
        database.execute(
                "CREATE ROLE " + role,
                "REVOKE CONNECT ON DATABASE " + database.name() + " FROM PUBLIC",
                "GRANT CONNECT ON DATABASE " + database.name() + " TO " + role,
                "ALTER DATABASE " + database.name() + " OWNER TO " + role,
                "ALTER DATABASE " + database.name() + " SET search_path TO mcp, public, \"$user\"",
                "ALTER ROLE " + role + " IN DATABASE " + database.name() + " SET \"app.tenant_id\" TO 'it''s'");
        List<String> before = everything(database, tables);
        List<String> settings = database.query(SETTINGS);

        McpProcess.Result made = run(database, "backup");
        assertThat(made.exit()).as(made.said()).isZero();
        assertThat(made.said())
                .contains("before version 001", "read to its end, and readable by its owner only", "--from ")
                .doesNotContain(database.password());
        try (Stream<Path> files = Files.walk(backups)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
        McpProcess.Result listed = run(database, "restore");
        assertThat(listed.exit()).isZero();
        assertThat(listed.said()).containsPattern("-by-hand +" + database.name() + " .* none +yes");

        database.execute(
                "DELETE FROM mcp.audit_log", "DROP TABLE mcp.webhook_event_logs", "CREATE TABLE public.later (id int)");
        List<String> damaged = database.query("SELECT count(*) FROM pg_class");
        for (String[] refusal : new String[][] {
            {"latest", "", "tables, and the restore was not confirmed"},
            {"latest", "another", "'another' is not its name"},
            {
                "yesterday",
                database.name(),
                "there is no backup 'yesterday' of the database " + database.name() + " in " + backups
            },
        }) {
            refused(database, refusal[2], refusal[0], refusal[1]);
        }
        try (Connection session = database.connect();
                Statement statement = session.createStatement()) {
            statement.execute("SET application_name = 'the service'");
            refused(database, "the database " + database.name() + " is in use: process ", "latest", database.name());
        }
        assertThat(database.query("SELECT count(*) FROM pg_class")).isEqualTo(damaged);

        McpProcess.Result restored = run(database, "restore", "--from", "latest", "--confirm", database.name());

        assertThat(restored.exit()).as(restored.said()).isZero();
        assertThat(restored.said())
                .contains(
                        "Done: " + database.name() + " is as it was at ", "as many in each as when the backup was made")
                .doesNotContain(database.password());
        assertThat(everything(database, tables)).isEqualTo(before);
        assertThat(database.query(SETTINGS)).isEqualTo(settings);
        List<String> kept = database.query(KEPT.formatted(database.name()));
        assertThat(kept).singleElement().asString().startsWith(database.name() + "_before_restore_");
        Database aside = new Database(kept.get(0), database.user());
        assertThat(aside.query("SELECT count(*) FROM mcp.audit_log")).containsExactly("0");
        assertThat(aside.query("SELECT count(*) FROM public.later")).containsExactly("0");
        assertThat(Files.readString(folder.resolve("arguments"))).doesNotContain(database.password());
    }

    @Test
    void a_restore_that_fails_anywhere_changes_nothing_and_leaves_no_database() throws Exception {
        Database database = Postgres.fresh().withInitialSchema(60);
        List<String> tables = PostgresRows.fill(database, 50);
        List<String> before = everything(database, tables);
        assertThat(run(database, "backup").exit()).isZero();
        Path backup = only(backups);
        Path manifest = backup.resolve("manifest.json");
        String said = Files.readString(manifest);

        Path pgRestore = tools.resolve("pg_restore");
        String whole = Files.readString(pgRestore);
        Files.writeString(
                pgRestore,
                whole.replace("exec docker", "docker").replace("exec pg", "pg")
                        + "case \"$*\" in *--dbname*) echo 'the connection was lost' >&2; exit 1;; esac\n");
        refused(database, "pg_restore failed: the copy could not be loaded", "latest", database.name());
        Files.writeString(pgRestore, whole);

        Files.writeString(
                manifest, said.replace("\"\\\"mcp\\\".\\\"users\\\"\" : 50", "\"\\\"mcp\\\".\\\"users\\\"\" : 51"));
        assertThat(manifest).content().isNotEqualTo(said);
        refused(
                database,
                "what was restored is not what was backed up: \"mcp\".\"users\": 50 rows instead of 51",
                "latest",
                database.name());
        Files.writeString(manifest, said);

        Path dump = backup.resolve("database.dump");
        try (FileChannel channel = FileChannel.open(dump, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), channel.size() / 2);
        }
        refused(database, "the backup is damaged: " + dump, "latest", database.name());
        Files.delete(dump);
        assertThat(run(database, "restore").said()).contains("no: its file is missing");
        refused(database, "the backup is damaged: " + dump, "latest", database.name());

        for (String tool : List.of("pg_dump", "pg_restore")) {
            Files.delete(tools.resolve(tool));
        }
        McpProcess.Result without = run(database, "backup");
        assertThat(without.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(without.said()).contains("Refused, nothing changed: pg_dump does not run");
        assertThat(everything(database, tables)).isEqualTo(before);
        assertThat(database.query(KEPT.formatted(database.name()))).isEmpty();
        assertThat(only(backups)).isEqualTo(backup);
    }

    @Test
    void the_newest_backup_from_before_a_migration_stays_and_comes_back_as_a_database_of_another_name()
            throws Exception {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .withTracker("mcp", 1, true)
                .execute("INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, type, role)"
                        + " VALUES (public.uuid_generate_v4(), 'h', 'p', 'k', NULL, 'admin')");
        Files.createDirectory(backups);
        assertThat(run(database, "backup").exit()).isZero();
        McpProcess.Result migrated = McpProcess.run(
                environment(database),
                List.of(
                        "migrate",
                        "mcp",
                        "--url",
                        database.url(),
                        "--user",
                        database.user(),
                        "--backup",
                        backups.toString()));
        assertThat(migrated.exit()).as(migrated.said()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(migrated.said()).contains("Backup: " + backups, "version 004 did not end");
        assertThat(run(database, "backup", "--keep", "5").exit()).isZero();

        McpProcess.Result kept = run(database, "backup", "--keep", "1", "--json");

        assertThat(kept.exit()).as(kept.said()).isZero();
        JsonNode done = JsonMapper.shared().readTree(kept.said()).required("result");
        assertThat(done.required("removed")).hasSize(2);
        assertThat(done.required("backup").required("version").asString()).isEqualTo("003");
        JsonNode listed = JsonMapper.shared()
                .readTree(run(database, "restore", "--json").said())
                .required("result")
                .required("backups");
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).required("reason").asString()).isEqualTo("by-hand");
        assertThat(listed.get(1).required("reason").asString()).isEqualTo("before-migrate");
        assertThat(listed.get(1).required("version").isNull()).isTrue();
        assertThat(run(database, "backup", "--keep", "0").exit()).isEqualTo(ExitCode.USAGE.code());

        Database other = new Database(database.name() + "-then", database.user());
        refused(other, "there is no backup 'latest' of the database " + other.name() + " in " + backups, "latest", "");
        McpProcess.Result restored =
                run(other, "restore", "--from", listed.get(1).required("file").asString());

        assertThat(restored.exit()).as(restored.said()).isZero();
        assertThat(restored.said()).contains("is what the dump holds").doesNotContain("Kept");
        assertThat(other.query("SELECT * FROM mcp.schema_migrations")).containsExactly("1 | t");
        assertThat(other.query("SELECT to_regclass('mcp.flyway_schema_history')"))
                .containsExactly("null");
    }

    @Test
    void a_backup_is_not_made_in_the_middle_of_a_migration_and_says_for_whom_it_waits() throws Exception {
        Database database = Postgres.fresh().withInitialSchema(20);
        try (Connection session = database.connect()) {
            AdvisoryLocks locks = new AdvisoryLocks(session);
            locks.takeOurs(Duration.ofSeconds(10));
            Process backup = McpProcess.start(environment(database), words(database, "backup"));
            try (BufferedReader said = backup.inputReader()) {
                assertThat(said.readLine()).contains("another run of Tributary", "process");
                assertThat(backups).doesNotExist();
                locks.releaseAll();
                assertThat(said.lines().toList()).anyMatch(line -> line.startsWith("Done: "));
            }
            assertThat(backup.waitFor()).isZero();
        }
    }

    @Test
    void without_backups_the_list_says_so() {
        Database database = Postgres.fresh();

        McpProcess.Result listed = run(database, "restore");

        assertThat(listed.exit()).isZero();
        assertThat(listed.said()).contains("There are none.");
    }

    private void refused(Database database, String what, String from, String confirmation) {
        List<String> more = new ArrayList<>(List.of("--from", from));
        if (!confirmation.isEmpty()) {
            more.addAll(List.of("--confirm", confirmation));
        }
        McpProcess.Result result = run(database, "restore", more.toArray(String[]::new));
        assertThat(result.exit()).as(result.said()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(result.said())
                .contains("Refused, nothing changed: ", what, "\nWhy: ", "\nNext: ")
                .doesNotContain(database.password());
    }

    private static List<String> everything(Database database, List<String> tables) {
        List<String> lines = new ArrayList<>(database.catalog().asText().lines().toList());
        lines.addAll(PostgresRows.contents(database, tables));
        return lines;
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> all = entries.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private McpProcess.Result run(Database database, String command, String... more) {
        return McpProcess.run(environment(database), words(database, command, more));
    }

    private Map<String, String> environment(Database database) {
        return Map.of("PGPASSWORD", database.password(), "PATH", tools.toString());
    }

    private List<String> words(Database database, String command, String... more) {
        List<String> words = new ArrayList<>(List.of(
                command, "mcp", "--url", database.url(), "--user", database.user(), "--backups", backups.toString()));
        words.addAll(Arrays.asList(more));
        return words;
    }
}
