package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.LiveStep;
import dev.tributary.support.LiveRun;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.McpVersions;
import dev.tributary.support.Postgres;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions, each with known answers. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionsTest {
    private static final List<LiveStep> STEPS = new V008__create_functions().steps();
    private Postgres.Database db;

    @BeforeAll
    void make_them() {
        db = McpVersions.upTo(8);
    }

    private String ask(String expression) {
        return db.query("SELECT " + expression).get(0);
    }

    /** Computed by hand, to eighteen digits: idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * dl / avgdl)). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // ln(1 + 0.5/1.5) * 2.2/2.2
                "1, 1, 1, 10, 10.0 | 0.287682072451780927",
                // ln(1 + 90.5/10.5) * 6.6/4.2
                "3, 10, 100, 50, 50.0 | 3.557313979493657057",
                // ln(1 + 995.5/5.5) * 4.4/(2 + 1.2*(0.25 + 0.75*2))
                "2, 5, 1000, 200, 100.0 | 5.584787664179975498",
                // ln(1 + 0.5/1000.5) * 22/(10 + 1.2*(0.25 + 0.75/2)), the term is in every document
                "10, 1000, 1000, 50, 100.0 | 0.001022488968512993",
                // ln(1 + 7.5/3.5) * 5*2.5/(5 + 1.5*(0.5 + 0.5*0.8)), with k1 1.5 and b 0.5
                "5, 3, 10, 80, 100.0, 1.5, 0.5 | 2.254197449415359347"
            })
    void bm25_gives_what_was_computed_by_hand(String arguments, double expected) {
        assertThat(Double.parseDouble(ask("mcp.bm25_score(" + arguments + ")"))).isCloseTo(expected, within(1e-9));
    }

    @Test
    void bm25_is_never_negative_and_says_what_it_cannot_compute() {
        assertThat(ask("min(mcp.bm25_score(tf, df, n, dl, avg)) >= 0 AND count(*) = 2592"
                        + " FROM unnest(ARRAY[-1, 0, 0.5, 3, 100, 1e6]) AS tf, unnest(ARRAY[-1, 0, 1, 5, 10, 11]) AS df,"
                        + " unnest(ARRAY[-5, 0, 1, 10]) AS n, unnest(ARRAY[-1, 0, 10]) AS dl,"
                        + " unnest(ARRAY[-1, 0, 0.001, 10, 1e9, 7]::float8[]) AS avg"))
                .isEqualTo("t");
        assertThat(ask("mcp.bm25_score(1, NULL, 10, 10, 10)")).isEqualTo("null");
        assertThatThrownBy(() -> ask("mcp.bm25_score(1, 1, 10, 10, 10, k1 => -1)"))
                .hasMessageContaining("k1 must not be negative");
        assertThatThrownBy(() -> ask("mcp.bm25_score(1, 1, 10, 10, 10, b => 1.5)"))
                .hasMessageContaining("between 0 and 1");
    }

    @Test
    void two_rankings_become_one_by_their_reciprocal_ranks() {
        String a = "00000000-0000-0000-0000-00000000000";
        String ids = "ARRAY['%1$s1', '%1$s2', '%1$s3']::uuid[], ARRAY['%1$s3', '%1$s4', '%1$s1']::uuid[]".formatted(a);
        assertThat(db.query("SELECT right(id::text, 1), round(score::numeric, 12) FROM mcp.reciprocal_rank_fusion("
                        + ids + ")"))
                .as("1/61 + 1/63 for 1 and for 3, 1/62 for 2 and for 4")
                .containsExactly(
                        "1 | 0.032266458496", "3 | 0.032266458496", "2 | 0.016129032258", "4 | 0.016129032258");
        assertThat(db.query("SELECT right(id::text, 1), score FROM mcp.reciprocal_rank_fusion(ARRAY['" + a + "7', '" + a
                        + "7', NULL, '" + a + "8']::uuid[], NULL, 0)"))
                .as("the first place of two counts, NULL is nobody, and an empty list changes nothing")
                .containsExactly("7 | 1", "8 | 0.25");
        assertThat(db.query("SELECT * FROM mcp.reciprocal_rank_fusion('{}', '{}')"))
                .isEmpty();
        assertThatThrownBy(() -> db.query("SELECT * FROM mcp.reciprocal_rank_fusion('{}', '{}', -1)"))
                .hasMessageContaining("must not be negative");
    }

    @Test
    void merging_goes_to_every_depth_and_loses_nothing() {
        assertThat(ask("mcp.jsonb_merge_recursive('{\"a\": {\"b\": 1, \"c\": {\"d\": 2}}, \"e\": 3}',"
                        + " '{\"a\": {\"c\": {\"f\": 4}, \"b\": null}, \"g\": [1]}')"))
                .isEqualTo("{\"a\": {\"b\": null, \"c\": {\"d\": 2, \"f\": 4}}, \"e\": 3, \"g\": [1]}");
        assertThat(ask("mcp.jsonb_merge_recursive('{}', '{}')")).isEqualTo("{}");
        assertThat(ask("mcp.jsonb_merge_recursive('{\"a\": {}}', '{\"a\": {}}')"))
                .isEqualTo("{\"a\": {}}");
        assertThat(ask("mcp.jsonb_merge_recursive('{\"a\": null}', '{\"a\": {\"b\": 1}}')"))
                .isEqualTo("{\"a\": {\"b\": 1}}");
        assertThat(ask("mcp.jsonb_merge_recursive(NULL, '{\"a\": 1}')")).isEqualTo("{\"a\": 1}");
        assertThat(ask("mcp.jsonb_merge_recursive('{\"a\": 1}', NULL)")).isEqualTo("{\"a\": 1}");
        assertThat(ask("mcp.jsonb_merge_recursive(NULL, NULL)")).isEqualTo("null");
        assertThat(ask("mcp.jsonb_merge_recursive('[1, 2]', '[3]')")).isEqualTo("[3]");
        assertThat(ask("mcp.jsonb_merge_recursive('{\"a\": 1}', '5')")).isEqualTo("5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'{\"a\": 1, \"b\": null}', ARRAY['a', 'b'] | t",
                "'{\"a\": 1}', ARRAY['a', 'b'] | f",
                "'{\"a\": {\"b\": 1}}', ARRAY['b'] | f",
                "'{\"a\": 1}', '{}' | t",
                "'{}', NULL | t",
                "'{}', ARRAY['a'] | f",
                "'[\"a\"]', ARRAY['a'] | f",
                "'\"a\"', ARRAY['a'] | f",
                "'null', '{}' | f",
                "NULL, ARRAY['a'] | f"
            })
    void keys_are_those_of_an_object_at_its_top(String arguments, String expected) {
        assertThat(ask("mcp.validate_jsonb_keys(" + arguments + ")")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ARRAY['tasks:read'], 'tasks:read' | t",
                "ARRAY['tasks:read'], 'tasks:write' | f",
                "ARRAY['tasks:*'], 'tasks:read:own' | t",
                "ARRAY['tasks:*'], 'tasks' | f",
                "ARRAY['tasks:*'], 'tasksets:read' | f",
                "ARRAY['tas*'], 'tasks' | f",
                "ARRAY['*'], 'anything' | t",
                "ARRAY[['a', 'b'], ['c', 'd:*']], 'd:e' | t",
                "ARRAY[NULL, 'a'], 'a' | t",
                "ARRAY[NULL]::text[], 'a' | f",
                "'{}', 'a' | f",
                "NULL, 'a' | f",
                "ARRAY['*'], '' | f",
                "ARRAY['*'], NULL | f",
                "ARRAY['a%'], 'ab' | f"
            })
    void a_scope_is_covered_by_itself_and_by_a_wildcard_above_it(String arguments, String expected) {
        assertThat(ask("mcp.validate_api_key_scope(" + arguments + ")")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'[]' | t",
                "'[{\"id\": \"1\", \"type\": \"x\"}, {\"name\": \"n\", \"type\": \"x\"}, {\"name\": \"n\", \"type\": \"x\"}]' | t",
                "'[{\"id\": \"1\", \"type\": \"x\", \"steps\": [{\"id\": \"1\", \"type\": \"y\"}]}]' | t",
                "'[{\"id\": \"1\", \"type\": \"x\", \"steps\": [{\"id\": \"1\"}]}]' | f",
                "'[{\"id\": \"1\", \"type\": \"x\", \"steps\": {}}]' | f",
                "'[{\"id\": \"1\", \"type\": \"x\"}, {\"id\": \"1\", \"type\": \"x\"}]' | f",
                "'[{\"id\": \"\", \"type\": \"x\"}]' | f",
                "'[{\"id\": 1, \"type\": \"x\"}]' | f",
                "'[{\"id\": null, \"name\": \"n\", \"type\": \"x\"}]' | f",
                "'[{\"id\": \"1\", \"type\": 5}]' | f",
                "'[{\"id\": \"1\"}]' | f",
                "'[{\"type\": \"x\"}]' | f",
                "'[{}]' | f",
                "'[null]' | f",
                "'[[]]' | f",
                "'[\"a\"]' | f",
                "'{}' | f",
                "'null' | f",
                "NULL::jsonb | f"
            })
    void steps_are_a_list_of_objects_with_a_type_and_an_id_or_a_name(String steps, String expected) {
        assertThat(ask("mcp.validate_workflow_steps(" + steps + ")")).isEqualTo(expected);
    }

    @Test
    void every_function_has_a_search_path_of_its_own_and_none_is_lost() {
        assertThat(db.query("SELECT proname FROM pg_proc WHERE pronamespace = 'mcp'::regnamespace AND NOT EXISTS"
                        + " (SELECT FROM unnest(proconfig) AS s WHERE s LIKE 'search_path=%')"))
                .as("the service's own, which has the rights of its caller")
                .containsExactly("update_updated_at_column");
        assertThat(db.query("SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'mcp'::regnamespace AND proname"
                        + " NOT LIKE '%keep%' AND proname <> 'update_updated_at_column' ORDER BY 1"))
                .containsExactly(
                        "audit_trigger_function",
                        "bm25_score",
                        "create_monthly_partitions",
                        "current_tenant_id",
                        "get_available_models",
                        "insert_embedding",
                        "jsonb_merge_recursive",
                        "missing_monthly_partitions",
                        "reciprocal_rank_fusion",
                        "refresh_cost_analytics",
                        "search_embeddings",
                        "update_content_tsvector",
                        "update_embedding_statistics",
                        "validate_api_key_scope",
                        "validate_jsonb_keys",
                        "validate_workflow_steps");
        String hijack = "CREATE SCHEMA hijack; CREATE FUNCTION hijack.nullif(text, text) RETURNS text LANGUAGE sql AS"
                + " 'SELECT ''00000000-0000-0000-0000-00000000000f''';";
        assertThat(
                        Postgres.copyOf(db)
                                .execute(hijack)
                                .query(
                                        "SELECT set_config('search_path', 'hijack, pg_catalog', false), mcp.current_tenant_id()"))
                .containsExactly("hijack, pg_catalog | null");
    }

    @Test
    void a_tenant_is_the_setting_when_it_is_a_uuid_and_nobody_otherwise() {
        String id = "00000000-0000-0000-0000-00000000000a";
        assertThat(ask("set_config('app.tenant_id', '" + id + "', false), mcp.current_tenant_id()"))
                .isEqualTo(id + " | " + id);
        assertThat(ask("set_config('app.tenant_id', 'nobody', false), mcp.current_tenant_id()"))
                .isEqualTo("nobody | null");
        assertThat(ask("mcp.current_tenant_id()")).isEqualTo("null");
    }

    @Test
    void run_again_they_change_nothing_and_a_function_that_somebody_else_made_is_not_replaced() {
        Postgres.Database again = McpVersions.upTo(8);
        List<String> before = McpCatalog.of(again);
        assertThat(LiveRun.of(again, STEPS).changed()).isEmpty();
        again.execute("DROP FUNCTION mcp.get_available_models", "ALTER FUNCTION mcp.validate_jsonb_keys RESET ALL");
        assertThat(LiveRun.of(again, STEPS).changed())
                .containsExactly("create the function get_available_models", "create the function validate_jsonb_keys");
        assertThat(McpCatalog.of(again)).isEqualTo(before);

        Postgres.Database taken = McpVersions.upTo(7)
                .execute("CREATE FUNCTION mcp.bm25_score(a float) RETURNS float LANGUAGE sql AS 'SELECT a'");
        assertThatThrownBy(() -> LiveRun.of(taken, STEPS))
                .isInstanceOf(Fault.class)
                .hasMessageContaining(
                        "a function exists and is not what it should be: mcp.bm25_score(a double precision)")
                .hasMessageContaining("ALTER FUNCTION mcp.bm25_score(a double precision) RENAME TO bm25_score_before;");
        taken.execute("ALTER FUNCTION mcp.bm25_score(a double precision) RENAME TO bm25_score_before");
        LiveRun.of(taken, STEPS);
        assertThat(taken.query("SELECT mcp.bm25_score_before(7), mcp.bm25_score(0, 1, 1, 1, 1)"))
                .containsExactly("7 | 0");
    }
}
