package dev.tributary.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StoredStatementTest {
    private static final String NEW = "a \"new\" name";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index plain on t(a)",
                "CREATE UNIQUE INDEX IF NOT EXISTS \"with \"\"quotes\"\"\" ON t (a COLLATE NOCASE DESC) WHERE b > 0",
                "CREATE INDEX [in brackets]\n\tON t(a, b)",
                "CREATE INDEX `in back``ticks` ON t(a)",
                "CREATE VIEW 'in apostrophes' AS SELECT a FROM t",
                "CREATE VIEW glued(x)AS SELECT a FROM t",
                "CREATE TEMP VIEW IF NOT EXISTS wörter AS SELECT 'glued' AS glued FROM t -- glued",
                "CREATE TRIGGER plain AFTER INSERT ON t BEGIN UPDATE t SET b = 1; END",
                "CREATE TRIGGER IF NOT EXISTS \"of a view\" INSTEAD OF INSERT ON v BEGIN SELECT 1; END"
            })
    void what_sqlite_stores_makes_the_same_thing_under_another_name(String sql) throws SQLException {
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a FROM t;");
            statement.execute(sql.replace("TEMP ", ""));
            String stored = stored(memory)
                    .filter(text -> !text.contains("VIEW v "))
                    .findFirst()
                    .orElseThrow();

            statement.execute(StoredStatement.named(stored, NEW));

            assertThat(stored(memory).filter(text -> text.contains("\"a \"\"new\"\" name\"")))
                    .singleElement()
                    .satisfies(made -> assertThat(made.replace("\"a \"\"new\"\" name\"", "NAME"))
                            .isEqualTo(StoredStatement.named(stored, "NAME").replace("\"NAME\"", "NAME")));
        }
    }

    private static Stream<String> stored(ManagedConnection memory) throws SQLException {
        Catalog catalog = SqliteCatalog.read(memory, "main");
        return Stream.of(
                        catalog.tables().stream()
                                .flatMap(table -> table.createdIndexes().stream())
                                .map(index -> index.sql().orElseThrow()),
                        catalog.views().stream().map(Catalog.Definition::sql),
                        catalog.triggers().stream().map(Catalog.Definition::sql))
                .flatMap(each -> each);
    }

    @Test
    void another_statement_is_no_such_statement() {
        assertThatIllegalArgumentException().isThrownBy(() -> StoredStatement.named("CREATE TABLE t (a)", NEW));
        assertThatIllegalArgumentException().isThrownBy(() -> StoredStatement.named("", NEW));
    }

    @Test
    void statements_are_the_same_whatever_their_white_space_quotes_and_case() {
        assertThat(StoredStatement.same(
                        "CREATE VIEW \"v\" AS\n  SELECT a, -- first\n b FROM [t]",
                        "create view v as select a,b from t /* the table */"))
                .isTrue();
        assertThat(StoredStatement.same("CREATE VIEW v AS SELECT a FROM t", "CREATE VIEW v AS SELECT b FROM t"))
                .isFalse();
    }
}
