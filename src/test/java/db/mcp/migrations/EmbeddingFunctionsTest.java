package db.mcp.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.support.McpVersions;
import dev.tributary.support.Postgres;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The functions that store, find and count embeddings, and the two that triggers call. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingFunctionsTest {
    private static final int DIMENSIONS = 1536;
    private static final String MODEL = "'text-embedding-3-small'";
    private static final String TENANT = "'00000000-0000-0000-0000-000000000001'";
    private static final String OTHER_TENANT = "'00000000-0000-0000-0000-000000000002'";
    private Postgres.Database db;

    @BeforeAll
    void make_them() {
        db = McpVersions.upTo(8);
    }

    private static String array(double... values) {
        return Arrays.stream(values)
                .mapToObj(Double::toString)
                .collect(Collectors.joining(",", "ARRAY[", "]::float8[]"));
    }

    /** Wide apart in their direction, and of different lengths. */
    private static double[] random(Random chance) {
        double scale = 0.1 + chance.nextDouble() * 10;
        return IntStream.range(0, DIMENSIONS)
                .mapToDouble(i -> (float) (chance.nextGaussian() * scale))
                .toArray();
    }

    private static double cosine(double[] a, double[] b) {
        double dot = 0;
        double as = 0;
        double bs = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            as += a[i] * a[i];
            bs += b[i] * b[i];
        }
        return dot / Math.sqrt(as * bs);
    }

    @Test
    void a_search_finds_what_comparing_with_every_vector_finds() {
        Postgres.Database own = McpVersions.upTo(8);
        Random chance = new Random(20261121);
        record Row(String content, double[] vector, boolean even) {}
        List<Row> rows = new ArrayList<>();
        List<String> inserts = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            Row row = new Row("document " + i, random(chance), i % 2 == 0);
            rows.add(row);
            inserts.add("SELECT mcp.insert_embedding(NULL, '" + row.content() + "', " + array(row.vector()) + ", "
                    + MODEL + ", " + TENANT + ", '{\"even\": " + row.even() + "}')");
        }
        inserts.add("SELECT mcp.insert_embedding(NULL, 'another tenant''s', "
                + array(rows.get(0).vector()) + ", " + MODEL + ", " + OTHER_TENANT + ")");
        inserts.add("SELECT mcp.insert_embedding(NULL, 'of another model', "
                + array(rows.get(0).vector()) + ", 'text-embedding-ada-002', " + TENANT + ")");
        inserts.add("SELECT mcp.insert_embedding(NULL, 'nothing', array_fill(0::float8, ARRAY[1536]), " + MODEL + ", "
                + TENANT + ")");
        own.execute(inserts.toArray(String[]::new));
        double[] query = random(chance);
        String call = "SELECT content FROM mcp.search_embeddings(" + array(query) + "::public.vector, " + MODEL + ", "
                + TENANT;
        Comparator<Row> nearest = Comparator.comparingDouble(row -> -cosine(row.vector(), query));

        assertThat(own.query(call + ", p_limit => 200, p_threshold => -1)"))
                .containsExactlyElementsOf(
                        rows.stream().sorted(nearest).map(Row::content).toList());
        assertThat(own.query(call + ")"))
                .as("ten, and none of the far side, unless said")
                .containsExactlyElementsOf(rows.stream()
                        .filter(row -> cosine(row.vector(), query) >= 0)
                        .sorted(nearest)
                        .limit(10)
                        .map(Row::content)
                        .toList());
        assertThat(own.query(call + ", p_limit => 7, p_metadata_filter => '{\"even\": true}')"))
                .containsExactlyElementsOf(rows.stream()
                        .filter(row -> row.even() && cosine(row.vector(), query) >= 0)
                        .sorted(nearest)
                        .limit(7)
                        .map(Row::content)
                        .toList());
        assertThat(own.query("SELECT content, round(similarity::numeric, 6), model_provider FROM mcp.search_embeddings("
                        + array(rows.get(3).vector()) + "::public.vector, " + MODEL + ", " + TENANT
                        + ", p_threshold => 0.9)"))
                .containsExactly("document 3 | 1.000000 | openai");
        assertThatThrownBy(
                        () -> own.query("SELECT * FROM mcp.search_embeddings('[1,2]', " + MODEL + ", " + TENANT + ")"))
                .hasMessageContaining("the query has 2 dimensions, and text-embedding-3-small has 1536");
        assertThatThrownBy(() -> own.query("SELECT * FROM mcp.search_embeddings('[1,2]', 'none', " + TENANT + ")"))
                .hasMessageContaining("there is no active model none");
    }

    @Test
    void an_embedding_comes_back_as_it_was_stored_and_the_same_content_is_one_row() {
        Postgres.Database own = McpVersions.upTo(8);
        double[] vector = random(new Random(1));
        String insert = "SELECT mcp.insert_embedding(NULL, 'héllo', " + array(vector) + ", " + MODEL + ", " + TENANT
                + ", '%s'%s)";
        String id =
                own.query(insert.formatted("{\"a\": 1}", ", 'agent', 'search'")).get(0);
        assertThat(own.query(
                        "SELECT id, content, agent_id, task_type, metadata, content_hash, vector = " + array(vector)
                                + "::public.vector, abs(public.vector_norm(normalized_embedding) - 1) < 1e-6,"
                                + " (vector OPERATOR(public.<=>) normalized_embedding) < 1e-6 FROM mcp.embeddings"))
                .containsExactly(id + " | héllo | agent | search | {\"a\": 1} |"
                        + " 3c48591d8d098a4538f5e013dfcf406e948eac4d3277b10bf614e295d6068179 | t | t | t");
        assertThat(own.query(insert.formatted("{\"b\": 2}", ""))).containsExactly(id);
        assertThat(own.query("SELECT metadata, agent_id FROM mcp.embeddings"))
                .containsExactly("{\"a\": 1, \"b\": 2} | agent");
    }

    @Test
    void a_wrong_dimension_an_unknown_model_and_a_name_that_two_have_are_refused() {
        String call = "SELECT mcp.insert_embedding(NULL, 'x', %s, %s, " + TENANT + ")";
        assertThatThrownBy(() -> db.query(call.formatted("ARRAY[1, 2, 3]", MODEL)))
                .hasMessageContaining("the embedding has 3 dimensions, and text-embedding-3-small has 1536");
        assertThatThrownBy(() -> db.query(call.formatted("NULL", MODEL))).hasMessageContaining("has 0 dimensions");
        assertThatThrownBy(() -> db.query(call.formatted("ARRAY[1]", "'none'")))
                .hasMessageContaining("0 active models are called none");
        Postgres.Database own = McpVersions.upTo(8)
                .execute("INSERT INTO mcp.embedding_models (provider, model_name, dimensions) VALUES ('azure', " + MODEL
                        + ", 1536)");
        String vector = array(random(new Random(2)));
        assertThatThrownBy(() -> own.query(call.formatted(vector, MODEL)))
                .hasMessageContaining("2 active models are called text-embedding-3-small");
        assertThat(own.query("SELECT mcp.insert_embedding(NULL, 'x', " + vector + ", " + MODEL + ", " + TENANT
                        + ", p_provider => 'azure') IS NOT NULL"))
                .containsExactly("t");
        assertThat(db.query("SELECT count(*) FROM mcp.embeddings")).containsExactly("0");
    }

    @Test
    void the_models_that_may_be_used_are_the_active_ones() {
        Postgres.Database own = McpVersions.upTo(8)
                .execute(
                        "UPDATE mcp.embedding_models SET is_active = false",
                        "INSERT INTO mcp.embedding_models (provider, model_name, dimensions, max_tokens, cost_per_token,"
                                + " capabilities) VALUES ('b', 'two', 2, 20, 0.5, '{\"x\": 1}'), ('a', 'one', 1, NULL, NULL, '{}')");
        String columns = "SELECT provider, model_name, dimensions, max_tokens, cost_per_token, capabilities FROM ";
        assertThat(own.query(columns + "mcp.get_available_models()"))
                .containsExactly("a | one | 1 | null | null | {}", "b | two | 2 | 20 | 0.50000000 | {\"x\": 1}");
        assertThat(own.query("SELECT model_name FROM mcp.get_available_models('b')"))
                .containsExactly("two");
        assertThat(own.query("SELECT model_name FROM mcp.get_available_models('none')"))
                .isEmpty();
    }

    @Test
    void terms_and_lengths_are_counted_from_the_content() {
        Postgres.Database own = McpVersions.upTo(8)
                .execute(
                        "CREATE TRIGGER t BEFORE INSERT OR UPDATE OF content ON mcp.embeddings FOR EACH ROW EXECUTE"
                                + " FUNCTION mcp.update_content_tsvector()",
                        insert("the cat and the cats", "1"),
                        insert("a dog", "2"),
                        insert("", "3"));
        assertThat(own.query("SELECT content_tsvector, term_frequencies, document_length FROM mcp.embeddings ORDER BY"
                        + " content_hash"))
                .containsExactly("'cat':2,5 | {\"cat\": 2} | 2", "'dog':2 | {\"dog\": 1} | 1", " | {} | 0");
        own.execute(
                "UPDATE mcp.embeddings SET content_tsvector = NULL WHERE content_hash = '1'",
                "SELECT mcp.update_embedding_statistics(" + TENANT + ")",
                "SELECT mcp.update_embedding_statistics(" + TENANT + ")",
                "SELECT mcp.update_embedding_statistics(" + OTHER_TENANT + ")",
                "SELECT mcp.update_embedding_statistics(NULL)");
        assertThat(own.query(
                        "SELECT right(collection_id, 1), total_documents, avg_document_length, term_document_counts FROM"
                                + " mcp.embedding_statistics ORDER BY 1"))
                .as("a row from before the trigger counts too")
                .containsExactly("1 | 3 | 1 | {\"cat\": 1, \"dog\": 1}", "2 | 0 | 0 | {}");
    }

    private static String insert(String content, String hash) {
        return "INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content) SELECT " + TENANT + ", id, '"
                + hash + "', '" + content + "' FROM mcp.embedding_models WHERE model_name = " + MODEL;
    }

    @Test
    void an_audit_row_says_who_did_what_and_never_stops_the_write() {
        Postgres.Database own = McpVersions.upTo(8)
                .execute("CREATE TRIGGER a AFTER INSERT OR UPDATE OR DELETE ON mcp.workspaces FOR EACH ROW EXECUTE"
                        + " FUNCTION mcp.audit_trigger_function()");
        String insert = "INSERT INTO mcp.workspaces (tenant_id, name, type) VALUES (" + TENANT + ", '%s', 't')";
        own.execute(insert.formatted("before"));
        assertThat(own.query("SELECT count(*), (SELECT count(*) FROM mcp.audit_log) FROM mcp.workspaces"))
                .as("there is no partition for today, and the row is there all the same")
                .containsExactly("1 | 0");
        own.execute(
                "SELECT mcp.create_monthly_partitions('audit_log', current_date, current_date)",
                insert.formatted("with nobody"),
                "SET app.actor_id = '00000000-0000-0000-0000-0000000000aa'; SET app.actor_type = 'agent';"
                        + " UPDATE mcp.workspaces SET name = 'renamed' WHERE name = 'with nobody'",
                "SET app.actor_id = 'nonsense'; DELETE FROM mcp.workspaces WHERE name = 'renamed'");
        assertThat(own.query(
                        "SELECT action, actor_type, right(actor_id::text, 2), right(tenant_id::text, 1), entity_type,"
                                + " changes -> 'old' ->> 'name', changes -> 'new' ->> 'name', metadata FROM mcp.audit_log"
                                + " ORDER BY created_at"))
                .containsExactly(
                        "insert | system | 00 | 1 | workspaces | null | with nobody | {\"session_user\": \"postgres\"}",
                        "update | agent | aa | 1 | workspaces | with nobody | renamed | {\"session_user\": \"postgres\"}",
                        "delete | system | 00 | 1 | workspaces | renamed | null | {\"session_user\": \"postgres\","
                                + " \"malformed_actor_id\": \"nonsense\"}");
    }

    @Test
    void a_trigger_refuses_new_steps_that_are_none_and_leaves_old_ones_alone() {
        String insert =
                "INSERT INTO mcp.workflows (tenant_id, name, type, steps) VALUES (" + TENANT + ", 'w', 't', '%s')";
        Postgres.Database own = McpVersions.upTo(8)
                .execute(
                        insert.formatted("{\"steps\": []}"),
                        "CREATE TRIGGER v BEFORE INSERT OR UPDATE ON mcp.workflows FOR EACH ROW EXECUTE FUNCTION"
                                + " mcp.validate_workflow_steps()",
                        "UPDATE mcp.workflows SET name = 'renamed'",
                        insert.formatted("[{\"type\": \"t\", \"name\": \"n\"}]"));
        assertThatThrownBy(() -> own.execute(insert.formatted("[{}]")))
                .hasMessageContaining("are not a list of objects");
        assertThatThrownBy(() -> own.execute("UPDATE mcp.workflows SET steps = '{}'"))
                .hasMessageContaining("are not a list of objects");
        assertThat(own.query("SELECT name, steps FROM mcp.workflows ORDER BY 1"))
                .containsExactly("renamed | {\"steps\": []}", "w | [{\"name\": \"n\", \"type\": \"t\"}]");
    }
}
