package dev.tributary.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.copy.CopyResult;
import dev.tributary.fault.Fault;
import dev.tributary.plan.TablePlan;
import dev.tributary.source.TableDigest;
import dev.tributary.support.TwoDatabases;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens to the target between copy and proof is found, by comparing the values and, by itself, by the digest; for a
 * table whose rows are compared by rowid, and for one whose rows are compared by key.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DamageIsFoundTest {
    private static final String COLUMNS =
            " free, words TEXT, name TEXT COLLATE NOCASE, count INTEGER, share REAL, amount NUMERIC)";
    private static final String ROWS = "INSERT INTO t VALUES ('a', 1, '1', 'abc', 1, 0.1, 7),"
            + " ('b', '1', '', 'abc', -1, 1.0, 2.5), ('c', x'31', NULL, '', 9223372036854775807, 1e300, '007x'),"
            + " ('d', NULL, 'text', NULL, NULL, NULL, NULL), ('e', 1.0, x'31', 'x', 'x', 'x', 'x')";

    @TempDir
    Path folder;

    /** A change of one value or row: what it is, the statement, and the key that the proof must name. */
    static Stream<Arguments> damages() {
        List<String[]> damages = List.of(
                new String[] {"1 to 1.0", "UPDATE t SET free = 1.0 WHERE id = 'a'", "'a'"},
                new String[] {"1 to '1'", "UPDATE t SET free = '1' WHERE id = 'a'", "'a'"},
                new String[] {"'1' to 1", "UPDATE t SET free = 1 WHERE id = 'b'", "'b'"},
                new String[] {"1.0 to 1", "UPDATE t SET free = 1 WHERE id = 'e'", "'e'"},
                new String[] {"BLOB to TEXT, same bytes", "UPDATE t SET free = '1' WHERE id = 'c'", "'c'"},
                new String[] {"BLOB to TEXT in a TEXT column", "UPDATE t SET words = '1' WHERE id = 'e'", "'e'"},
                new String[] {"TEXT to BLOB in a TEXT column", "UPDATE t SET words = x'31' WHERE id = 'a'", "'a'"},
                new String[] {"abc to ABC in a NOCASE column", "UPDATE t SET name = 'ABC' WHERE id = 'b'", "'b'"},
                new String[] {"'1' to '1' and a NUL", "UPDATE t SET words = CAST(x'3100' AS TEXT) WHERE id = 'a'", "'a'"
                },
                new String[] {
                    "'text' to 'text', a NUL and more",
                    "UPDATE t SET words = CAST(x'746578740078' AS TEXT) WHERE id = 'd'",
                    "'d'"
                },
                new String[] {"NULL to ''", "UPDATE t SET words = '' WHERE id = 'c'", "'c'"},
                new String[] {"'' to NULL", "UPDATE t SET words = NULL WHERE id = 'b'", "'b'"},
                new String[] {"NULL to 0", "UPDATE t SET count = 0 WHERE id = 'd'", "'d'"},
                new String[] {"NULL to an empty BLOB", "UPDATE t SET free = x'' WHERE id = 'd'", "'d'"},
                new String[] {"'' to an empty BLOB", "UPDATE t SET words = x'' WHERE id = 'b'", "'b'"},
                new String[] {"a space at the end", "UPDATE t SET words = 'text ' WHERE id = 'd'", "'d'"},
                new String[] {"one ulp", "UPDATE t SET share = 0.10000000000000002 WHERE id = 'a'", "'a'"},
                new String[] {"one less than 2^63 - 1", "UPDATE t SET count = count - 1 WHERE id = 'c'", "'c'"},
                new String[] {"the sign", "UPDATE t SET count = -count WHERE id = 'a'", "'a'"},
                new String[] {"a missing row", "DELETE FROM t WHERE id = 'd'", "'d'"},
                new String[] {"another key", "UPDATE t SET id = 'd2' WHERE id = 'd'", "'d'"},
                new String[] {"a key in capitals", "UPDATE t SET id = 'D' WHERE id = 'd'", "'d'"},
                new String[] {
                    "two values of one row exchanged", "UPDATE t SET words = name, name = words WHERE id = 'a'", "'a'"
                },
                new String[] {
                    "a swapped pair of rows",
                    "UPDATE t SET (free, words, name, count, share, amount) ="
                            + " (SELECT free, words, name, count, share, amount FROM source_1.t AS s"
                            + " WHERE s.id = CASE t.id WHEN 'a' THEN 'b' ELSE 'a' END) WHERE id IN ('a', 'b')",
                    "'a'"
                });
        return damages.stream()
                .flatMap(damage -> Stream.of(
                                "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY,",
                                "CREATE TABLE t (id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,")
                        .flatMap(table -> Stream.of("", " WITHOUT ROWID")
                                .map(options -> Arguments.of(damage[0], table, options, damage[1], damage[2]))));
    }

    @ParameterizedTest(name = "{0}, {1} {2}")
    @MethodSource("damages")
    void damage_between_copy_and_proof_stops_the_run(
            String what, String table, String options, String damage, String key) throws SQLException {
        try (TwoDatabases both = open(table, options)) {
            TablePlan plan = both.possible("t");
            CopyResult result = both.copy(plan);
            Verifier.requireProven(both.prove(plan, result.rowidsKept()), 0, result.copied(), 0);
            assertThat(both.targetDigest(plan)).isEqualTo(both.sourceDigest(plan));

            assertThat(both.execute(damage)).isPositive();

            for (boolean tryRowids : new boolean[] {true, false}) {
                TableProof proof = both.prove(plan, tryRowids);
                assertThat(proof.missing() + proof.changed()).isPositive();
                assertThat(proof.examples()).contains(key);
                Fault fault =
                        catchThrowableOfType(Fault.class, () -> Verifier.requireProven(proof, 0, result.copied(), 0));
                assertThat(fault.what()).isEqualTo("the copy of t could not be proven");
                assertThat(fault.why()).contains("first keys: ", key, "rolled back");
                assertThat(fault.place().table()).contains("t");
            }
            assertThat(both.targetDigest(plan)).isNotEqualTo(both.sourceDigest(plan));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("surplus")
    void a_row_that_nobody_copied_stops_the_run(String what, String options, String statement) throws SQLException {
        try (TwoDatabases both = open("CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY,", options)) {
            TablePlan plan = both.possible("t");
            CopyResult result = both.copy(plan);
            both.execute(statement);
            for (boolean tryRowids : new boolean[] {true, false}) {
                TableProof proof = both.prove(plan, tryRowids);
                assertThat(proof.added()).isEqualTo(1);
                assertThatThrownBy(() -> Verifier.requireProven(proof, 0, result.copied(), 0))
                        .isInstanceOf(Fault.class)
                        .hasMessageContaining("the target has 6 rows and should have 5");
            }
            assertThat(both.targetDigest(plan)).isNotEqualTo(both.sourceDigest(plan));
        }
    }

    static Stream<Arguments> surplus() {
        return Stream.of("", " WITHOUT ROWID")
                .flatMap(options -> Stream.of(
                        Arguments.of(
                                "a doubled row" + options,
                                options,
                                "INSERT INTO t SELECT 'a2', free, words, name, count, share, amount FROM t WHERE id = 'a'"),
                        Arguments.of("a row too many" + options, options, "INSERT INTO t (id) VALUES ('z')")));
    }

    @Test
    void a_doubled_row_without_any_key_changes_the_digest_and_the_counts() throws SQLException {
        List<String> source = List.of("CREATE TABLE t (a TEXT)", "INSERT INTO t VALUES ('x'), ('y')");
        try (TwoDatabases both = new TwoDatabases(folder, source, source)) {
            both.execute("INSERT INTO t VALUES ('x')");
            TablePlan plan = both.plan("t").tables().get(0);
            assertThat(both.targetDigest(plan)).isNotEqualTo(both.sourceDigest(plan));
            both.execute("DELETE FROM t WHERE rowid = 3");
            assertThat(both.targetDigest(plan)).isEqualTo(both.sourceDigest(plan));
            // one gone and another one doubled: the counts agree, and the digest must not
            both.execute("UPDATE t SET a = 'x'");
            assertThat(both.targetDigest(plan).rows()).isEqualTo(2);
            assertThat(both.targetDigest(plan)).isNotEqualTo(both.sourceDigest(plan));
        }
    }

    @Test
    void a_change_by_one_ulp_is_found_for_every_size_of_number() throws SQLException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Double> numbers = new ArrayList<>(List.of(
                0.1,
                1.0 / 3,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                Double.MAX_VALUE,
                9007199254740992.0,
                1e22,
                1e23,
                5e-324 * 7));
        while (numbers.size() < 3_000) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number) && number != 0) {
                numbers.add(number);
            }
        }
        List<String> tables = List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, r REAL, f, n NUMERIC)");
        try (TwoDatabases both = new TwoDatabases(folder, tables, tables)) {
            // the source is read-only here: the "copy" is the plain insertion, and its twin is one ulp away
            TablePlan plan = both.possible("t");
            for (double number : numbers) {
                insert(both, 1, number);
                insert(both, 2, Math.nextUp(number));
                try (Statement statement = both.connection().createStatement();
                        ResultSet row = statement.executeQuery("SELECT +a.r IS +b.r, +a.f IS +b.f, +a.n IS +b.n"
                                + " FROM main.t AS a JOIN main.t AS b ON a.id = 1 AND b.id = 2")) {
                    row.next();
                    assertThat(row.getInt(1) + row.getInt(2) + row.getInt(3))
                            .as("by SQL, seed %d, number %s", seed, number)
                            .isZero();
                }
                for (String column : List.of("r", "f", "n")) {
                    assertThat(digest(both, plan, column, 1))
                            .as("by digest of %s, seed %d, number %s", column, seed, number)
                            .isNotEqualTo(digest(both, plan, column, 2));
                }
                both.execute("DELETE FROM main.t");
            }
        }
    }

    private static void insert(TwoDatabases both, int id, double number) throws SQLException {
        try (PreparedStatement insert =
                both.connection().prepareStatement("INSERT INTO main.t VALUES (?1, ?2, ?2, ?2)")) {
            insert.setInt(1, id);
            insert.setDouble(2, number);
            insert.executeUpdate();
        }
    }

    private static String digest(TwoDatabases both, TablePlan plan, String column, int id) throws SQLException {
        return TableDigest.of(both.connection(), "main", plan.target().name(), List.of(column), "t.id = " + id)
                .hex();
    }

    private TwoDatabases open(String table, String options) throws SQLException {
        String create = table + COLUMNS + options;
        return new TwoDatabases(folder, List.of(create, ROWS), List.of(create));
    }
}
