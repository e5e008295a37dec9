package dev.tributary.plan;

import static dev.tributary.support.TwoDatabases.SOURCE;
import static dev.tributary.support.TwoDatabases.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.fault.Fault;
import dev.tributary.source.SourceSpec;
import dev.tributary.support.TwoDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PlannerTest {
    private static final String TABLE = "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v TEXT)";

    @TempDir
    Path folder;

    private TwoDatabases open(List<String> source, List<String> target) throws SQLException {
        return new TwoDatabases(folder, source, target);
    }

    private CopyPlan plan(List<String> source, List<String> target) throws SQLException {
        try (TwoDatabases both = open(source, target)) {
            return both.plan("t");
        }
    }

    /** The only problem of a plan, which must name the source's file and table. */
    private Fault problem(List<String> source, List<String> target) throws SQLException {
        CopyPlan plan = plan(source, target);
        assertThat(plan.problems()).hasSize(1);
        Fault problem = plan.problems().get(0);
        assertThat(problem.place().file()).contains(folder.resolve("source.db"));
        assertThat(problem.place().table()).contains("t");
        assertThatThrownBy(plan::requirePossible).isSameAs(problem);
        return problem;
    }

    @Test
    void a_plan_counts_what_is_new_identical_and_changed() throws SQLException {
        List<String> source = List.of(TABLE, "INSERT INTO t VALUES ('a', '1'), ('b', '2'), ('c', '3'), ('d', NULL)");
        List<String> target = List.of(TABLE, "INSERT INTO t VALUES ('b', '2'), ('d', NULL), ('own', 'x')");
        CopyPlan plan = plan(source, target);
        plan.requirePossible();
        TablePlan table = plan.tables().get(0);
        assertThat(table.sourceRows()).isEqualTo(4);
        assertThat(table.targetRows()).isEqualTo(3);
        assertThat(table.identical()).isEqualTo(2);
        assertThat(table.changed()).isZero();
        assertThat(table.toCopy()).isEqualTo(2);
        assertThat(table.columns()).containsExactly("id", "v");
        assertThat(table.key()).containsExactly("id");
    }

    @Test
    void a_plan_writes_nothing() throws SQLException {
        try (TwoDatabases both = open(List.of(TABLE, "INSERT INTO t VALUES ('a', '1')"), List.of(TABLE))) {
            String before = both.value("SELECT total_changes() || (SELECT data_version FROM pragma_data_version)");
            both.plan("t");
            assertThat(both.value("SELECT total_changes() || (SELECT data_version FROM pragma_data_version)"))
                    .isEqualTo(before);
            assertThat(both.value("SELECT count(*) FROM main.t")).isEqualTo("0");
        }
    }

    @Test
    void a_table_that_the_source_lacks_is_a_problem() throws SQLException {
        assertThat(problem(List.of("CREATE TABLE other (id)"), List.of(TABLE)).what())
                .isEqualTo("the source 'source' has no table t");
    }

    @Test
    void a_table_that_the_target_lacks_is_a_problem() throws SQLException {
        assertThat(problem(List.of(TABLE), List.of("CREATE TABLE other (id)")).what())
                .isEqualTo("the target has no table t");
    }

    @Test
    void a_column_that_the_source_lacks_is_a_problem() throws SQLException {
        assertThat(problem(List.of("CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY)"), List.of(TABLE))
                        .what())
                .isEqualTo("the column t.v is missing in the source");
    }

    @Test
    void a_column_that_the_target_does_not_know_is_a_problem() throws SQLException {
        List<String> source = List.of("CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v TEXT, more TEXT)");
        assertThat(problem(source, List.of(TABLE)).what())
                .isEqualTo("the source has a column that the target does not know: t.more");
    }

    @Test
    void a_column_that_the_target_computes_itself_is_a_problem_where_the_source_stores_it() throws SQLException {
        List<String> source = List.of(TABLE, "INSERT INTO t VALUES ('a', 'not what would be computed')");
        List<String> target = List.of("CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v TEXT AS (upper(id)) VIRTUAL)");
        assertThat(problem(source, target).what()).contains("t.v").contains("computes");
    }

    @Test
    void a_unique_index_on_a_computed_column_that_the_source_lacks_is_left_to_the_copy() throws SQLException {
        List<String> source = List.of(TABLE, "INSERT INTO t VALUES ('a', '1'), ('b', '2')");
        List<String> target = List.of(
                "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v TEXT, up TEXT AS (upper(id)) VIRTUAL)",
                "CREATE UNIQUE INDEX i ON t (up)");
        assertThat(plan(source, target).problems()).isEmpty();
    }

    @Test
    void a_target_without_a_key_is_a_problem() throws SQLException {
        List<String> both = List.of("CREATE TABLE t (id TEXT, v TEXT)");
        assertThat(problem(both, both).what()).isEqualTo("the table t has no primary key");
    }

    @Test
    void a_trigger_on_the_target_is_a_problem() throws SQLException {
        List<String> target =
                List.of(TABLE, "CREATE TRIGGER busy AFTER INSERT ON t BEGIN DELETE FROM t WHERE id = 'a'; END");
        assertThat(problem(List.of(TABLE), target).what()).isEqualTo("the target's table t has a trigger: busy");
    }

    @Test
    void a_row_without_a_value_that_the_target_demands_is_a_problem() throws SQLException {
        List<String> source = List.of(TABLE, "INSERT INTO t VALUES ('a', '1'), ('b', NULL), ('c', NULL)");
        List<String> target = List.of("CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v TEXT NOT NULL DEFAULT '')");
        assertThat(problem(source, target).what())
                .isEqualTo("2 row(s) of t have no value in v, the first one with the key 'b'");
    }

    @Test
    void a_row_without_a_key_is_a_problem() throws SQLException {
        List<String> both = List.of("CREATE TABLE t (id TEXT PRIMARY KEY, v TEXT)", "INSERT INTO t VALUES (NULL, '1')");
        assertThat(problem(both, both.subList(0, 1)).what())
                .isEqualTo("1 row(s) of t have no value in id, the first one with the key NULL");
    }

    @Test
    void values_that_the_target_would_rewrite_are_a_problem() throws SQLException {
        List<String> source = List.of(TABLE, "INSERT INTO t VALUES ('a', 'text'), ('b', '007'), ('c', '1.0')");
        List<String> target = List.of("CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v INTEGER)");
        Fault problem = problem(source, target);
        assertThat(problem.what())
                .isEqualTo("2 value(s) of t.v would be rewritten, the first one '007' with the key 'b'");
        assertThat(problem.why()).contains("TEXT").contains("INTEGER");
    }

    @Test
    void a_long_value_is_shortened_in_a_problem() throws SQLException {
        List<String> source = List.of(TABLE, "INSERT INTO t VALUES ('a', replace(hex(zeroblob(5000)), '00', '12'))");
        List<String> target = List.of("CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v REAL)");
        assertThat(problem(source, target).what()).hasSizeLessThan(200).contains("121212");
    }

    @Test
    void a_key_that_is_no_integer_is_a_problem_where_the_target_can_hold_nothing_else() throws SQLException {
        List<String> source =
                List.of("CREATE TABLE t (id INT PRIMARY KEY, v TEXT)", "INSERT INTO t VALUES (1, 'a'), ('x', 'b')");
        List<String> target = List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)");
        assertThat(problem(source, target).what())
                .isEqualTo("1 value(s) of t.id are not integers, the first one with the key 'x'");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "UNIQUE INDEX i ON t (v)|same|same|i",
                "UNIQUE INDEX i ON t (v DESC)|same|same|i",
                "UNIQUE INDEX i ON t (v COLLATE NOCASE)|abc|ABC|i",
                "UNIQUE INDEX i ON t (v COLLATE RTRIM DESC)|abc|abc  |i",
            })
    void values_that_the_target_allows_once_and_the_source_has_twice_are_a_problem(
            String index, String one, String other, String name) throws SQLException {
        List<String> source = List.of(
                TABLE, "INSERT INTO t VALUES ('1', '" + one + "'), ('2', '" + other + "'), ('3', NULL), ('4', NULL)");
        Fault problem = problem(source, List.of(TABLE, "CREATE " + index));
        assertThat(problem.what()).isEqualTo("1 value(s) of (v) stand more than once in t");
        assertThat(problem.why()).contains("(" + name + ")");
    }

    @Test
    void keys_that_only_the_target_takes_for_the_same_are_a_problem() throws SQLException {
        List<String> source = List.of(TABLE, "INSERT INTO t VALUES ('abc', '1'), ('ABC', '2')");
        List<String> target = List.of("CREATE TABLE t (id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY, v TEXT)");
        assertThat(problem(source, target).what()).isEqualTo("1 value(s) of (id) stand more than once in t");
    }

    @Test
    void a_key_that_stands_twice_in_a_source_without_a_key_is_a_problem() throws SQLException {
        List<String> source = List.of("CREATE TABLE t (id INTEGER, v TEXT)", "INSERT INTO t VALUES (1, 'a'), (1, 'b')");
        List<String> target = List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)");
        assertThat(problem(source, target).what()).isEqualTo("1 value(s) of (id) stand more than once in t");
    }

    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE UNIQUE INDEX i ON t (v)|same|same",
                "CREATE UNIQUE INDEX i ON t (v COLLATE NOCASE)|abc|ABC",
            })
    void a_unique_value_that_another_row_of_the_target_has_is_a_problem(String index, String one, String other)
            throws SQLException {
        List<String> source = List.of(TABLE, index, "INSERT INTO t VALUES ('new', '" + one + "')");
        List<String> target = List.of(TABLE, index, "INSERT INTO t VALUES ('old', '" + other + "')");
        assertThat(problem(source, target).what())
                .isEqualTo("1 row(s) of t have the same (v) as another row of the target");
    }

    @Test
    void values_that_only_a_column_and_not_its_unique_index_takes_for_the_same_are_no_problem() throws SQLException {
        String table = "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v TEXT COLLATE NOCASE)";
        String index = "CREATE UNIQUE INDEX i ON t (v COLLATE BINARY)";
        List<String> source = List.of(table, index, "INSERT INTO t VALUES ('new', 'abc')");
        List<String> target = List.of(table, index, "INSERT INTO t VALUES ('old', 'ABC')");
        try (TwoDatabases both = open(source, target)) {
            assertThat(both.copy(both.possible("t")).copied()).isEqualTo(1);
        }
    }

    @Test
    void a_row_with_other_content_is_a_problem_and_both_sides_are_shown() throws SQLException {
        String shared = "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v TEXT, w)";
        List<String> source = List.of(shared, "INSERT INTO t VALUES ('it''s', 'new', 1), ('b', 'x', 1)");
        List<String> target = List.of(shared, "INSERT INTO t VALUES ('it''s', 'old', 1), ('b', 'x', 1.0)");
        CopyPlan plan = plan(source, target);
        assertThat(plan.tables().get(0).changed()).isEqualTo(2);
        assertThat(plan.tables().get(0).examples())
                .containsExactly(
                        new TablePlan.RowDifference("'it''s'", "v", "'new'", "'old'"),
                        new TablePlan.RowDifference("'b'", "w", "1", "1.0"));
        Fault problem = plan.problems().get(0);
        assertThat(problem.what())
                .isEqualTo("2 row(s) of t are in the source and in the target with different content; the first: key"
                        + " 'it''s', column v, source 'new', target 'old'");
        assertThat(problem.place().rowKey()).contains("'it''s'");
        assertThat(problem.place().column()).contains("v");
    }

    @Test
    void rows_with_other_content_are_only_listed_where_that_is_allowed() throws SQLException {
        List<String> source = List.of(TABLE, "INSERT INTO t VALUES ('a', 'new'), ('b', 'x')");
        List<String> target = List.of(TABLE, "INSERT INTO t VALUES ('a', 'old')");
        try (TwoDatabases both = open(source, target)) {
            CopyPlan plan = both.plan(CopySpec.TableCopy.same("t"), true);
            plan.requirePossible();
            assertThat(plan.tables().get(0).changed()).isEqualTo(1);
            assertThat(plan.tables().get(0).toCopy()).isEqualTo(1);
            assertThat(both.copy(plan.tables().get(0)).copied()).isEqualTo(1);
            assertThat(both.value("SELECT v FROM main.t WHERE id = 'a'")).isEqualTo("old");
        }
    }

    @Test
    void five_examples_are_shown_and_long_values_are_cut() throws SQLException {
        String rows = "INSERT INTO t SELECT value, printf('%.*c', 500, '%s') || value FROM generate_series(1, 20)";
        String series = "WITH RECURSIVE generate_series(value) AS (VALUES (1) UNION ALL SELECT value + 1"
                + " FROM generate_series WHERE value < 20) ";
        List<String> source =
                List.of(TABLE, series + rows.replace("(1, 20)", "").replace("%s", "s"));
        List<String> target =
                List.of(TABLE, series + rows.replace("(1, 20)", "").replace("%s", "t"));
        CopyPlan plan = plan(source, target);
        assertThat(plan.tables().get(0).changed()).isEqualTo(20);
        assertThat(plan.tables().get(0).examples()).hasSize(5).allSatisfy(example -> {
            assertThat(example.inSource()).hasSize(60).startsWith("'ssss").endsWith("...");
            assertThat(example.inTarget()).hasSize(60).startsWith("'tttt").endsWith("...");
        });
        assertThat(plan.problems().get(0).what()).hasSizeLessThan(400);
    }

    @Test
    void several_problems_are_all_listed_and_the_first_says_how_many_there_are() throws SQLException {
        List<String> source = List.of("CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, x TEXT, y TEXT)");
        CopyPlan plan = plan(source, List.of(TABLE));
        assertThat(plan.problems()).hasSize(3);
        assertThatThrownBy(plan::requirePossible)
                .isInstanceOf(Fault.class)
                .hasMessageContaining("2 more problems were found; 'plan' lists all");
    }

    @Test
    void every_index_of_the_source_has_a_fate() throws SQLException {
        List<String> source = List.of(
                TABLE,
                "CREATE INDEX kept ON t (v)",
                "CREATE INDEX renamed ON t (v, id)",
                "CREATE INDEX lost ON t (v DESC)",
                "CREATE INDEX taken ON t (id, v)",
                "CREATE INDEX partly ON t (v) WHERE v > 'a'",
                "CREATE INDEX computed ON t (lower(v))");
        List<String> target = List.of(
                TABLE,
                "CREATE TABLE other (id)",
                "CREATE INDEX taken ON other (id)",
                "CREATE INDEX kept ON t (v)",
                "CREATE INDEX another_name ON t (v, id)",
                "CREATE INDEX partly ON t (v)  WHERE  v > 'b'",
                "CREATE INDEX computed ON t ( lower(v) )");
        List<TablePlan.IndexFate> fates = plan(source, target).tables().get(0).indexes();
        assertThat(fates)
                .extracting(TablePlan.IndexFate::name, TablePlan.IndexFate::equal, TablePlan.IndexFate::takenBy)
                .containsExactlyInAnyOrder(
                        tuple("kept", "kept", ""),
                        tuple("renamed", "another_name", ""),
                        tuple("lost", "", ""),
                        tuple("taken", "", "other"),
                        tuple("partly", "", ""),
                        tuple("computed", "", ""));
    }

    @Test
    void tables_that_are_not_copied_are_listed_when_they_hold_rows() throws SQLException {
        List<String> source = List.of(
                TABLE,
                "CREATE TABLE empty (id)",
                "CREATE TABLE full (id)",
                "CREATE TABLE \"Quoted \"\"x\"\"\" (id)",
                "CREATE VIEW v AS SELECT * FROM full",
                "INSERT INTO full VALUES (1), (2)",
                "INSERT INTO \"Quoted \"\"x\"\"\" VALUES (1)");
        assertThat(plan(source, List.of(TABLE)).leftBehind())
                .containsExactly(new CopyPlan.LeftBehind("Quoted \"x\"", 1), new CopyPlan.LeftBehind("full", 2));
    }

    @Test
    void a_table_may_get_another_name() throws SQLException {
        List<String> source = List.of(TABLE, "INSERT INTO t VALUES ('a', '1')");
        try (TwoDatabases both = open(source, List.of(TABLE.replace(" t ", " u ")))) {
            CopyPlan plan = both.plan(new CopySpec.TableCopy("T", "U"), false);
            plan.requirePossible();
            TablePlan table = plan.tables().get(0);
            assertThat(table.source().name()).isEqualTo("t");
            assertThat(table.target().name()).isEqualTo("u");
            assertThat(plan.leftBehind()).isEmpty();
            assertThat(both.copy(table).copied()).isEqualTo(1);
            assertThat(both.prove(table, true).changed()).isZero();
        }
    }

    @Test
    void a_target_that_will_only_be_made_is_planned_from_its_catalog() throws SQLException {
        List<String> source = List.of(TABLE, "INSERT INTO t VALUES ('a', NULL)");
        try (TwoDatabases both = open(source, List.of("CREATE TABLE other (id)"))) {
            both.execute("CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v TEXT NOT NULL)");
            Catalog future = SqliteCatalog.read(both.connection(), TARGET);
            both.execute("DROP TABLE t");
            CopyPlan plan = new Planner(
                            both.connection(),
                            new Planner.Side(SOURCE, SqliteCatalog.read(both.connection(), SOURCE)),
                            new Planner.Side(TARGET, future),
                            table -> false)
                    .plan(
                            new CopySpec(new SourceSpec("s", List.of(), true), List.of(CopySpec.TableCopy.same("t"))),
                            folder.resolve("source.db"),
                            false);
            assertThat(plan.tables().get(0).targetRows()).isZero();
            assertThat(plan.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.what()).contains("have no value in v"));
        }
    }

    @Test
    void every_part_of_a_declaration_is_in_its_canonical_text() {
        CopySpec spec = spec("s", List.of("a", "b"), true, "t", "u");
        assertThat(spec.canonical())
                .isNotEqualTo(spec("s2", List.of("a", "b"), true, "t", "u").canonical())
                .isNotEqualTo(spec("s", List.of("b", "a"), true, "t", "u").canonical())
                .isNotEqualTo(spec("s", List.of("a", "b"), false, "t", "u").canonical())
                .isNotEqualTo(spec("s", List.of("a", "b"), true, "t2", "u").canonical())
                .isNotEqualTo(spec("s", List.of("a", "b"), true, "t", "u2").canonical())
                .isEqualTo(spec("s", List.of("a", "b"), true, "t", "u").canonical());
    }

    private static CopySpec spec(String source, List<String> searched, boolean needed, String from, String to) {
        return new CopySpec(new SourceSpec(source, searched, needed), List.of(new CopySpec.TableCopy(from, to)));
    }
}
