package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.Accounting;
import dev.tributary.support.Child;
import dev.tributary.support.Damage;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.Sqlite;
import dev.tributary.support.Unwritable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The refusals of the foundation, for a target that is merged from five files. The other targets' tests say why. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RoadmapRefusalTest {
    private static final Map<String, String> BIGGEST = Map.of(
            "orchestrator", "agent_lifecycle",
            "notifications", "notifications",
            "agent_messages", "agent_messages",
            "coffee_maker", "schema_metadata",
            "task_metrics", "subtask_metrics");

    @TempDir
    private Path folder;

    private Path files;
    private Path db;

    @BeforeEach
    void make() {
        files = RoadmapProject.make(folder.resolve("files"));
        db = files.resolve("data/roadmap.db");
    }

    @ParameterizedTest
    @CsvSource({
        "orchestrator, missing, was not found",
        "notifications, damaged, is damaged",
        "agent_messages, truncated, is cut short",
        "coffee_maker, UTF-16, is written in UTF-16",
        "task_metrics, empty, is not an SQLite database"
    })
    void a_source_that_is_not_what_it_should_be_stops_everything_and_mended_it_is_merged(
            String name, String damage, String said) throws IOException {
        Path source = RoadmapProject.source(files, name);
        Path whole = Files.copy(source, folder.resolve("whole.db"));
        damage(source, BIGGEST.get(name), damage);

        Fault fault = refused(folder, this::migrate);
        assertThat(fault.what()).contains("'" + name + "'", said);
        assertThat(refused(folder, () -> roadmap().plan().requirePossible()).what())
                .isEqualTo(fault.what());

        Files.deleteIfExists(source);
        Files.move(whole, source);
        requireMigrated();
    }

    @Test
    void a_source_that_a_program_holds_is_named_with_the_program() {
        Path source = RoadmapProject.source(files, "notifications");
        try (Child other = HoldDatabase.start(source, "BEGIN EXCLUSIVE")) {
            Fault fault = refused(folder, this::migrate);
            assertThat(fault.what()).contains("the source 'notifications' is locked");
            assertThat(fault.why()).contains("process " + other.pid());
        }
        requireMigrated();
    }

    @ParameterizedTest
    @CsvSource({"text, is not an SQLite database", "truncated, is cut short", "damaged, is damaged"})
    void a_target_that_is_not_what_it_should_be_is_left_as_it_is(String damage, String said) throws IOException {
        damage(db, "roadmap_items", damage);

        assertThat(refused(folder, this::migrate).what()).contains("the target", said);

        Files.delete(db);
        RoadmapProject.roadmap(db);
        requireMigrated();
    }

    @Test
    void a_target_that_may_not_be_written_is_left_as_it_is() {
        try (Unwritable locked = Unwritable.of(db)) {
            assertThat(locked).isNotNull();
            assertThat(refused(folder, this::migrate).what()).contains("may not be written", db.toString());
        }
        requireMigrated();
    }

    @Test
    void a_folder_that_may_not_be_written_is_left_as_it_is() {
        try (Unwritable locked = Unwritable.of(files.resolve("data"))) {
            assertThat(locked).isNotNull();
            assertThat(refused(folder, this::migrate).next()).contains("write to the folder of the target");
        }
        requireMigrated();
    }

    @Test
    void sources_in_a_folder_that_may_not_be_written_are_merged_all_the_same() throws IOException {
        Path target = RoadmapProject.roadmap(folder.resolve("elsewhere.db"));
        Files.delete(db);
        FolderSnapshot before = FolderSnapshot.of(files);
        try (Unwritable data = Unwritable.of(files.resolve("data"));
                Unwritable whole = Unwritable.of(files)) {
            assertThat(data).isNotNull();
            assertThat(whole).isNotNull();
            db = target;
            requireMigrated();
        }
        assertThat(FolderSnapshot.of(files)).isEqualTo(before);
    }

    private static void damage(Path file, String table, String how) throws IOException {
        switch (how) {
            case "missing" -> Files.delete(file);
            case "text" -> Damage.text(file, "id,title\n".repeat(1_000));
            case "truncated" -> Damage.truncate(file, Files.size(file) - 4096);
            case "damaged" -> Damage.rootPage(file, table);
            case "empty", "UTF-16" -> {
                Files.delete(file);
                if (how.equals("empty")) {
                    Files.createFile(file);
                } else {
                    Sqlite.run(file, "PRAGMA encoding = 'UTF-16le'", "CREATE TABLE " + table + " (id TEXT)");
                }
            }
            default -> throw new IllegalArgumentException(how);
        }
    }

    private Tributary roadmap() {
        return Tributary.roadmap(db).sources(files);
    }

    private MigrationReport migrate() {
        return roadmap().migrate();
    }

    private void requireMigrated() {
        assertThat(Accounting.of(migrate().entries()))
                .isEqualTo(new Accounting(5, RoadmapProject.ROWS, RoadmapProject.COPIED, 4, 0, 0));
        assertThat(roadmap().verify().ok()).isTrue();
    }
}
