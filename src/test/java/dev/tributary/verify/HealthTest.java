package dev.tributary.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.fault.Fault;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import dev.tributary.support.Sqlite;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HealthTest {
    private static final Health SOUND = new Health(List.of(), List.of());

    @TempDir
    Path folder;

    @Test
    void orphans_are_found_which_the_integrity_check_calls_ok() throws SQLException {
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement()) {
            statement.executeUpdate("CREATE TABLE p (id INTEGER PRIMARY KEY);"
                    + " CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id))");
            Health before = Health.of(memory, "main");
            assertThat(before).isEqualTo(SOUND);
            statement.executeUpdate("INSERT INTO c VALUES (7, 1)");
            Health after = Health.of(memory, "main");
            assertThat(after.findings()).isEmpty();
            assertThat(after.orphans()).containsExactly("row 7 of c refers to a missing row of p");
            assertThatThrownBy(() -> after.requireNoWorseThan(before))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("row 7 of c");
            assertThatCode(() -> after.requireNoWorseThan(after)).doesNotThrowAnyException();
        }
    }

    @Test
    void one_orphan_more_is_noticed_also_where_all_look_alike() throws SQLException {
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement()) {
            statement.executeUpdate("CREATE TABLE p (id INTEGER PRIMARY KEY);"
                    + " CREATE TABLE c (id TEXT NOT NULL PRIMARY KEY, p INTEGER REFERENCES p (id)) WITHOUT ROWID;"
                    + " INSERT INTO c VALUES ('a', 1)");
            Health before = Health.of(memory, "main");
            assertThat(before.orphans()).hasSize(1);
            statement.executeUpdate("INSERT INTO c VALUES ('b', 1)");
            Health after = Health.of(memory, "main");
            assertThatThrownBy(() -> after.requireNoWorseThan(before)).isInstanceOf(Fault.class);
            assertThatCode(() -> before.requireNoWorseThan(after)).doesNotThrowAnyException();
        }
    }

    @Test
    void a_damaged_index_is_found() throws SQLException, IOException {
        Path file = folder.resolve("w.db");
        Sqlite.run(file, "CREATE TABLE t (v)", "CREATE INDEX i ON t (v)", "INSERT INTO t VALUES ('findme')");
        long at = -1;
        byte[] bytes = java.nio.file.Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        at = text.lastIndexOf("findme");
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write('F');
        }
        try (ManagedConnection connection = SqliteFiles.openReadOnly(file, false)) {
            Health health = Health.of(connection, "main");
            assertThat(health.findings()).isNotEmpty();
            assertThatThrownBy(() -> health.requireNoWorseThan(SOUND)).isInstanceOf(Fault.class);
        }
    }

    @Test
    void indexes_are_proven_by_those_of_the_source_and_a_wrong_entry_is_found() throws SQLException {
        Path source = folder.resolve("source.db");
        Path target = folder.resolve("target.db");
        for (Path file : List.of(source, target)) {
            Sqlite.run(
                    file,
                    "CREATE TABLE t (id TEXT PRIMARY KEY, v TEXT, n INTEGER)",
                    "INSERT INTO t VALUES ('a', 'x', 1), ('b', 'y', NULL), ('c', 'y', 3)",
                    "CREATE INDEX " + file.getFileName().toString().replace(".db", "") + "_i ON t (v, n)");
        }
        assertThat(holds(source, target)).isTrue();
        assertThat(health(source, target)).isEqualTo(SOUND);

        // an index whose entries were made of other columns: the number of entries is right, one of them is wrong
        Sqlite.run(
                target,
                "DROP INDEX target_i",
                "ALTER TABLE t RENAME TO kept",
                "CREATE TABLE t (id TEXT PRIMARY KEY, v TEXT, n INTEGER)",
                "INSERT INTO t VALUES ('a', 'x', 1), ('b', 'y', NULL), ('c', 'y', 4)",
                "CREATE INDEX target_i ON t (v, n)",
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'kept')"
                        + " WHERE name = 't'");
        assertThat(holds(source, target)).isFalse();
        assertThat(health(source, target).findings()).isNotEmpty();
    }

    @Test
    void an_index_without_a_counterpart_is_examined_as_ever() throws SQLException {
        Path source = folder.resolve("source.db");
        Path target = folder.resolve("target.db");
        Sqlite.run(source, "CREATE TABLE t (v TEXT, n INTEGER)", "INSERT INTO t VALUES ('x', 1)");
        Sqlite.run(
                target,
                "CREATE TABLE t (v TEXT, n INTEGER)",
                "INSERT INTO t VALUES ('x', 1)",
                "CREATE INDEX i ON t (lower(v))");
        assertThat(holds(source, target)).isFalse();
        assertThat(health(source, target)).isEqualTo(SOUND);
    }

    @Test
    void one_and_one_point_zero_are_different_entries() throws SQLException {
        Path source = folder.resolve("source.db");
        Path target = folder.resolve("target.db");
        Sqlite.run(source, "CREATE TABLE t (v)", "CREATE INDEX i ON t (v)", "INSERT INTO t VALUES (1)");
        Sqlite.run(target, "CREATE TABLE t (v)", "CREATE INDEX i ON t (v)", "INSERT INTO t VALUES (1.0)");
        assertThat(holds(source, target)).isFalse();
    }

    private static final Health.Origin ORIGIN = new Health.Origin("source", "t", "t");

    private static boolean holds(Path source, Path target) throws SQLException {
        try (ManagedConnection connection = attached(source, target)) {
            return new IndexProof(connection, "main").holds(ORIGIN);
        }
    }

    private static Health health(Path source, Path target) throws SQLException {
        try (ManagedConnection connection = attached(source, target)) {
            return Health.of(connection, "main", List.of(ORIGIN));
        }
    }

    private static ManagedConnection attached(Path source, Path target) throws SQLException {
        ManagedConnection connection = SqliteFiles.openReadOnly(target, false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("ATTACH DATABASE '" + source + "' AS source");
        }
        return connection;
    }
}
