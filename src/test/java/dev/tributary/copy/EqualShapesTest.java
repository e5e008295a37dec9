package dev.tributary.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.plan.TablePlan;
import dev.tributary.support.Rows;
import dev.tributary.support.TwoDatabases;
import dev.tributary.verify.Verifier;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that go over as they are, and the neighbours of such tables, where they must not. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EqualShapesTest {
    private static final String TABLE = "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v INTEGER NOT NULL DEFAULT 7)";

    @TempDir
    Path folder;

    @Test
    void a_column_that_both_compute_does_not_stand_in_the_way() throws SQLException {
        String table = "CREATE TABLE t (id INTEGER PRIMARY KEY, v, twice AS (v * 2) STORED)";
        try (TwoDatabases both = new TwoDatabases(
                folder, List.of(table, "INSERT INTO t (id, v) VALUES (1, 4), (5, 6)"), List.of(table))) {
            TablePlan plan = both.possible("t");

            CopyResult result = both.copy(plan);

            assertThat(Rows.query(both.connection(), "SELECT id, v, twice FROM main.t"))
                    .isEqualTo(Rows.query(both.connection(), "SELECT id, v, twice FROM " + TwoDatabases.SOURCE + ".t"));
            Verifier.requireProven(both.prove(plan, true), 0, result.copied(), 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "same; " + TABLE + "; CREATE INDEX i ON t (v)",
                "no index; " + TABLE + "; SELECT 1",
                "an index that only the target has; " + TABLE + "; CREATE INDEX i ON t (v, id)",
                "a name of an index that does not fit; " + TABLE + "; CREATE INDEX j ON t (v)",
                "columns change places; CREATE TABLE t (v INTEGER NOT NULL DEFAULT 7, id TEXT NOT NULL PRIMARY KEY);"
                        + "CREATE INDEX i ON t (v)",
                "another default; CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v INTEGER NOT NULL DEFAULT 8);"
                        + "CREATE INDEX i ON t (v)",
                "another collation; CREATE TABLE t (id TEXT COLLATE NOCASE NOT NULL PRIMARY KEY,"
                        + " v INTEGER NOT NULL DEFAULT 7); CREATE INDEX i ON t (v)",
                "a rule; CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v INTEGER NOT NULL DEFAULT 7 CHECK (v < 99));"
                        + "CREATE INDEX i ON t (v)"
            })
    void rows_rowids_and_indexes_are_the_sources(String what, String table, String index) throws SQLException {
        List<String> source = new ArrayList<>(List.of(TABLE, "CREATE INDEX i ON t (v)"));
        for (int i = 1; i < 200; i++) {
            source.add("INSERT INTO t (rowid, id, v) VALUES (" + i * 3 + ", 'k" + (i * 7919) % 1000 + "-" + i + "', "
                    + i % 90 + ")");
        }
        List<String> target = List.of(table, index.startsWith("SELECT") ? "CREATE TABLE other (x)" : index);
        try (TwoDatabases both = new TwoDatabases(folder, source, target)) {
            TablePlan plan = both.possible("t");
            String catalog = "SELECT type, name, tbl_name, sql FROM main.sqlite_schema";
            List<String> before = Rows.query(both.connection(), catalog);

            CopyResult result = both.copy(plan);

            assertThat(result.copied()).isEqualTo(199);
            assertThat(result.rowidsKept()).isTrue();
            String rows = "SELECT rowid AS r, id, v FROM ";
            assertThat(Rows.query(both.connection(), rows + "main.t"))
                    .isEqualTo(Rows.query(both.connection(), rows + TwoDatabases.SOURCE + ".t"));
            assertThat(Rows.query(both.connection(), catalog)).isEqualTo(before);
            assertThat(both.value("PRAGMA main.integrity_check")).isEqualTo("ok");
            assertThat(both.value("SELECT count(*) FROM main.t WHERE v = 5"))
                    .isEqualTo(both.value("SELECT count(*) FROM " + TwoDatabases.SOURCE + ".t WHERE +v = 5"));
            Verifier.requireProven(both.prove(plan, true), 0, result.copied(), 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                TABLE + "; true",
                "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v INTEGER NOT NULL DEFAULT 8); false"
            })
    void only_what_is_of_one_shape_goes_over_as_it_is(String table, boolean whole) throws SQLException {
        List<String> source = List.of(TABLE, "CREATE INDEX i ON t (v)", "INSERT INTO t VALUES ('a', 1)");
        try (TwoDatabases both = new TwoDatabases(folder, source, List.of(table, "CREATE INDEX i ON t (v)"))) {
            Copier copier = new Copier(both.connection(), TwoDatabases.SOURCE, TwoDatabases.TARGET);
            assertThat(copier.transfers(
                            both.possible("t"), "INSERT INTO main.t SELECT * FROM " + TwoDatabases.SOURCE + ".t"))
                    .isEqualTo(whole);
        }
    }
}
