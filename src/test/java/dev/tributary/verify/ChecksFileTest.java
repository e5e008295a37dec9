package dev.tributary.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ChecksFileTest {
    private static final Path DB = Path.of("db");
    private static final Path DOCUMENTATION = DB.resolve("roadmap/checks/V009__document_tables.sql");

    @Test
    void a_query_that_returns_rows_is_a_finding_with_its_first_three() throws SQLException {
        Checks checks = Checks.parse("""
                -- Why: a header.
                -- warn: The value is odd.
                -- a comment
                SELECT id, v FROM t
                 WHERE v % 2 = 1 ORDER BY id;

                -- warn: The value is too large.
                select id, v from t where v > 100;
                """);
        assertThat(checks.size()).isEqualTo(2);
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (id, v)");
            assertThat(checks.run(memory)).isEmpty();
            statement.executeUpdate("INSERT INTO t VALUES ('a', 1), ('b', 2), ('c', 3), ('d', 5), ('e', 7)");
            assertThat(checks.run(memory))
                    .containsExactly(new Checks.Finding("The value is odd.", 4, List.of("a = 1", "c = 3", "d = 5")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- warn: nothing follows",
                "-- warn: no query\n",
                "-- warn: no semicolon\nSELECT 1, 2",
                "-- warn: two queries\nSELECT 1, 2; SELECT 3, 4;",
                "-- warn: it writes\nDELETE FROM t;",
                "-- warn: more behind it\nSELECT 1, 2; -- and why",
                "SELECT 1, 2;\n-- warn: a query before the first mark\nSELECT 1, 2;",
                "-- warning: a mistyped mark\nSELECT 1, 2;",
                " -- warn: an indented mark\nSELECT 1, 2;"
            })
    void a_check_that_would_never_run_is_refused(String text) {
        assertThatThrownBy(() -> Checks.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_text_without_queries_has_no_checks() {
        assertThat(Checks.parse("-- Why: nothing to check yet.\n").size()).isZero();
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(DB)) {
            return all
                    .filter(file -> file.getParent() != null && file.getParent().endsWith("checks"))
                    .filter(file -> !file.equals(DOCUMENTATION))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void the_check_of_the_documentation_finds_all_that_nothing_describes() throws SQLException, IOException {
        Checks checks = Checks.parse(Files.readString(DOCUMENTATION));
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement()) {
            statement.executeUpdate(Files.readString(DB.resolve("roadmap/schema.sql")));
            assertThat(checks.run(memory))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.rows()).isGreaterThan(200));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void the_checks_of_the_project_run_and_find_nothing_in_an_empty_schema(Path file) throws SQLException, IOException {
        Checks checks = Checks.parse(Files.readString(file));
        assertThat(checks.size()).isPositive();
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement()) {
            statement.executeUpdate(Files.readString(file.getParent().resolveSibling("schema.sql")));
            assertThat(checks.run(memory)).isEmpty();
        }
    }
}
