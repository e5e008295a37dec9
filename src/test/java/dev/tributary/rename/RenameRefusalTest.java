package dev.tributary.rename;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.catalog.NameMap;
import dev.tributary.fault.Fault;
import dev.tributary.support.Refusals;
import dev.tributary.support.Sqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RenameRefusalTest {
    private static final NameMap T = Renamed.map("t=d_t");
    private static final String TABLE = "CREATE TABLE t (id INTEGER PRIMARY KEY, a)";

    @TempDir
    private Path folder;

    private Path small(String... statements) {
        Path file = folder.resolve("small.db");
        Sqlite.run(file, statements);
        return file;
    }

    @Test
    void what_stands_in_the_way_of_a_name_is_refused_and_nothing_changes() {
        int number = 0;
        for (List<String> statements : List.of(
                List.of(TABLE, "CREATE TABLE d_t (id)"),
                List.of(TABLE, "CREATE TABLE x (a)", "CREATE INDEX d_t ON x (a)"),
                List.of(TABLE, "CREATE VIEW d_t AS SELECT id, a FROM t WHERE a > 0"),
                List.of(TABLE, "CREATE VIEW d_t AS SELECT a, id FROM t"),
                List.of(TABLE, "CREATE VIEW d_t AS SELECT DISTINCT id, a FROM t"),
                List.of(TABLE, "CREATE VIEW d_t AS SELECT id, upper(a) AS a FROM t"),
                List.of(TABLE, "CREATE VIEW d_t AS SELECT id, a FROM t UNION SELECT id, a FROM t"),
                List.of(
                        TABLE,
                        "CREATE VIEW d_t AS SELECT id, a FROM t",
                        "CREATE TRIGGER x INSTEAD OF DELETE ON d_t BEGIN SELECT 1; END"))) {
            Path file = folder.resolve("taken" + number++ + ".db");
            Sqlite.run(file, statements.toArray(String[]::new));
            Fault fault = Refusals.refused(folder, () -> Renamed.step(file, T, Step.EXPAND, false));
            assertThat(fault.getMessage()).as(statements.toString()).contains("d_t");
        }
    }

    @Test
    void broken_views_and_triggers_are_all_counted_and_the_first_is_named() {
        Path file = small(
                TABLE,
                "CREATE TABLE gone (x)",
                "CREATE VIEW stale AS SELECT x FROM gone",
                "CREATE VIEW \"on: stale\" AS SELECT * FROM stale",
                "CREATE TRIGGER late AFTER INSERT ON t BEGIN INSERT INTO gone VALUES (1); END",
                "CREATE VIEW good AS SELECT a, myfunction(a) AS b, \"text\" AS c FROM t",
                "DROP TABLE gone");
        Fault fault = Refusals.refused(folder, () -> Renamed.step(file, T, Step.EXPAND, false));
        assertThat(fault.what()).isEqualTo("the view stale is broken: no such table: main.gone");
        assertThat(fault.why()).contains("2 more problems");
        assertThat(fault.next()).contains("--drop-broken-views").contains("CREATE VIEW stale AS SELECT x FROM gone");
    }

    @Test
    void broken_views_and_triggers_are_dropped_when_told_and_reported_with_their_words() throws SQLException {
        Path file = small(
                TABLE,
                "CREATE VIEW stale AS SELECT x FROM gone",
                "CREATE TRIGGER late AFTER INSERT ON t BEGIN INSERT INTO gone VALUES (1); END",
                "CREATE VIEW good AS SELECT a FROM t");
        RenameResult result = Renamed.step(file, T, Step.EXPAND, true);
        assertThat(result.dropped())
                .extracting(BrokenObject::type, BrokenObject::name, BrokenObject::sqlInOneLine)
                .containsExactlyInAnyOrder(
                        tuple("view", "stale", "CREATE VIEW stale AS SELECT x FROM gone"),
                        tuple(
                                "trigger",
                                "late",
                                "CREATE TRIGGER late AFTER INSERT ON t BEGIN INSERT INTO gone VALUES (1); END"));
        assertThat(Sqlite.rows(file, "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name"))
                .containsExactly("d_t", "good");
        Sqlite.run(file, "INSERT INTO d_t (a) VALUES (1)");
    }

    @Test
    void a_trigger_that_somebody_put_on_a_second_name_is_not_lost_in_silence() throws SQLException {
        Path file = small(TABLE);
        Renamed.step(file, T, Step.EXPAND, false);
        Sqlite.run(
                file,
                "DROP TRIGGER tributary_d_t_delete",
                "CREATE TRIGGER mine INSTEAD OF DELETE ON d_t BEGIN UPDATE t SET a = NULL WHERE id = OLD.id; END");
        Fault fault = Refusals.refused(folder, () -> Renamed.step(file, T, Step.SWITCH, false));
        assertThat(fault.what()).contains("mine").contains("d_t");
    }
}
