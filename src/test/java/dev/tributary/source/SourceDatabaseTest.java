package dev.tributary.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.fault.Fault;
import dev.tributary.support.Child;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.Sqlite;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SourceDatabaseTest {
    @TempDir
    Path folder;

    private Path make(String name, String... more) {
        Path file = folder.resolve(name);
        Sqlite.run(file, more);
        Sqlite.run(file, "CREATE TABLE t (v)", "INSERT INTO t VALUES ('here')");
        return file;
    }

    private static String read(SourceDatabase source) throws SQLException {
        try (ManagedConnection connection = source.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT group_concat(v) FROM t")) {
            row.next();
            return row.getString(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL", "TRUNCATE", "PERSIST"})
    void nothing_is_left_beside_a_file_and_nothing_in_it_changes(String mode) throws SQLException {
        Path file = make("s.db", "PRAGMA journal_mode = " + mode);
        FolderSnapshot before = FolderSnapshot.of(folder);
        try (SourceDatabase source = SourceDatabase.open("the source", file)) {
            assertThat(read(source)).isEqualTo("here");
            source.requireIntact();
            try (Connection other = SqliteFiles.openInMemory()) {
                source.attachTo(other, "odd \"alias\"");
            }
            source.requireUnchanged();
        }
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void a_writer_that_comes_while_a_file_is_read_as_immutable_is_noticed() {
        Path file = make("s.db", "PRAGMA journal_mode = WAL");
        try (SourceDatabase source = SourceDatabase.open("the source", file)) {
            assertThatCode(source::requireUnchanged).doesNotThrowAnyException();
            try (Child writer = HoldDatabase.withRowsOnlyInTheLog(file, "INSERT INTO t VALUES ('more')")) {
                assertNoticed(source, file); // its rows are in the log alone
            }
            assertNoticed(source, file); // the log went into the file when it ended
        }
        try (SourceDatabase again = SourceDatabase.open("the source", file)) {
            assertThatCode(again::requireUnchanged).doesNotThrowAnyException();
        }
    }

    private static void assertNoticed(SourceDatabase source, Path file) {
        Fault fault = catchThrowableOfType(Fault.class, source::requireUnchanged);
        assertThat(fault.what()).isEqualTo("the source was written to while it was being read: " + file);
    }

    @Test
    void pages_that_are_exchanged_while_they_are_read_are_no_damage() throws IOException {
        Path file = make("s.db", "PRAGMA journal_mode = WAL");
        Sqlite.run(file, "CREATE INDEX i ON t (v)", "INSERT INTO t VALUES (hex(zeroblob(500)))");
        try (SourceDatabase source = SourceDatabase.open("the source", file)) {
            try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
                writer.seek(2 * 4096); // a page half written, as in the middle of a checkpoint
                writer.write("another".repeat(200).getBytes(StandardCharsets.US_ASCII));
            }
            Fault fault = catchThrowableOfType(Fault.class, source::requireIntact);
            assertThat(fault.what()).isEqualTo("the source was written to while it was being read: " + file);
            assertThat(fault.getSuppressed())
                    .as("what it looked like")
                    .anySatisfy(seen -> assertThat(seen).hasMessageContaining("damaged"));
        }
    }

    @Test
    void a_log_that_goes_with_its_program_before_it_is_read_is_no_missing_right() {
        Path file = make("s.db");
        Child program = HoldDatabase.withRowsOnlyInTheLog(file, "INSERT INTO t VALUES ('more')");
        try (SourceDatabase source = SourceDatabase.open("the source", file)) {
            program.close();
            assertThat(folder.toFile().list()).containsExactly("s.db");
            Fault fault = catchThrowableOfType(Fault.class, source::requireIntact);
            assertThat(fault.what()).isEqualTo("the source was written to while it was being read: " + file);
            assertThat(fault.next()).startsWith("run this again");
        }
    }

    @Test
    void the_newest_rows_of_a_running_program_are_read_from_its_log() throws SQLException {
        Path file = make("s.db");
        try (Child program = HoldDatabase.withRowsOnlyInTheLog(file, "INSERT INTO t VALUES ('new')");
                SourceDatabase source = SourceDatabase.open("the source", file)) {
            assertThat(read(source)).isEqualTo("here,new");
        }
    }

    @Test
    void a_log_that_a_killed_program_left_is_read_and_stays() throws SQLException {
        Path file = make("s.db");
        HoldDatabase.withRowsOnlyInTheLog(file, "INSERT INTO t VALUES ('new')").kill();
        FolderSnapshot before = FolderSnapshot.of(folder).without(path -> path.endsWith("-shm"));
        try (SourceDatabase source = SourceDatabase.open("the source", file)) {
            assertThat(read(source)).isEqualTo("here,new");
        }
        assertThat(FolderSnapshot.of(folder).without(path -> path.endsWith("-shm")))
                .isEqualTo(before);
    }

    @Test
    void a_lock_that_this_process_holds_survives_that_the_file_is_opened_as_a_source() throws SQLException {
        Path file = make("s.db");
        try (ManagedConnection own = SqliteFiles.openForWriting(file);
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES ('uncommitted')");
            assertThat(Holders.heldByThisProcess(file)).isTrue();
            try (SourceDatabase source = SourceDatabase.open("the source", file)) {
                assertThat(read(source)).isEqualTo("here");
            }
            // a closed descriptor would have dropped the lock, and another process would get through
            try (Child other = Child.start(TryToWrite.class, file.toString())) {
                assertThat(other.exitCode()).isZero();
                assertThat(other.text()).isEqualTo("SQLITE_BUSY");
            }
            own.commit();
        }
    }

    /** Tries to write without waiting, and says what came of it. */
    static final class TryToWrite {
        public static void main(String[] arguments) throws SQLException {
            SQLiteConfig config = new SQLiteConfig();
            config.setBusyTimeout(0);
            try (Connection connection = config.createConnection("jdbc:sqlite:" + arguments[0]);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO t VALUES ('intruder')");
                System.out.println("written");
            } catch (SQLiteException e) {
                System.out.println(e.getResultCode().name());
            }
        }
    }

    @Test
    void what_is_no_database_is_refused_in_its_own_words() throws IOException {
        assertThat(refused(folder.resolve("missing.db"))).contains("is not a regular file");
        assertThat(refused(folder)).contains("is a folder");
        Path empty = Files.createFile(folder.resolve("empty.db"));
        assertThat(refused(empty)).contains("is not an SQLite database");
        Path text = Files.writeString(folder.resolve("text.db"), "SQLite format 2, and more text ".repeat(20));
        assertThat(refused(text)).contains("is not an SQLite database");
        Path shortOne = Files.writeString(folder.resolve("short.db"), "SQLite format 3\0");
        assertThat(refused(shortOne)).contains("is not an SQLite database");
    }

    @Test
    void a_file_in_UTF_16_is_refused() {
        Path file = folder.resolve("s.db");
        Sqlite.run(file, "PRAGMA encoding = 'UTF-16le'", "CREATE TABLE t (v)");
        assertThat(refused(file)).contains("is written in UTF-16");
    }

    @Test
    void a_file_that_was_cut_short_is_refused() throws IOException {
        Path file = make("s.db");
        Sqlite.run(file, "INSERT INTO t VALUES (zeroblob(50000))");
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(open.length() / 2);
        }
        assertThat(refused(file)).contains("is cut short");
    }

    @Test
    void a_damaged_page_is_found_by_looking_at_all_of_it() throws IOException {
        Path file = make("s.db");
        Sqlite.run(file, "CREATE INDEX i ON t (v)", "INSERT INTO t VALUES (hex(zeroblob(500)))");
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(2 * 4096);
            open.write("damage".repeat(200).getBytes(StandardCharsets.US_ASCII));
        }
        try (SourceDatabase source = SourceDatabase.open("the source", file)) {
            Fault fault = catchThrowableOfType(Fault.class, source::requireIntact);
            assertThat(fault.what()).isEqualTo("the source is damaged: " + file);
        }
    }

    private static String refused(Path file) {
        Fault fault = catchThrowableOfType(Fault.class, () -> SourceDatabase.open("the source", file));
        assertThat(fault.place().file()).contains(file);
        return fault.what();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space.db",
                "a#b.db",
                "100%.db",
                "%41.db",
                "what?mode=rw.db",
                "é😀.db",
                "a&b=c.db",
                "it's.db"
            })
    void a_path_is_taken_literally_whatever_it_holds(String name) throws SQLException {
        Path file = make(name);
        try (SourceDatabase source = SourceDatabase.open("the source", file)) {
            assertThat(read(source)).isEqualTo("here");
            try (Connection other = SqliteFiles.openInMemory()) {
                source.attachTo(other, "s");
                try (Statement statement = other.createStatement();
                        ResultSet row = statement.executeQuery("SELECT v FROM s.t")) {
                    assertThat(row.next()).isTrue();
                }
            }
        }
        assertThat(folder.toFile().list()).containsExactly(name);
    }

    @Test
    void the_processes_that_hold_a_file_are_named() {
        Path file = make("s.db");
        assertThat(Holders.of(file)).isEqualTo(new Holders(true, List.of()));
        try (Child program = HoldDatabase.start(file, "SELECT 1 FROM t")) {
            assertThat(Holders.of(file).others()).containsExactly(new Holders.Holder(program.pid(), "java"));
            assertThat(Holders.of(file).asReason()).isEqualTo(": process " + program.pid() + " (java)");
            assertThat(Holders.heldByThisProcess(file)).isFalse();
        }
    }
}
