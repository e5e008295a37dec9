package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.WorkspaceFiles;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A full disk without a disk: from a version on, SQLite gives the target only so many pages more. Works everywhere. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NoMorePagesTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("sources"));
    }

    @ParameterizedTest(name = "before {0}, {1} pages more")
    @CsvSource({"002, 0", "002, 1", "002, 9", "003, 0", "003, 1", "004, 0", "004, 1", "004, 6"})
    void a_target_that_cannot_grow_is_rolled_back_whole_and_with_space_the_next_run_finishes(
            String version, long pages) {
        DatabaseSnapshot before = DatabaseSnapshot.of(db);
        FolderSnapshot sourcesBefore = FolderSnapshot.of(sources);

        Throwable thrown = catchThrowable(limited(version, pages)::migrate);

        // an SQL version is Flyway's to run, and under Maven the words are Flyway's too
        assertThat(Fault.in(thrown).map(Fault::what).orElseGet(thrown::getMessage))
                .containsAnyOf("the target cannot grow: " + db, "SQLITE_FULL");
        assertThat(DatabaseSnapshot.of(db)).isEqualTo(before);
        assertThat(FolderSnapshot.of(sources)).isEqualTo(sourcesBefore);
        assertThat(Tributary.workspace(db).sources(sources).migrate().applied())
                .containsExactly("002", "003", "004", "005");
        WorkspaceState.requireComplete(db);
    }

    @ParameterizedTest(name = "before {0}, {1} pages more")
    @CsvSource({"002, 7", "006, 1", "007, 5", "008, 0", "009, 0"})
    void a_roadmap_that_cannot_grow_keeps_its_tables_views_and_names_and_with_space_the_next_run_finishes(
            String version, long pages) {
        sources = RoadmapProject.make(folder.resolve("files"));
        db = sources.resolve("data/roadmap.db");
        DatabaseSnapshot before = DatabaseSnapshot.of(db);

        Throwable thrown = catchThrowable(limited(Target.ROADMAP, version, pages)::migrate);

        assertThat(Fault.in(thrown).map(Fault::what).orElseGet(() -> String.valueOf(thrown)))
                .contains("the target cannot grow: " + db);
        assertThat(DatabaseSnapshot.of(db)).isEqualTo(before);
        assertThat(Tributary.roadmap(db).sources(sources).migrate().applied())
                .startsWith("002")
                .endsWith("009");
        assertThat(Tributary.roadmap(db).sources(sources).verify().ok()).isTrue();
    }

    private Flyway limited(String version, long pages) {
        return limited(Target.WORKSPACE, version, pages);
    }

    private Flyway limited(Target target, String version, long pages) {
        Flyway flyway = FlywayRuns.on(target, db, "placeholders.sources", sources.toString());
        ClassicConfiguration configuration = (ClassicConfiguration) flyway.getConfiguration();
        configuration.setCallbacks(new SqliteHooks(), new Limit(version, pages));
        return new Flyway(configuration);
    }

    /** Takes the target's further growth away when a version begins. */
    private record Limit(String version, long pages) implements Callback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            if (!context.getMigrationInfo().getVersion().getVersion().equals(version)) {
                return;
            }
            try (Statement statement = context.getConnection().createStatement()) {
                long used;
                try (ResultSet row = statement.executeQuery("PRAGMA page_count")) {
                    used = row.getLong(1);
                }
                statement.execute("PRAGMA max_page_count = " + (used + pages));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String getCallbackName() {
            return "limit";
        }
    }
}
