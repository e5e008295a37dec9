package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Child;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BackupAndRestoreCommandTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("old"));
    }

    private Cli run(String command, String... more) {
        String[] words = new String[4 + more.length];
        System.arraycopy(new String[] {command, "workspace", "--db", db.toString()}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        return Cli.run(words);
    }

    @Test
    void a_backup_by_hand_holds_the_target_and_the_named_sources() {
        Cli cli = run("backup", "--sources", sources.toString(), "--dump", "--json");

        assertThat(cli.exit()).isZero();
        JsonNode backup = cli.result().required("backup");
        assertThat(backup.required("reason").asString()).isEqualTo("by-hand");
        assertThat(backup.required("files")
                        .valueStream()
                        .map(file -> file.required("role").asString()))
                .containsExactly("target", "proposals", "task_queue");
        Path made = Path.of(backup.required("folder").asString());
        assertThat(made.resolve("target-workspace.db.sql")).isRegularFile();
        assertThat(DatabaseSnapshot.of(made.resolve("target-workspace.db"))).isEqualTo(DatabaseSnapshot.of(db));
    }

    @Test
    void a_backup_ends_with_the_way_back() {
        Cli cli = run("backup");

        assertThat(cli.exit()).isZero();
        assertThat(cli.out())
                .containsPattern("\ntarget +" + db + " +[\\d.]+ kB +[0-9a-f]{12}\n")
                .doesNotContain("proposals")
                .containsPattern("Go back +java -jar \\S+ restore workspace --db " + db + " --from \\S+-by-hand\n");
    }

    @Test
    void a_backup_of_nothing_is_refused_and_leaves_nothing() {
        db = folder.resolve("none.db");
        FolderSnapshot before = FolderSnapshot.of(folder);

        Cli cli = run("backup");

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(cli.err()).startsWith("Refused, nothing changed: the target does not exist: " + db);
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void without_a_name_the_backups_are_listed_newest_first() {
        assertThat(run("restore").out()).isEqualTo("Target    " + db + "\nThere are no backups of it.\n");
        run("backup");
        run("migrate", "--sources", sources.toString());

        Cli cli = run("restore");

        assertThat(cli.exit()).isZero();
        assertThat(cli.out()).containsPattern("(?s)-before-migrate  .* 3\n.*-by-hand  .* 1\n");
        JsonNode backups = run("restore", "--json").result().required("backups");
        assertThat(backups.valueStream().map(backup -> backup.required("reason").asString()))
                .containsExactly("before-migrate", "by-hand");
    }

    @Test
    void the_latest_backup_is_put_back_and_the_present_state_is_kept() {
        DatabaseSnapshot before = DatabaseSnapshot.of(db);
        run("migrate", "--sources", sources.toString());
        DatabaseSnapshot migrated = DatabaseSnapshot.of(db);

        Cli cli = run("restore", "--from", "latest", "--json");

        assertThat(cli.exit()).isZero();
        assertThat(DatabaseSnapshot.of(db)).isEqualTo(before);
        Path kept = Path.of(cli.result().required("kept_aside").asString());
        assertThat(DatabaseSnapshot.of(kept.resolve("workspace.db"))).isEqualTo(migrated);

        Cli again = run("migrate", "--sources", sources.toString());
        assertThat(again.exit()).isZero();
        assertThat(again.out()).containsPattern("tasks +85 +85 ");
    }

    @Test
    void a_restore_to_before_the_file_existed_takes_it_away() {
        db = folder.resolve("new.db");
        run("migrate", "--sources", sources.toString());

        Cli cli = run("restore", "--from", "latest");

        assertThat(cli.exit()).isZero();
        assertThat(cli.out())
                .startsWith("Done: " + db + " is gone again: it did not exist when the backup was made.\n")
                .contains("Kept      what was there until now is in " + db + ".backups");
        assertThat(db).doesNotExist();
    }

    @Test
    void an_unknown_backup_is_refused_naming_those_that_exist() {
        run("backup");

        Cli cli = run("restore", "--from", "yesterday");

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(cli.err())
                .startsWith("Refused, nothing changed: there is no backup 'yesterday' of " + db)
                .contains("-by-hand");
    }

    @Test
    void a_damaged_backup_is_refused_and_the_target_stays() throws IOException {
        JsonNode backup = run("backup", "--json").result().required("backup");
        Path copy = Path.of(backup.required("folder").asString()).resolve("target-workspace.db");
        Files.writeString(copy, "x", StandardOpenOption.APPEND);
        Sqlite.run(db, "DELETE FROM workspace_tasks");
        FolderSnapshot before = FolderSnapshot.of(folder);

        Cli cli = run("restore", "--from", backup.required("name").asString());

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(cli.err()).startsWith("Refused, nothing changed: the backup is damaged: " + copy);
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void a_target_that_a_program_holds_is_not_exchanged_under_it() {
        run("backup");
        try (Child holder = HoldDatabase.start(db, "SELECT count(*) FROM workspace_tasks")) {
            Cli cli = run("restore", "--from", "latest");

            assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(cli.err()).startsWith("Refused, nothing changed: the target is open in process " + holder.pid());
        }
    }
}
