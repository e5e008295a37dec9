package dev.tributary.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SqliteFiles;
import dev.tributary.source.TableDigest;
import dev.tributary.support.Child;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.Sqlite;
import dev.tributary.support.Values;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BackupsTest {
    @TempDir
    Path folder;

    private Path target() {
        return folder.resolve("w.db");
    }

    private Backups backups(String instant) {
        return new Backups(target(), Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
    }

    private Backups backups() {
        return backups("2026-01-02T03:04:05.678Z");
    }

    private static void fill(Path file) {
        Sqlite.run(file, "CREATE TABLE t (id INTEGER PRIMARY KEY, v)", "CREATE INDEX i ON t (v)");
        for (String value : Values.DELICATE) {
            Sqlite.run(file, "INSERT INTO t (v) VALUES (" + value + ")");
        }
    }

    /** The digests of all tables, by name. */
    static Map<String, TableDigest> digests(Path file) throws SQLException {
        Map<String, TableDigest> digests = new TreeMap<>();
        try (ManagedConnection connection = SqliteFiles.openReadOnly(file, false)) {
            for (Table table : SqliteCatalog.read(connection, "main").tables()) {
                digests.put(table.name(), TableDigest.of(connection, "main", table.name(), table.columnNames(), ""));
            }
        }
        return digests;
    }

    @Test
    void a_backup_holds_what_the_target_and_the_sources_hold() throws SQLException {
        Path source = folder.resolve("tasks.db");
        fill(target());
        fill(source);
        Sqlite.run(source, "DELETE FROM t WHERE id % 2 = 0");
        BackupSet set;
        try (SourceDatabase open = SourceDatabase.open("the source", source)) {
            set = backups().create(true, Map.of("tasks", open), "before-migrate", false);
        }
        assertThat(set.name()).isEqualTo("20260102_030405_678-before-migrate");
        assertThat(set.folder()).isEqualTo(folder.resolve("w.db.backups").resolve(set.name()));
        assertThat(set.targetExisted()).isTrue();
        assertThat(set.files()).extracting(BackupSet.Copy::role).containsExactly("target", "tasks");
        assertThat(set.files()).extracting(BackupSet.Copy::original).containsExactly(target(), source);
        assertThat(digests(set.folder().resolve(set.files().get(0).file())))
                .isEqualTo(digests(target()))
                .hasSize(1);
        assertThat(digests(set.folder().resolve(set.files().get(1).file()))).isEqualTo(digests(source));
        assertThat(set.bytes()).isPositive();
    }

    @Test
    void the_newest_backup_is_the_one_made_last_also_when_the_clock_was_set_back() {
        fill(target());
        BackupSet first = backups().create(true, Map.of(), "by-hand", false);
        Sqlite.run(target(), "DELETE FROM t WHERE id = 1");
        BackupSet sameTime = backups().create(true, Map.of(), "before-migrate", false);
        Sqlite.run(target(), "DELETE FROM t WHERE id = 2");
        BackupSet hourBack = backups("2026-01-02T02:04:05.678Z").create(true, Map.of(), "by-hand", false);
        BackupSet later = backups("2026-01-02T03:04:06Z").create(true, Map.of(), "by-hand", false);
        assertThat(backups().list()).containsExactly(later, hourBack, sameTime, first);
        assertThat(hourBack.name()).isEqualTo("20260102_030405_680-by-hand");
        assertThat(hourBack.createdAt()).as("what the clock said").isEqualTo(Instant.parse("2026-01-02T02:04:05.678Z"));
        assertThat(later.name()).isEqualTo("20260102_030406_000-by-hand");
    }

    @Test
    void a_backup_can_be_used_by_its_owner_only() throws IOException {
        fill(target());
        BackupSet set = backups().create(true, Map.of(), "by-hand", true);
        try (Stream<Path> all = Files.walk(set.folder().getParent())) {
            List<Path> paths = all.toList();
            assertThat(paths).hasSize(5); // folder, set, copy, SQL text, manifest
            for (Path path : paths) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void the_rows_that_are_only_in_the_log_of_a_running_program_are_in_the_backup() throws SQLException {
        fill(target());
        try (Child program = HoldDatabase.withRowsOnlyInTheLog(target(), "INSERT INTO t (id, v) VALUES (999, 'new')")) {
            FolderSnapshot before = FolderSnapshot.of(folder);
            BackupSet set = backups().create(true, Map.of(), "before-migrate", false);
            assertThat(Sqlite.value(set.folder().resolve("target-w.db"), "SELECT v FROM t WHERE id = 999"))
                    .isEqualTo("new");
            assertThat(FolderSnapshot.of(folder).without(path -> path.startsWith("w.db.backups")))
                    .isEqualTo(before);
        }
    }

    @Test
    void a_target_that_does_not_exist_yet_has_a_backup_without_it() {
        BackupSet set = backups().create(false, Map.of(), "before-migrate", false);
        assertThat(set.targetExisted()).isFalse();
        assertThat(set.files()).isEmpty();
        assertThat(backups().list()).containsExactly(set);
    }

    @Test
    void backups_are_listed_newest_first_and_read_back_as_they_were_made() {
        fill(target());
        BackupSet first = backups("2026-01-01T00:00:00Z").create(true, Map.of(), "b", false);
        BackupSet second = backups("2026-01-02T00:00:00Z").create(true, Map.of(), "a", false);
        BackupSet third = backups("2026-01-02T00:00:00.001Z").create(true, Map.of(), "a", false);
        assertThat(backups().list()).containsExactly(third, second, first);
    }

    @Test
    void a_backup_that_fails_leaves_nothing_half_made() throws IOException {
        fill(target());
        Path source = folder.resolve("tasks.db");
        fill(source);
        Fault fault;
        try (SourceDatabase open = SourceDatabase.open("the source", source)) {
            Files.delete(source);
            fault = catchThrowableOfType(
                    Fault.class, () -> backups().create(true, Map.of("tasks", open), "before-migrate", false));
        }
        assertThat(fault).isNotNull();
        assertThat(fault.effect()).isEqualTo("nothing changed");
        assertThat(folder.resolve("w.db.backups")).doesNotExist();
        assertThat(backups().list()).isEmpty();
    }

    @Test
    void an_unfinished_backup_of_a_killed_run_is_not_listed() throws IOException {
        fill(target());
        BackupSet set = backups().create(true, Map.of(), "before-migrate", false);
        Path unfinished = set.folder().resolveSibling(".unfinished-20270101_000000_000-before-migrate");
        Files.createDirectory(unfinished);
        Files.copy(set.folder().resolve("manifest.json"), unfinished.resolve("manifest.json"));
        assertThat(backups().list()).containsExactly(set);
    }

    @Test
    void one_changed_byte_anywhere_in_a_copy_is_found() throws IOException {
        fill(target());
        BackupSet set = backups().create(true, Map.of(), "before-migrate", false);
        Path copy = set.folder().resolve("target-w.db");
        for (long at : new long[] {0, 27, Files.size(copy) / 2, Files.size(copy) - 1}) {
            flip(copy, at);
            Fault fault = catchThrowableOfType(Fault.class, () -> Backups.requireSound(set));
            assertThat(fault.what()).isEqualTo("the backup is damaged: " + copy);
            assertThat(fault.why())
                    .contains("the manifest says " + set.files().get(0).sha256());
            flip(copy, at);
            assertThatCode(() -> Backups.requireSound(set)).doesNotThrowAnyException();
        }
        Files.delete(copy);
        assertThat(catchThrowableOfType(Fault.class, () -> Backups.requireSound(set))
                        .what())
                .contains("damaged");
    }

    static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            int value = open.read();
            open.seek(at);
            open.write(value ^ 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "{}",
                "[]",
                "{\"createdAt\":\"yesterday\",\"reason\":\"r\",\"target\":\"t\",\"targetExisted\":true,\"files\":[]}",
                "{\"createdAt\":\"2026-01-01T00:00:00Z\",\"reason\":\"r\",\"target\":\"t\",\"targetExisted\":true,"
                        + "\"files\":[{\"role\":\"target\"}]}"
            })
    void a_damaged_manifest_is_named(String text) throws IOException {
        fill(target());
        Path manifest = backups()
                .create(true, Map.of(), "before-migrate", false)
                .folder()
                .resolve("manifest.json");
        Files.writeString(manifest, text);
        Fault fault = catchThrowableOfType(Fault.class, () -> backups().list());
        assertThat(fault.what()).isEqualTo("the manifest of a backup cannot be read: " + manifest);
        assertThat(fault.next()).contains("the other backups are not affected");
    }

    @Test
    void only_the_newest_stay_and_in_any_case_the_last_ones_before_a_migration_and_a_catch_up() {
        fill(target());
        String[] reasons = {"before-migrate", "before-migrate", "before-catch-up", "by-hand", "by-hand", "by-hand"};
        for (int i = 0; i < reasons.length; i++) {
            backups("2026-01-0" + (i + 1) + "T00:00:00Z").create(true, Map.of(), reasons[i], false);
        }

        List<BackupSet> removed = backups().keepNewest(2);

        assertThat(removed)
                .extracting(BackupSet::name)
                .containsExactly("20260104_000000_000-by-hand", "20260101_000000_000-before-migrate");
        assertThat(backups().list())
                .extracting(BackupSet::name)
                .containsExactly(
                        "20260106_000000_000-by-hand",
                        "20260105_000000_000-by-hand",
                        "20260103_000000_000-before-catch-up",
                        "20260102_000000_000-before-migrate");
        assertThat(folder.resolve("w.db.backups").toFile().list()).hasSize(4);
        assertThat(backups().keepNewest(1)).extracting(BackupSet::reason).containsExactly("by-hand");
    }

    @Test
    void no_backup_at_all_is_never_what_stays() {
        assertThat(catchThrowableOfType(Fault.class, () -> backups().keepNewest(0))
                        .what())
                .isEqualTo("no backup would stay");
    }
}
