package dev.tributary.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TableDigestTest {
    private ManagedConnection memory;
    private int made;

    @BeforeEach
    void open() throws SQLException {
        memory = SqliteFiles.openInMemory();
    }

    @AfterEach
    void close() throws SQLException {
        memory.close();
    }

    private TableDigest digest(String columns, String rows) throws SQLException {
        String table = "t" + ++made;
        try (Statement statement = memory.createStatement()) {
            statement.executeUpdate("CREATE TABLE " + table + " (" + columns + ")");
            if (!rows.isEmpty()) {
                statement.executeUpdate("INSERT INTO " + table + " VALUES " + rows);
            }
        }
        return TableDigest.of(memory, "main", table, List.of(columns.split(", ")), "");
    }

    @Test
    void it_stays_the_same_in_every_version_for_it_is_kept_in_ledgers() throws SQLException {
        assertThat(digest("a, b", "")).isEqualTo(new TableDigest(0, "0".repeat(64)));
        // SHA-256 of T3:abcI-7;R1.5;B1:00N, written out by hand
        assertThat(digest("a, b, c, d, e", "('abc', -7, 1.5, x'00', NULL)"))
                .isEqualTo(new TableDigest(1, TableDigest.ofText("T3:abcI-7;R1.5;B1:00N")));
    }

    @Test
    void the_order_of_rows_does_not_matter_and_their_number_does() throws SQLException {
        TableDigest one = digest("a", "(1), (2), (3)");
        assertThat(digest("a", "(3), (1), (2)")).isEqualTo(one);
        assertThat(digest("a", "(1), (2), (3), (3)").hex()).isNotEqualTo(one.hex());
        assertThat(digest("a", "(1), (2)").hex()).isNotEqualTo(one.hex());
        assertThat(digest("a", "(1), (1), (2), (2)").hex())
                .isNotEqualTo(digest("a", "(1), (1), (1), (2)").hex());
    }

    @Test
    void no_value_can_be_written_so_that_it_looks_like_two_others() throws SQLException {
        assertThat(List.of(
                        digest("a, b", "('x', 'y')").hex(),
                        digest("a, b", "('xT1:y', NULL)").hex(),
                        digest("a, b", "('xy', '')").hex(),
                        digest("a, b", "('', 'xy')").hex(),
                        digest("a, b", "(NULL, 'xy')").hex(),
                        digest("a, b", "(x'78', 'y')").hex(),
                        digest("a, b", "('78', 'y')").hex(),
                        digest("a, b", "(1, 11)").hex(),
                        digest("a, b", "(11, 1)").hex(),
                        digest("a, b", "(1.0, 11)").hex(),
                        digest("a, b", "('1', 11)").hex()))
                .doesNotHaveDuplicates();
    }

    @Test
    void more_columns_than_one_call_takes_are_all_in_it() throws SQLException {
        String columns =
                String.join(", ", IntStream.range(0, 250).mapToObj(i -> "c" + i).toList());
        String zeros =
                String.join(", ", IntStream.range(0, 250).mapToObj(i -> "0").toList());
        TableDigest plain = digest(columns, "(" + zeros + ")");
        for (int changed : new int[] {0, 99, 100, 199, 200, 249}) {
            String values = String.join(
                    ", ",
                    IntStream.range(0, 250)
                            .mapToObj(i -> i == changed ? "1" : "0")
                            .toList());
            assertThat(digest(columns, "(" + values + ")")).isNotEqualTo(plain);
        }
    }

    @Test
    void a_condition_limits_the_rows() throws SQLException {
        digest("a", "(1), (2), (3)");
        assertThat(TableDigest.of(memory, "main", "t1", List.of("a"), "t.a < 3"))
                .isEqualTo(digest("a", "(2), (1)"));
    }
}
