package dev.tributary.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CatalogTest {
    private ManagedConnection memory;

    @BeforeEach
    void open() throws SQLException {
        memory = SqliteFiles.openInMemory();
    }

    @AfterEach
    void close() throws SQLException {
        memory.close();
    }

    private Catalog read(String... statements) throws SQLException {
        try (Statement statement = memory.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
        return SqliteCatalog.read(memory, "main");
    }

    private Table table(String... statements) throws SQLException {
        return read(statements).table("t").orElseThrow();
    }

    private static Catalog of(String... statements) throws SQLException {
        try (ManagedConnection own = SqliteFiles.openInMemory();
                Statement statement = own.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
            return SqliteCatalog.read(own, "main");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "\"\"",
                "a\"; DROP TABLE t; --",
                "'; DROP TABLE t; --",
                "]",
                "`",
                "select",
                " ",
                "a.b",
                "é😀",
                "\\",
                "\n",
                "%s",
                "?1",
                ":name",
                "--",
                "/*"
            })
    void no_name_can_break_out_of_its_quotes(String name) throws SQLException {
        read("CREATE TABLE t (id)", "CREATE TABLE " + Identifier.quote(name) + " (" + Identifier.quote(name) + ")");
        Catalog catalog = SqliteCatalog.read(memory, "main");
        assertThat(catalog.tables()).extracting(Table::name).containsExactlyInAnyOrder("t", name);
        assertThat(catalog.table(name).orElseThrow().columns())
                .extracting(Column::name)
                .containsExactly(name);
        try (Statement statement = memory.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + Identifier.literal(name))) {
            assertThat(row.getString(1)).isEqualTo(name);
        }
    }

    @Test
    void a_name_that_SQLite_would_cut_is_no_name() {
        assertThatThrownBy(() -> Identifier.quote("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Identifier.quote("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Identifier.literal("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void only_the_case_of_ASCII_letters_is_without_meaning_in_names() throws SQLException {
        assertThat(Identifier.same("Tasks", "tASKS")).isTrue();
        assertThat(Identifier.same("é", "É")).isFalse();
        // two tables of one file, as SQLite sees it
        assertThat(read("CREATE TABLE \"É\" (a)", "CREATE TABLE \"é\" (b)")
                        .table("é")
                        .orElseThrow()
                        .columnNames())
                .containsExactly("b");
    }

    /** The examples of the manual, section 3.1.1, and its surprises. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT|INTEGER",
                "INTEGER|INTEGER",
                "TINYINT|INTEGER",
                "SMALLINT|INTEGER",
                "MEDIUMINT|INTEGER",
                "BIGINT|INTEGER",
                "UNSIGNED BIG INT|INTEGER",
                "INT2|INTEGER",
                "INT8|INTEGER",
                "CHARACTER(20)|TEXT",
                "VARCHAR(255)|TEXT",
                "VARYING CHARACTER(255)|TEXT",
                "NCHAR(55)|TEXT",
                "NATIVE CHARACTER(70)|TEXT",
                "NVARCHAR(100)|TEXT",
                "TEXT|TEXT",
                "CLOB|TEXT",
                "BLOB|BLOB",
                "''|BLOB",
                "REAL|REAL",
                "DOUBLE|REAL",
                "DOUBLE PRECISION|REAL",
                "FLOAT|REAL",
                "NUMERIC|NUMERIC",
                "DECIMAL(10,5)|NUMERIC",
                "BOOLEAN|NUMERIC",
                "DATE|NUMERIC",
                "DATETIME|NUMERIC",
                "FLOATING POINT|INTEGER",
                "STRING|NUMERIC",
                "CHARINT|INTEGER",
                "timestamp|NUMERIC",
                "blob_text|TEXT"
            })
    void the_affinity_of_a_declared_type_is_the_one_of_the_manual(String type, Affinity expected) throws SQLException {
        assertThat(Affinity.of(type)).isEqualTo(expected);
        // what SQLite itself makes of the text 1.0 shows the affinity
        read("CREATE TABLE t (v " + type + ")", "INSERT INTO t VALUES ('1.0'), (1)");
        try (Statement statement = memory.createStatement();
                ResultSet row = statement.executeQuery("SELECT group_concat(typeof(v), ' ') FROM t")) {
            assertThat(row.getString(1))
                    .isEqualTo(
                            switch (expected) {
                                case TEXT -> "text text";
                                case BLOB -> "text integer";
                                case REAL -> "real real";
                                case INTEGER, NUMERIC -> "integer integer";
                            });
        }
    }

    @Test
    void columns_come_with_all_that_a_program_could_notice() throws SQLException {
        Table table = table("CREATE TABLE t (b TEXT NOT NULL DEFAULT 'x''y', a INTEGER, v AS (a + 1) VIRTUAL,"
                + " s TEXT AS (b) STORED, PRIMARY KEY (a, b))");
        assertThat(table.columns())
                .extracting(Column::shape)
                .containsExactly(
                        "b TEXT NOT NULL DEFAULT 'x''y' KEY 2", "a INTEGER KEY 1", "v GENERATED", "s TEXT GENERATED");
        assertThat(table.key()).containsExactly("a", "b");
        assertThat(table.columnNames()).containsExactly("b", "a");
    }

    @Test
    void an_index_is_known_by_collation_direction_condition_and_expression() throws SQLException {
        Table table = table(
                "CREATE TABLE t (a TEXT COLLATE NOCASE, b, UNIQUE (b, a))",
                "CREATE INDEX i1 ON t (a)",
                "CREATE INDEX i2 ON t (a COLLATE BINARY DESC, b)",
                "CREATE UNIQUE INDEX i3 ON t (b) WHERE b > 'x where y'",
                "CREATE INDEX i4 ON t (lower(a), b)",
                "CREATE INDEX i5 ON t (upper(a), b)");
        assertThat(shape(table, "i1")).isEqualTo("(a COLLATE NOCASE)");
        assertThat(shape(table, "i2")).isEqualTo("(a DESC, b)");
        assertThat(shape(table, "i3")).isEqualTo("UNIQUE (b) WHERE b > 'x where y'");
        assertThat(shape(table, "i4")).isNotEqualTo(shape(table, "i5"));
        assertThat(table.createdIndexes()).hasSize(5);
        assertThat(table.indexes()).hasSize(6).anySatisfy(index -> {
            assertThat(index.origin()).isEqualTo(Index.Origin.UNIQUE_CONSTRAINT);
            assertThat(index.shape()).isEqualTo("UNIQUE (b, a COLLATE NOCASE)");
        });
    }

    private static String shape(Table table, String index) {
        return table.index(index).orElseThrow().shape();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE t (id INTEGER PRIMARY KEY)|id|rowid",
                "CREATE TABLE t (id INTEGER PRIMARY KEY DESC)||rowid",
                "CREATE TABLE t (id INT PRIMARY KEY)||rowid",
                "CREATE TABLE t (id INTEGER, v, PRIMARY KEY (id))|id|rowid",
                "CREATE TABLE t (id INTEGER PRIMARY KEY) WITHOUT ROWID||",
                "CREATE TABLE t (rowid TEXT PRIMARY KEY)||_rowid_",
                "CREATE TABLE t (ROWID, _rowid_)||oid",
                "CREATE TABLE t (rowid, _rowid_, OID)||",
            })
    void it_is_known_whether_and_how_SQL_reaches_the_rowid(String sql, String column, String name) throws SQLException {
        Table table = table(sql);
        assertThat(table.rowidColumn().orElse(null)).isEqualTo(column);
        assertThat(table.rowidName().orElse(null)).isEqualTo(name);
    }

    @Test
    void a_table_of_the_same_shape_has_no_differences() throws SQLException {
        String[] sql = {"CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)", "CREATE INDEX i ON t (v)"};
        SchemaComparison same = SchemaComparison.of(of(sql).table("t").orElseThrow(), of(sql));
        assertThat(same.missingTable()).isFalse();
        assertThat(List.of(same.conflicts(), same.indexConflicts(), same.missingIndexes(), same.notes()))
                .allSatisfy(differences -> assertThat(differences).isEmpty());
    }

    @Test
    void what_a_program_could_notice_is_a_conflict_and_what_it_could_not_is_a_note() throws SQLException {
        Table expected =
                of("CREATE TABLE t (id INTEGER PRIMARY KEY, gone TEXT, kind TEXT, wide VARCHAR(50), d TEXT DEFAULT 'a')")
                        .table("t")
                        .orElseThrow();
        SchemaComparison found = SchemaComparison.of(
                expected,
                of(
                        "CREATE TABLE t (id INTEGER, kind INTEGER, wide VARCHAR(99), d TEXT DEFAULT 'b', more TEXT)",
                        "CREATE INDEX extra ON t (wide)"));
        assertThat(found.conflicts())
                .containsExactly(
                        "t.id is id INTEGER, expected id INTEGER KEY 1",
                        "t lacks the column gone TEXT",
                        "t.kind is kind INTEGER, expected kind TEXT");
        assertThat(found.notes())
                .containsExactlyInAnyOrder(
                        "t.wide is wide VARCHAR(99), not wide VARCHAR(50)",
                        "t.d is d TEXT DEFAULT 'b', not d TEXT DEFAULT 'a'",
                        "t has one more column: more TEXT",
                        "t has one more index: extra (wide)");
    }

    @Test
    void an_index_name_that_another_table_owns_or_that_stands_for_something_else_is_a_conflict() throws SQLException {
        Table expected = of(
                        "CREATE TABLE t (a, b)",
                        "CREATE INDEX i1 ON t (a)",
                        "CREATE INDEX i2 ON t (b)",
                        "CREATE INDEX i3 ON t (a, b)")
                .table("t")
                .orElseThrow();
        SchemaComparison found = SchemaComparison.of(
                expected,
                of(
                        "CREATE TABLE t (a, b)",
                        "CREATE TABLE other (x)",
                        "CREATE INDEX I1 ON other (x)",
                        "CREATE INDEX i2 ON t (b DESC)"));
        assertThat(found.indexConflicts())
                .containsExactly(
                        "the index name i1 belongs to other, and t needs it", "the index i2 is (b DESC), expected (b)");
        assertThat(found.missingIndexes()).extracting(Index::name).containsExactly("i3");
    }

    @Test
    void a_table_that_is_not_there_is_missing_with_its_indexes() throws SQLException {
        Table expected =
                of("CREATE TABLE t (a)", "CREATE INDEX i ON t (a)").table("t").orElseThrow();
        SchemaComparison found = SchemaComparison.of(expected, of("CREATE VIEW t AS SELECT 1 AS a"));
        assertThat(found.missingTable()).isTrue();
        assertThat(found.missingIndexes()).hasSize(1);
    }
}
