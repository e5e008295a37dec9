package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Child;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.PgClient;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import dev.tributary.support.RunWorkspace;
import dev.tributary.support.SmallDisk;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each night that the runbook is for, brought about; then exactly the commands of its section. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RunbookTest {
    private static final String PROGRAM = "java -jar target/tributary.jar ";

    @TempDir
    private Path folder;

    private Path db;
    private Path old;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        old = WorkspaceFiles.sources(folder.resolve("old"));
    }

    /** What a section says, with the commands that it gives. */
    private record Section(String text, List<String> commands) {
        static Section of(String title) throws IOException {
            String page = Files.readString(Path.of("docs/runbook.md"));
            Matcher found = Pattern.compile("(?ms)^## " + Pattern.quote(title) + "$(.*?)(?=^## |\\z)")
                    .matcher(page);
            assertThat(found.find()).as("the section '%s'", title).isTrue();
            String text = found.group(1);
            return new Section(
                    text.replaceAll("\\s+", " "),
                    text.lines().filter(line -> line.startsWith(PROGRAM)).toList());
        }

        /** The words that people look for are in the section and in what was really said. */
        void isAbout(String really, String... words) {
            for (String word : words) {
                assertThat(text).contains(word);
                assertThat(really).contains(word);
            }
        }
    }

    private Cli run(String command) {
        return Cli.run(Arrays.stream(command.replace(PROGRAM, "").split(" "))
                .map(word -> word.equals("workspace.db") ? db.toString() : word.equals("old") ? old.toString() : word)
                .toArray(String[]::new));
    }

    private Cli migrate() {
        return run("migrate workspace --db workspace.db --sources old");
    }

    private void requireComplete() {
        Cli verified = run("verify workspace --db workspace.db --sources old");
        assertThat(verified.exit()).as(verified.out()).isZero();
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(WorkspaceFiles.TASKS);
    }

    @Test
    void a_source_is_locked() throws IOException {
        Section section = Section.of("A source is locked");
        assertThat(section.commands()).hasSize(1);
        Path queue = old.resolve("task_queue.db");
        try (Child program = HoldDatabase.start(queue, "PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE")) {
            Cli refused = migrate();

            assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED.code());
            section.isAbout(refused.err(), "the source 'task_queue' is locked");
            Cli doctor = run("doctor workspace --db workspace.db --sources old");
            assertThat(doctor.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
            if (Files.isDirectory(Path.of("/proc/self/fd"))) {
                assertThat(doctor.out()).contains("process " + program.pid());
            }
        }

        assertThat(run(section.commands().get(0)).exit()).isZero();
        requireComplete();
    }

    @Test
    void a_conflict_is_reported() throws IOException {
        Section section = Section.of("A conflict is reported");
        run("migrate workspace --db workspace.db");
        Sqlite.run(db, WorkspaceFiles.task(7), "UPDATE tasks SET title = 'mine'");

        Cli refused = migrate();
        Cli plan = run(section.commands().get(0));

        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED.code());
        section.isAbout(refused.err(), "in the source and in the target with different content");
        assertThat(plan.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(plan.out()).contains("'mine'", "Task 7");
        Sqlite.run(db, "DELETE FROM tasks WHERE title = 'mine'");
        assertThat(migrate().exit()).isZero();
        requireComplete();
    }

    @Test
    void somebody_consolidated_these_files_by_hand_before() throws IOException {
        Section section = Section.of("Somebody consolidated these files by hand before");
        migrate();
        Sqlite.run(
                db,
                "DROP TABLE flyway_schema_history",
                "DROP TABLE tributary_ledger",
                "DROP INDEX ix_tasks_status",
                "DELETE FROM tasks WHERE id = 'TASK-009'",
                "UPDATE tasks SET title = 'lived on' WHERE id = 'TASK-007'");
        assertThat(migrate().exit()).as("without a word about it").isEqualTo(ExitCode.REFUSED.code());
        for (String name : List.of("proposals.db", "task_queue.db")) {
            Files.move(old.resolve(name), old.resolve(name + ".archived_20260102_030405"));
        }

        Cli adopted = run(section.commands().get(0));

        assertThat(adopted.exit()).as(adopted.err()).isZero();
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(WorkspaceFiles.TASKS);
        assertThat(Sqlite.value(db, "SELECT title FROM tasks WHERE id = 'TASK-007'"))
                .isEqualTo("lived on");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'ix_tasks_status'"))
                .isEqualTo(1);
        assertThat(run("info workspace --db workspace.db").out()).contains("adopted");
    }

    @Test
    void a_backup_cannot_be_made_or_does_not_verify() throws IOException {
        Section section = Section.of("A backup cannot be made, or does not verify");
        Path backups = Files.writeString(folder.resolve("workspace.db.backups"), "in the way");
        Cli refused = migrate();
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED.code());
        section.isAbout(refused.err(), "the backup could not be made");
        Files.delete(backups);
        assertThat(migrate().exit()).isZero();
        try (Stream<Path> files = Files.walk(backups)) {
            Path copy = files.filter(file -> file.toString().endsWith("target-workspace.db"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(copy, "no database any more");
        }

        section.isAbout(run("restore workspace --db workspace.db --from latest").err(), "the backup is damaged");
        Cli verified = run(section.commands().get(1));
        assertThat(verified.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        section.isAbout(verified.out(), "the backup is damaged");
        for (String command : section.commands()) {
            assertThat(run(command).exit()).as(command).isZero();
        }
    }

    @Test
    void a_migration_was_killed() throws IOException {
        try (Child killed = RunWorkspace.startAndDieIn("004", db, old)) {
            assertThat(killed.exitCode()).isNotZero();
        }

        assertThat(Section.of("A migration was killed").text()).contains("Run the same command again.");
        assertThat(migrate().exit()).isZero();
        requireComplete();
    }

    @Test
    void the_disk_is_full() throws IOException {
        Section section = Section.of("The disk is full");
        assertThat(section.commands()).hasSize(2);
        Path disk = Files.createDirectory(folder.resolve("disk"));
        List<String> arguments = new ArrayList<>(List.of(disk.toString()));
        section.commands().forEach(command -> arguments.add(command.replace(PROGRAM, "")));

        try (Child night = SmallDisk.start(disk, "8m", NightOfTheFullDisk.class, arguments.toArray(String[]::new))) {
            assertThat(night.exitCode()).as(night.text()).isZero();

            String said = night.text();
            String inTheMiddle = said.substring(0, said.indexOf("full: doctor says"));
            String beforehand = said.substring(inTheMiddle.length(), said.indexOf("free: doctor says"));
            section.isAbout(inTheMiddle, "the target cannot grow", "the disk is full");
            assertThat(inTheMiddle).contains("Refused, ", "target as before: true");
            section.isAbout(beforehand, "there is not enough space beside");
            assertThat(beforehand)
                    .contains("sources as before: true")
                    .contains("full: doctor ended with 3", "full: migrate ended with 1", "Refused, nothing changed: ")
                    .containsPattern("needs you +Plan +there is not enough space beside");
            assertThat(said.substring(said.indexOf("free: doctor says")))
                    .contains("free: doctor ended with 0", "Ready.", "free: migrate ended with 0", "Done: ");
            assertThat(said).endsWith("verify ended with 0");
        }
    }

    private static McpProcess.Result run(Database database, String command) {
        return McpProcess.run(
                database,
                Arrays.stream(command.replace(PROGRAM, "").split(" +"))
                        .map(word -> word.startsWith("jdbc:")
                                ? database.url()
                                : word.equals("ROLE") ? database.user() : word)
                        .toList());
    }

    @Test
    void the_old_service_will_not_start() throws IOException {
        Section section = Section.of("The old service will not start (`mcp`)");
        Database database = Postgres.fresh().withInitialSchema(120).withTracker("public", 1, true);
        PostgresRows.fill(database, 50);

        assertThat(section.commands()).hasSize(2);
        McpProcess.Result diagnosed = run(database, section.commands().get(0));
        McpProcess.Result migrated = run(database, section.commands().get(1));

        assertThat(diagnosed.exit()).as(diagnosed.said()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(migrated.exit()).as(migrated.said()).isZero();
        assertThat(database.query("SELECT version, dirty FROM public.schema_migrations"))
                .containsExactly("1 | f");
    }

    @Test
    void the_server_lacks_pgvector() throws IOException {
        Section section = Section.of("The server lacks pgvector (`mcp`)");
        Database database = Postgres.fresh();
        String name = "lacking_" + database.name();
        database.execute(
                "CREATE ROLE " + name + " LOGIN PASSWORD '" + database.password() + "'",
                "GRANT CREATE ON DATABASE " + database.name() + " TO " + name);
        Database role = database.as(name);

        McpProcess.Result refused = run(role, section.commands().get(1));
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED.code());
        section.isAbout(refused.said(), "the extension vector is missing, and this role may not create it");
        McpProcess.Result looked = run(role, section.commands().get(0));
        assertThat(looked.exit()).as(looked.said()).isEqualTo(ExitCode.NEEDS_YOU.code());

        Matcher sql = Pattern.compile("CREATE EXTENSION [^;]+;").matcher(section.text());
        assertThat(sql.find()).isTrue();
        database.execute(sql.group());
        for (String command : section.commands()) {
            McpProcess.Result cured = run(role, command);
            assertThat(cured.exit()).as(cured.said()).isZero();
        }
    }

    @Test
    void going_back_to_a_backup() throws Exception {
        Section section = Section.of("Going back to a backup (`mcp`)");
        Path tools = Files.createDirectory(folder.resolve("tools"));
        PgClient.real(folder, tools);
        Database database = Postgres.fresh().withInitialSchema(80).withTracker("mcp", 1, true);
        List<String> tables = PostgresRows.fill(database, 50);
        List<String> before = PostgresRows.contents(database, tables);
        Path backups = folder.resolve("backups");
        assertThat(runWith(tools, backups, database, PROGRAM + "backup mcp --url jdbc:X --user ROLE")
                        .exit())
                .isZero();
        database.execute("TRUNCATE mcp." + tables.get(0) + " CASCADE");

        try (Connection session = database.connect()) {
            assertThat(session.isValid(1)).isTrue();
            McpProcess.Result used =
                    runWith(tools, backups, database, section.commands().get(1));
            assertThat(used.exit()).isEqualTo(ExitCode.REFUSED.code());
            section.isAbout(used.said(), "is in use");
        }
        assertThat(section.commands()).hasSize(3);
        for (String command : section.commands()) {
            McpProcess.Result result = runWith(tools, backups, database, command);
            assertThat(result.exit()).as(result.said()).isEqualTo(command.contains("diagnose") ? 3 : 0);
        }

        assertThat(PostgresRows.contents(database, tables)).isEqualTo(before);
    }

    private static McpProcess.Result runWith(Path tools, Path backups, Database database, String command) {
        List<String> words = new ArrayList<>(Arrays.stream(
                        command.replace(PROGRAM, "").split(" +"))
                .map(word -> word.startsWith("jdbc:")
                        ? database.url()
                        : word.equals("ROLE") ? database.user() : word.equals("DATABASE") ? database.name() : word)
                .toList());
        if (!words.contains("diagnose")) {
            words.addAll(List.of("--backups", backups.toString()));
        }
        return McpProcess.run(Map.of("PGPASSWORD", database.password(), "PATH", tools.toString()), words);
    }
}
