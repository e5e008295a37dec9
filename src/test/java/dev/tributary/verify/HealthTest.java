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
}
