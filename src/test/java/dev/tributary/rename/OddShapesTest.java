package dev.tributary.rename;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.catalog.NameMap;
import dev.tributary.support.Sqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as they are found: every kind of default, key and column, and what hangs on them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OddShapesTest {
    private static final NameMap T = Renamed.map("t=d_t");

    @TempDir
    private Path folder;

    private Path small(String... statements) {
        Path file = folder.resolve("small.db");
        Sqlite.run(file, statements);
        return file;
    }

    private static void refuses(Path file, String sql, String words) {
        assertThat(catchThrowableOfType(IllegalStateException.class, () -> Sqlite.run(file, sql)))
                .as(sql)
                .hasMessageContaining(words);
    }

    @Test
    void defaults_of_every_kind_are_applied_to_columns_that_are_left_out() throws SQLException {
        Path file =
                small("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'it''s', b DEFAULT -5, c DEFAULT"
                        + " bare, d DEFAULT \"quoted\", e DEFAULT [br], f DEFAULT `tick`, g DEFAULT TRUE, h DEFAULT x'00ff',"
                        + " i DEFAULT (1 + 1 -- two\n), j DEFAULT (lower('AB') || \"length\"('abc')), k DEFAULT CURRENT_DATE,"
                        + " l DEFAULT NULL, m INTEGER DEFAULT '07', n, o DEFAULT (abs(-3)), p DEFAULT 1.50)");
        Sqlite.run(file, "INSERT INTO t (id) VALUES (1)");
        Renamed.step(file, T, Step.SWITCH, false);
        Sqlite.run(file, "INSERT INTO t (id) VALUES (2)");
        String values = "SELECT a, b, c, d, e, f, g, hex(h), i, j, m, typeof(m), l, n, o, p, k FROM d_t WHERE id = ";
        assertThat(Sqlite.rows(file, values + 2)).isEqualTo(Sqlite.rows(file, values + 1));
        assertThat(Sqlite.value(file, values + 2))
                .startsWith("it's|-5|bare|quoted|br|tick|1|00FF|2|ab3|7|integer|NULL|NULL|3|1.5|20");
    }

    @Test
    void a_null_on_purpose_becomes_the_default_as_announced() throws SQLException {
        Path file = small("CREATE TABLE t (id INTEGER PRIMARY KEY, a DEFAULT 'x', b)");
        Renamed.step(file, T, Step.SWITCH, false);
        Sqlite.run(file, "INSERT INTO t (id, a, b) VALUES (1, NULL, NULL)", "INSERT INTO t VALUES (2, 'y', 'z')");
        Sqlite.run(file, "UPDATE t SET a = NULL WHERE id = 2");
        assertThat(Sqlite.rows(file, "SELECT * FROM d_t")).containsExactly("1|x|NULL", "2|NULL|z");
    }

    @Test
    void rows_that_nothing_tells_apart_are_written_one_by_one() throws SQLException {
        Path file = small(
                "CREATE TABLE t (a TEXT COLLATE NOCASE, b)",
                "INSERT INTO t VALUES ('x', 1), ('x', 1), ('X', 1), ('x', 1.0), ('x', NULL), (NULL, NULL)");
        Renamed.step(file, T, Step.SWITCH, false);
        Sqlite.run(file, "UPDATE t SET b = 2 WHERE a = 'X' COLLATE BINARY");
        assertThat(Sqlite.rows(file, "SELECT a, b, typeof(b) FROM d_t ORDER BY rowid"))
                .containsExactly(
                        "x|1|integer", "x|1|integer", "X|2|integer", "x|1.0|real", "x|NULL|null", "NULL|NULL|null");
        Sqlite.run(file, "UPDATE t SET b = 3 WHERE typeof(b) = 'real'", "DELETE FROM t WHERE a IS NULL");
        assertThat(Sqlite.rows(file, "SELECT a, b FROM d_t ORDER BY rowid"))
                .containsExactly("x|1", "x|1", "X|2", "x|3", "x|NULL");
        Sqlite.run(file, "DELETE FROM t WHERE b = 1 AND a = 'x' COLLATE BINARY");
        assertThat(Sqlite.rows(file, "SELECT a, b FROM d_t ORDER BY rowid")).containsExactly("X|2", "x|3", "x|NULL");
    }

    @Test
    void rows_with_a_null_key_are_told_apart_by_their_values() throws SQLException {
        Path file =
                small("CREATE TABLE t (k TEXT PRIMARY KEY, v)", "INSERT INTO t VALUES (NULL, 1), (NULL, 2), ('a', 3)");
        Renamed.step(file, T, Step.SWITCH, false);
        Sqlite.run(
                file,
                "UPDATE t SET v = 20 WHERE v = 2",
                "DELETE FROM t WHERE v = 1",
                "UPDATE t SET k = 'b' WHERE k = 'a'");
        assertThat(Sqlite.rows(file, "SELECT * FROM d_t")).containsExactly("NULL|20", "b|3");
    }

    @Test
    void a_table_without_rowid_and_one_that_hides_its_rowid_are_written() throws SQLException {
        Path file = small(
                "CREATE TABLE t (a TEXT, b INTEGER, v, PRIMARY KEY (a, b)) WITHOUT ROWID",
                "INSERT INTO t VALUES ('x', 1, 'one'), ('x', 2, 'two')",
                "CREATE TABLE u (rowid, _rowid_, oid, \"odd \"\"name\"\", x\")",
                "INSERT INTO u VALUES (1, 2, 3, 4), (5, 6, 7, NULL)");
        Renamed.step(file, Renamed.map("t=d_t", "u=d_u"), Step.SWITCH, false);
        Sqlite.run(
                file,
                "UPDATE t SET b = 9 WHERE b = 2",
                "INSERT OR REPLACE INTO t VALUES ('x', 1, 'uno')",
                "UPDATE u SET oid = 70 WHERE rowid = 5",
                "DELETE FROM u WHERE rowid = 1");
        assertThat(Sqlite.rows(file, "SELECT * FROM d_t")).containsExactly("x|1|uno", "x|9|two");
        assertThat(Sqlite.rows(file, "SELECT * FROM d_u")).containsExactly("5|6|70|NULL");
    }

    @Test
    void computed_columns_are_read_and_never_written() throws SQLException {
        Path file = small(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a, twice AS (a * 2), kept AS (a + 1) STORED)",
                "INSERT INTO t (a) VALUES (3)");
        Renamed.step(file, T, Step.SWITCH, false);
        Sqlite.run(file, "INSERT INTO t (a) VALUES (4)", "UPDATE t SET a = 5 WHERE id = 1");
        assertThat(Sqlite.rows(file, "SELECT * FROM t")).containsExactly("1|5|10|6", "2|4|8|5");
        refuses(file, "INSERT INTO t (a, twice) VALUES (1, 2)", "generated column");
        refuses(file, "UPDATE t SET kept = 7", "generated column");
    }

    @Test
    void marks_statistics_triggers_and_checks_follow_the_table() throws SQLException {
        Path file = small(
                "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a CHECK (a < 100) UNIQUE)",
                "CREATE TABLE log (a)",
                "CREATE TRIGGER noted AFTER INSERT ON t BEGIN INSERT INTO log SELECT max(a) FROM t; END",
                "CREATE TRIGGER other AFTER DELETE ON log BEGIN DELETE FROM t WHERE a = OLD.a; END",
                "INSERT INTO t VALUES (40, 1), (41, 2)",
                "DELETE FROM t WHERE id = 41",
                "ANALYZE");
        Renamed.step(file, T, Step.SWITCH, false);
        Sqlite.run(file, "INSERT INTO t (a) VALUES (5)", "DELETE FROM log WHERE a = 1");
        assertThat(Sqlite.rows(file, "SELECT * FROM d_t")).containsExactly("42|5");
        assertThat(Sqlite.rows(file, "SELECT DISTINCT tbl FROM sqlite_stat1 WHERE tbl LIKE '%t'"))
                .containsExactly("d_t");
        refuses(file, "INSERT INTO t (a) VALUES (100)", "SQLITE_CONSTRAINT_CHECK");
    }

    @Test
    void a_view_whose_columns_are_called_by_their_words_keeps_them() throws SQLException {
        Path file = small(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a)",
                "INSERT INTO t VALUES (1, 2)",
                "CREATE VIEW words AS SELECT count(t.id), t.a FROM t",
                "CREATE VIEW plain AS SELECT t.id, a AS b FROM t",
                "CREATE TRIGGER into_words INSTEAD OF INSERT ON words BEGIN INSERT INTO t (a) VALUES (NEW.a); END");
        RenameResult result = Renamed.step(file, T, Step.SWITCH, false);
        assertThat(result.notes()).singleElement().asString().contains("words keeps its old words");
        assertThat(Sqlite.rows(file, "SELECT name FROM pragma_table_info('words')"))
                .containsExactly("count(t.id)", "a");
        Sqlite.run(file, "INSERT INTO words (a) VALUES (9)");
        assertThat(Sqlite.rows(file, "SELECT \"count(t.id)\" FROM words")).containsExactly("2");
        assertThat(Sqlite.value(file, "SELECT sql FROM sqlite_schema WHERE name = 'plain'"))
                .contains("d_t");
    }

    @Test
    void new_code_may_use_a_new_name_between_the_steps() throws SQLException {
        Path file = small("CREATE TABLE t (id INTEGER PRIMARY KEY, a)", "INSERT INTO t VALUES (1, 2)");
        Renamed.step(file, T, Step.EXPAND, false);
        Sqlite.run(
                file,
                "CREATE VIEW ahead AS SELECT a FROM d_t",
                "CREATE TRIGGER into_ahead INSTEAD OF INSERT ON ahead BEGIN INSERT INTO d_t (a) VALUES (NEW.a); END",
                "CREATE TABLE child (t_id REFERENCES d_t (id))",
                "CREATE TRIGGER onwards AFTER INSERT ON child BEGIN UPDATE d_t SET a = a + 1 WHERE id = NEW.t_id; END",
                "INSERT INTO ahead VALUES (7)",
                "ALTER TABLE t ADD COLUMN late DEFAULT 'l'");
        Renamed.step(file, T, Step.SWITCH, false);
        Sqlite.run(file, "INSERT INTO ahead VALUES (8)", "PRAGMA foreign_keys = ON", "INSERT INTO child VALUES (1)");
        assertThat(Sqlite.rows(file, "SELECT * FROM t")).containsExactly("1|3|l", "2|7|l", "3|8|l");
    }

    @Test
    void a_table_that_has_its_new_name_already_gets_its_old_one_as_a_view_at_expand() throws SQLException {
        Path file = small(
                "CREATE TABLE d_t (id INTEGER PRIMARY KEY, a)",
                "INSERT INTO d_t VALUES (1, 2)",
                "CREATE VIEW t AS SELECT id, a FROM d_t",
                "CREATE VIEW mine AS SELECT a FROM t");
        RenameResult expanded = Renamed.step(file, T, Step.EXPAND, false);
        assertThat(expanded.notes()).singleElement().asString().contains("CREATE VIEW t AS SELECT id, a FROM d_t");
        Sqlite.run(file, "INSERT INTO t VALUES (2, 3)");
        RenameResult switched = Renamed.step(file, T, Step.SWITCH, false);
        assertThat(switched.renamed()).isEmpty();
        Sqlite.run(file, "INSERT INTO t VALUES (3, 4)");
        assertThat(Sqlite.rows(file, "SELECT * FROM mine")).containsExactly("2", "3", "4");
    }

    @Test
    void a_rule_that_rolls_everything_back_is_not_set_off() throws SQLException {
        Path file = small(
                "CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT ROLLBACK, a)",
                "CREATE TRIGGER never BEFORE DELETE ON t BEGIN SELECT RAISE(ROLLBACK, 'never'); END",
                "INSERT INTO t VALUES (1, 2)");
        Renamed.step(file, T, Step.SWITCH, false);
        refuses(file, "DELETE FROM t", "never");
        assertThat(Sqlite.rows(file, "SELECT * FROM d_t")).containsExactly("1|2");
    }

    @Test
    void a_table_that_is_not_there_is_noted() throws SQLException {
        Path file = small("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
        RenameResult result = Renamed.step(file, Renamed.map("t=d_t", "u=d_u"), Step.SWITCH, false);
        assertThat(result.notes()).containsExactly("not there, so it gets no other name: u");
        assertThat(result.renamed()).isEqualTo(List.of("t -> d_t"));
    }
}
