package dev.tributary.migrate;

import static dev.tributary.migrate.FlywayRuns.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.fault.Fault;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flyway's settings can be overridden by anybody; those that the safety stands on are not. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ChangedSettingsTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("sources"));
    }

    @ParameterizedTest
    @CsvSource({
        "group, false",
        "executeInTransaction, false",
        "validateOnMigrate, false",
        "skipExecutingMigrations, true",
        "outOfOrder, true",
        "createSchemas, false",
        "baselineVersion, 002"
    })
    void a_setting_that_the_safety_stands_on_is_refused_by_its_name(String setting, String value) {
        Fault fault = refused(folder, () -> migrate(setting, value));
        assertThat(fault.what()).contains("flyway." + setting);
        assertThat(fault.next()).contains("-Dflyway." + setting);
    }

    @Test
    void a_run_without_the_hooks_copies_nothing() {
        DatabaseSnapshot before = WorkspaceState.base(db);

        Throwable thrown = catchThrowable(() -> migrate("callbacks", ""));

        assertThat(Fault.in(thrown))
                .as(String.valueOf(thrown))
                .hasValueSatisfying(fault -> assertThat(fault.what()).contains("flyway.callbacks"));
        assertThat(WorkspaceState.base(db)).isEqualTo(before);
        assertThat(Sqlite.rows(db, "SELECT name FROM sqlite_schema WHERE name IN ('tasks', 'proposals')"))
                .isEmpty();
        WorkspaceState.requireNoLockFile(db);
    }

    @Test
    void another_driver_is_refused() {
        Fault fault = refused(folder, () -> migrate("driver", "org.sqlite.JDBC"));
        assertThat(fault.what()).contains("not opened by Tributary's driver");
        assertThat(fault.next()).contains("-Dflyway.driver");
    }

    @Test
    void a_location_without_the_java_migrations_is_refused() {
        Fault fault = refused(
                folder,
                () -> migrate(
                        "locations",
                        "filesystem:" + Path.of("db/workspace/migrations").toAbsolutePath()));
        assertThat(fault.what()).contains("version 003", "would not run");
    }

    @Test
    void a_location_that_is_missing_is_refused() {
        assertThat(catchThrowable(() -> migrate("locations", "classpath:db/workspace/migration")))
                .hasMessageContaining("db/workspace/migration");
        assertThat(Sqlite.rows(db, "SELECT name FROM sqlite_schema WHERE name LIKE 'flyway%'"))
                .isEmpty();
    }

    @Test
    void another_name_of_the_history_table_is_respected() {
        migrate("table", "my_history");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM my_history")).isEqualTo(5);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(85);
    }

    @Test
    void a_version_that_was_forgotten_in_the_history_does_not_run_again_over_later_ones() {
        migrate();
        Sqlite.run(db, "DELETE FROM flyway_schema_history WHERE version = '004'");
        DatabaseSnapshot before = DatabaseSnapshot.of(db);

        Throwable thrown = catchThrowable(this::migrate);

        assertThat(thrown).isNotNull();
        assertThat(DatabaseSnapshot.of(db)).isEqualTo(before);
    }

    private void migrate(String... settings) {
        String[] all = new String[settings.length + 2];
        all[0] = "placeholders.sources";
        all[1] = sources.toString();
        System.arraycopy(settings, 0, all, 2, settings.length);
        FlywayRuns.on(db, all).migrate();
    }
}
