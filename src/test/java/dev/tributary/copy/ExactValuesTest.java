package dev.tributary.copy;

import static dev.tributary.support.TwoDatabases.SOURCE;
import static dev.tributary.support.TwoDatabases.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.plan.TablePlan;
import dev.tributary.support.TwoDatabases;
import dev.tributary.support.Values;
import dev.tributary.verify.TableProof;
import dev.tributary.verify.Verifier;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values arrive with their storage class and their bytes, into an empty table and beside rows that are there. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExactValuesTest {
    private static final List<String> TYPES = List.of(
            "", "BLOB", "TEXT", "VARCHAR(10) COLLATE NOCASE", "INTEGER", "REAL", "FLOAT", "NUMERIC", "DATETIME");

    @TempDir
    Path folder;

    /** One column of every affinity, one row for every delicate value. */
    private static List<String> everything(String key, String options) {
        List<String> sql = new ArrayList<>();
        String columns = IntStream.range(0, TYPES.size())
                .mapToObj(i -> "c" + i + " " + TYPES.get(i))
                .collect(Collectors.joining(", "));
        sql.add("CREATE TABLE t (" + key + ", " + columns + ")" + options);
        int row = 0;
        for (String value : Values.DELICATE) {
            sql.add("INSERT INTO t VALUES (" + ++row + (", " + value).repeat(TYPES.size()) + ")");
        }
        sql.add("CREATE INDEX i ON t (c0, c2 DESC)");
        return sql;
    }

    private static List<String> structureOf(List<String> statements) {
        return statements.stream().filter(sql -> sql.startsWith("CREATE")).toList();
    }

    /** The same table with its last column first, so that no statement may rely on places. */
    private static List<String> otherOrder(List<String> structure) {
        String last = "c" + (TYPES.size() - 1) + " " + TYPES.get(TYPES.size() - 1);
        return structure.stream()
                .map(sql -> sql.replace(", " + last, "").replace("t (id", "t (" + last + ", id"))
                .toList();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "id INTEGER NOT NULL PRIMARY KEY,''",
        "id TEXT NOT NULL PRIMARY KEY,''",
        "id INT NOT NULL PRIMARY KEY,' WITHOUT ROWID'",
        "id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,' WITHOUT ROWID'"
    })
    void into_an_empty_table_every_value_arrives_in_a_column_of_every_affinity(String key, String options)
            throws SQLException {
        List<String> source = everything(key, options);
        try (TwoDatabases both = new TwoDatabases(folder, source, structureOf(source))) {
            TablePlan plan = both.possible("t");
            CopyResult result = both.copy(plan);
            assertArrived(both, plan, result, 0);
            assertThat(result.copied()).isEqualTo(Values.DELICATE.size());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "id INTEGER NOT NULL PRIMARY KEY,''",
        "id TEXT NOT NULL PRIMARY KEY,''",
        "id INT NOT NULL PRIMARY KEY,' WITHOUT ROWID'",
        "id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,' WITHOUT ROWID'"
    })
    void into_an_empty_table_whose_columns_come_in_another_order_every_value_arrives(String key, String options)
            throws SQLException {
        List<String> source = everything(key, options);
        List<String> target = otherOrder(structureOf(source));
        assertThat(target.get(0)).startsWith("CREATE TABLE t (c" + (TYPES.size() - 1));
        try (TwoDatabases both = new TwoDatabases(folder, source, target)) {
            TablePlan plan = both.possible("t");
            CopyResult result = both.copy(plan);
            assertArrived(both, plan, result, 0);
            assertThat(result.copied()).isEqualTo(Values.DELICATE.size());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "id INTEGER NOT NULL PRIMARY KEY,''",
        "id TEXT NOT NULL PRIMARY KEY,''",
        "id INT NOT NULL PRIMARY KEY,' WITHOUT ROWID'"
    })
    void beside_rows_that_are_there_every_value_arrives_and_identical_rows_are_left(String key, String options)
            throws SQLException {
        List<String> source = everything(key, options);
        List<String> target = source.stream()
                .filter(sql -> !sql.startsWith("INSERT") || source.indexOf(sql) % 3 == 0)
                .toList();
        long there = target.stream().filter(sql -> sql.startsWith("INSERT")).count();
        try (TwoDatabases both = new TwoDatabases(folder, source, target)) {
            TablePlan plan = both.possible("t");
            assertThat(plan.targetRows()).isEqualTo(there).isPositive();
            assertThat(plan.identical()).isEqualTo(there);
            assertThat(plan.toCopy()).isEqualTo(Values.DELICATE.size() - there);
            assertArrived(both, plan, both.copy(plan), there);
        }
    }

    private static void assertArrived(TwoDatabases both, TablePlan plan, CopyResult result, long before)
            throws SQLException {
        assertThat(both.targetRows(plan)).isEqualTo(both.sourceRows(plan)).hasSize(Values.DELICATE.size());
        assertThat(both.targetDigest(plan)).isEqualTo(both.sourceDigest(plan));
        for (boolean tryRowids : new boolean[] {result.rowidsKept(), true, false}) {
            TableProof proof = both.prove(plan, tryRowids);
            Verifier.requireProven(proof, before, result.copied(), 0);
            assertThat(proof.missing()).isZero();
            assertThat(proof.changed()).isZero();
            assertThat(proof.added()).isZero();
        }
    }

    @Test
    void a_delicate_value_can_be_the_key() throws SQLException {
        List<String> source = new ArrayList<>(List.of("CREATE TABLE t (id NOT NULL PRIMARY KEY, v)"));
        for (String value : Values.DELICATE) {
            source.add("INSERT OR IGNORE INTO t SELECT v, v FROM (SELECT " + value + " AS v) WHERE v IS NOT NULL");
        }
        try (TwoDatabases both = new TwoDatabases(folder, source, structureOf(source))) {
            TablePlan plan = both.possible("t");
            CopyResult result = both.copy(plan);
            assertThat(both.targetRows(plan)).isEqualTo(both.sourceRows(plan)).hasSizeGreaterThan(30);
            Verifier.requireProven(both.prove(plan, false), 0, result.copied(), 0);
        }
    }

    @Test
    void negative_zero_keeps_its_sign_where_SQLite_can_store_it() throws SQLException {
        List<String> source = List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES (1, -0.0)");
        try (TwoDatabases both = new TwoDatabases(folder, source, structureOf(source))) {
            both.copy(both.possible("t"));
            try (Statement statement = both.connection().createStatement();
                    ResultSet row = statement.executeQuery("SELECT v FROM main.t")) {
                row.next();
                assertThat(Double.doubleToRawLongBits(row.getDouble(1)))
                        .isEqualTo(Double.doubleToRawLongBits(-0.0))
                        .isNotEqualTo(Double.doubleToRawLongBits(0.0));
            }
        }
    }

    @Test
    void columns_with_the_names_of_the_rowid_and_with_quotes_arrive() throws SQLException {
        String columns = "\"key\", rowid, oid, \"quoted \"\"name\"\"\", \"select\", \"a;b--\", \"é\"";
        String declared = "\"key\" TEXT NOT NULL PRIMARY KEY, rowid TEXT, oid INTEGER, \"quoted \"\"name\"\"\" TEXT,"
                + " \"select\", \"a;b--\" REAL, \"é\" BLOB";
        List<String> source = List.of(
                "CREATE TABLE \"order \"\"x\"\"\" (" + declared + ")",
                "CREATE INDEX \"an \"\"index\"\"\" ON \"order \"\"x\"\"\" (\"quoted \"\"name\"\"\")",
                "INSERT INTO \"order \"\"x\"\"\" (" + columns + ") VALUES ('k1', 'r', 7, 'q', 1.0, 2, x'00')",
                "INSERT INTO \"order \"\"x\"\"\" (" + columns + ") VALUES ('k2', NULL, -7, '', '1', 2.5, NULL)");
        try (TwoDatabases both = new TwoDatabases(folder, source, structureOf(source))) {
            TablePlan plan = both.possible("order \"x\"");
            CopyResult result = both.copy(plan);
            assertThat(result.rowidsKept()).isTrue();
            assertThat(both.targetRows(plan)).isEqualTo(both.sourceRows(plan)).hasSize(2);
            Verifier.requireProven(both.prove(plan, true), 0, 2, 0);
            Verifier.requireProven(both.prove(plan, false), 0, 2, 0);
        }
    }

    @Test
    void a_table_whose_columns_hide_every_name_of_the_rowid_is_copied_by_key() throws SQLException {
        List<String> source = List.of(
                "CREATE TABLE t (rowid TEXT, oid TEXT, _rowid_ TEXT NOT NULL PRIMARY KEY)",
                "INSERT INTO t VALUES ('a', 'b', 'c'), ('d', 'e', 'f')");
        try (TwoDatabases both = new TwoDatabases(folder, source, structureOf(source))) {
            TablePlan plan = both.possible("t");
            CopyResult result = both.copy(plan);
            assertThat(result.rowidsKept()).isFalse();
            assertThat(both.targetRows(plan)).isEqualTo(both.sourceRows(plan)).hasSize(2);
            Verifier.requireProven(both.prove(plan, true), 0, 2, 0);
        }
    }

    @Test
    void rowids_are_kept_also_where_there_are_gaps() throws SQLException {
        List<String> source = List.of(
                "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v TEXT)",
                "INSERT INTO t (rowid, id, v) VALUES (-5, 'a', '1'), (9223372036854775807, 'b', '2'), (40, 'c', '3')");
        try (TwoDatabases both = new TwoDatabases(folder, source, structureOf(source))) {
            TablePlan plan = both.possible("t");
            assertThat(both.copy(plan).rowidsKept()).isTrue();
            assertThat(both.value("SELECT group_concat(rowid || id) FROM (SELECT rowid, id FROM main.t ORDER BY id)"))
                    .isEqualTo("-5a,9223372036854775807b,40c");
        }
    }

    @Test
    void composite_keys_in_another_order_than_the_columns_arrive_beside_other_rows() throws SQLException {
        String table = "CREATE TABLE t (a TEXT NOT NULL, v, b INTEGER NOT NULL, PRIMARY KEY (b, a)) WITHOUT ROWID";
        List<String> source =
                List.of(table, "INSERT INTO t VALUES ('x', 1.0, 1), ('x', '1', 2), ('y', 1, 1), ('y', x'31', 2)");
        List<String> target = List.of(table, "INSERT INTO t VALUES ('x', '1', 2), ('z', 'own', 9)");
        try (TwoDatabases both = new TwoDatabases(folder, source, target)) {
            TablePlan plan = both.possible("t");
            assertThat(plan.key()).containsExactly("b", "a");
            CopyResult result = both.copy(plan);
            assertThat(result.copied()).isEqualTo(3);
            assertThat(both.targetRows(plan)).containsAll(both.sourceRows(plan)).hasSize(5);
            TableProof proof = both.prove(plan, false);
            assertThat(proof.added()).isEqualTo(1);
            Verifier.requireProven(proof, 2, 3, 0);
        }
    }

    @Test
    void generated_columns_are_computed_again_and_not_copied() throws SQLException {
        List<String> source = List.of(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, up TEXT AS (upper(a)) VIRTUAL, n AS (length(a)) STORED, z)",
                "CREATE INDEX i ON t (up)",
                "INSERT INTO t (a, z) VALUES ('one', 1), ('two', 1.0), (NULL, '1')");
        try (TwoDatabases both = new TwoDatabases(folder, source, structureOf(source))) {
            TablePlan plan = both.possible("t");
            assertThat(plan.columns()).containsExactly("id", "a", "z");
            CopyResult result = both.copy(plan);
            Verifier.requireProven(both.prove(plan, true), 0, result.copied(), 0);
            assertThat(both.value("SELECT group_concat(up || n) FROM main.t")).isEqualTo("ONE3,TWO3");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 130, 400})
    void wide_tables_arrive_and_every_column_is_proven(int width) throws SQLException {
        String columns = IntStream.range(1, width).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        String values = IntStream.range(1, width).mapToObj(i -> "'v" + i + "'").collect(Collectors.joining(", "));
        List<String> source = List.of(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, " + columns + ")", "INSERT INTO t VALUES (1, " + values + ")");
        try (TwoDatabases both = new TwoDatabases(folder, source, structureOf(source))) {
            TablePlan plan = both.possible("t");
            CopyResult result = both.copy(plan);
            assertThat(both.targetRows(plan)).isEqualTo(both.sourceRows(plan));
            Verifier.requireProven(both.prove(plan, true), 0, result.copied(), 0);
            both.execute("UPDATE main.t SET c" + (width - 1) + " = 'v' || c" + (width - 1));
            assertThat(both.prove(plan, true).changed()).isEqualTo(1);
            assertThat(both.targetDigest(plan)).isNotEqualTo(both.sourceDigest(plan));
        }
    }

    @Test
    void columns_are_matched_by_name_and_not_by_place() throws SQLException {
        List<String> source = List.of(
                "CREATE TABLE t (b TEXT, id TEXT NOT NULL PRIMARY KEY, A TEXT)",
                "INSERT INTO t (id, A, b) VALUES ('k', 'a', 'b')");
        List<String> target = List.of("CREATE TABLE t (ID TEXT NOT NULL PRIMARY KEY, a TEXT, B TEXT)");
        try (TwoDatabases both = new TwoDatabases(folder, source, target)) {
            TablePlan plan = both.possible("t");
            CopyResult result = both.copy(plan);
            Verifier.requireProven(both.prove(plan, true), 0, result.copied(), 0);
            assertThat(both.value("SELECT id || a || b FROM " + TARGET + ".t")).isEqualTo("kab");
            assertThat(both.value("SELECT id || a || b FROM " + SOURCE + ".t")).isEqualTo("kab");
        }
    }
}
