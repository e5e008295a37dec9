package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.PostgresObject.Kind;
import dev.tributary.support.Postgres;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InitialSchemaTest {
    @Test
    void every_statement_makes_one_object_that_no_other_makes() {
        Map<Kind, Long> counts = InitialSchema.statements().stream()
                .collect(Collectors.groupingBy(each -> each.object().kind(), Collectors.counting()));
        assertThat(counts)
                .containsEntry(Kind.TABLE, 36L)
                .containsEntry(Kind.PARTITION, 12L)
                .containsEntry(Kind.INDEX, 70L)
                .containsEntry(Kind.TRIGGER, 13L)
                .containsEntry(Kind.POLICY, 11L)
                .containsEntry(Kind.ROW_SECURITY, 11L)
                .containsEntry(Kind.EXTENSION, 3L)
                .containsEntry(Kind.FUNCTION, 2L);
        assertThat(InitialSchema.statements().stream()
                        .map(SchemaStatement::object)
                        .collect(Collectors.toMap(Function.identity(), each -> 1, Integer::sum)))
                .allSatisfy((object, times) -> assertThat(times).isOne());
    }

    @Test
    void all_statements_run_in_their_order_on_an_empty_database() {
        assertThat(Postgres.fresh().withInitialSchema().query("""
                        SELECT count(*) FILTER (WHERE relkind IN ('r', 'p') AND NOT relispartition)
                          FROM pg_class WHERE relnamespace = 'mcp'::regnamespace""")).isEqualTo(List.of("36"));
    }
}
