package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The whole way on a database as a service leaves it after a year and a half. */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class McpWithDataTest {
    private static final YearMonth FIRST = YearMonth.of(2025, 1);
    private static final int MONTHS = 18;
    private static final int TASKS = 100_000;
    private static final int KEYS = 20_000;
    private static final int EMBEDDINGS = 50_000;

    private static Database filled() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        List<String> sql = new ArrayList<>();
        for (int i = 3; i < MONTHS; i++) { // the first three are of the initial schema
            YearMonth month = FIRST.plusMonths(i);
            sql.add("CREATE TABLE mcp.tasks_" + month.toString().replace('-', '_')
                    + " PARTITION OF mcp.tasks FOR VALUES FROM ('" + month.atDay(1) + "') TO ('"
                    + month.plusMonths(1).atDay(1) + "')");
        }
        sql.add(
                "INSERT INTO mcp.tasks (tenant_id, type, title, status, priority, created_at) SELECT md5((i % 40)::text)::uuid,"
                        + " 't', 'task ' || i, (ARRAY['pending', 'in_progress', 'completed', 'failed'])[i % 4 + 1],"
                        + " (ARRAY['low', 'normal', 'high'])[i % 3 + 1], timestamp '2025-01-01' + i * (timestamp '2026-07-01' -"
                        + " timestamp '2025-01-01') / " + (TASKS + 1) + " FROM generate_series(1, " + TASKS + ") AS i");
        sql.add(
                "INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, type, role) SELECT md5((i % 40)::text)::uuid,"
                        + " 'hash ' || i, 'p', 'key ' || i, (ARRAY['standard', 'service', 'personal', 'temporary'])[i % 4 + 1],"
                        + " CASE WHEN i % 20 = 0 THEN 'admin' ELSE 'user' END FROM generate_series(1, " + KEYS
                        + ") AS i");
        // sums of 250 and 200 random directions: fifty thousand different ones
        sql.add(
                "CREATE TABLE public.direction AS SELECT n, (SELECT array_agg(random() - 0.5 + (n + g) * 0)::public.vector(1536)"
                        + " FROM generate_series(1, 1536) AS g) AS v FROM generate_series(1, 450) AS n");
        sql.add("INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content, vector) SELECT"
                + " md5((a.n % 5)::text)::uuid, m.id, a.n || ' ' || b.n, 'document ' || a.n || ' ' || b.n, a.v + b.v FROM"
                + " public.direction AS a JOIN public.direction AS b ON a.n <= 250 AND b.n > 250 CROSS JOIN (SELECT id FROM"
                + " mcp.embedding_models WHERE model_name = 'text-embedding-3-small') AS m");
        return database.execute(sql.toArray(String[]::new));
    }

    /** A query vector that no document has. */
    private static final String QUERY =
            "(SELECT a.v + b.v FROM public.direction AS a, public.direction AS b WHERE a.n = 17 AND b.n = 18)";

    private static final String READER = "reader_of_mcp";

    private Database database;
    private McpRows kept;
    private List<String> catalog;

    @BeforeAll
    void migrate_it() {
        database = filled();
        kept = McpRows.before(database, List.of("tasks", "api_keys", "embeddings"));
        Tributary.mcp(database.dataSource()).migrate();
        catalog = McpCatalog.of(database);
        database.execute("ANALYZE mcp.tasks, mcp.api_keys, mcp.embeddings");
    }

    /** The rows of the last statement, as a role and a tenant see them; everything is rolled back. */
    private List<String> asIf(String role, String tenant, String... statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL search_path = mcp, public");
            statement.execute("SELECT set_config('app.tenant_id', '" + tenant + "', true)");
            statement.execute("SET LOCAL ROLE " + role);
            List<String> rows = new ArrayList<>();
            for (String sql : statements) {
                rows.clear();
                if (statement.execute(sql)) {
                    try (ResultSet row = statement.getResultSet()) {
                        while (row.next()) {
                            rows.add(row.getString(1));
                        }
                    }
                }
            }
            connection.rollback();
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Order(1)
    @Test
    void every_row_arrives_in_its_month_with_its_labels() {
        kept.requireAllThere();
        assertThat(Tributary.mcp(database.dataSource()).verify().differences()).isEmpty();
        assertThat(
                        database.query(
                                "SELECT (SELECT count(*) FROM mcp.tasks), (SELECT count(*) FROM mcp.tasks_default),"
                                        + " (SELECT count(*) FROM mcp.api_keys WHERE key_type = 'admin'),"
                                        + " (SELECT count(*) FROM mcp.embeddings WHERE normalized_embedding IS NULL OR content_tsvector IS NULL)"))
                .containsExactly(TASKS + " | 0 | " + KEYS / 20 + " | 0");
        YearMonth last = YearMonth.now(ZoneOffset.UTC).plusMonths(6);
        assertThat(database.query("SELECT count(*) FROM pg_inherits WHERE inhparent = 'mcp.tasks'::regclass"))
                .containsExactly(Long.toString(FIRST.until(last, ChronoUnit.MONTHS) + 2));
        assertThat(
                        database.query(
                                "SELECT status, status_enum, priority, priority_enum, count(*) > 0 FROM mcp.tasks"
                                        + " GROUP BY 1, 2, 3, 4 HAVING status <> status_enum::text OR priority_enum::text <> CASE priority"
                                        + " WHEN 'normal' THEN 'medium' ELSE priority END OR status_enum IS NULL OR priority_enum IS NULL"))
                .isEmpty();
    }

    @Order(3)
    @Test
    void once_it_was_maintained_the_planner_takes_the_indexes_that_were_built_for_its_queries() {
        String tenant = "md5('7')::uuid";
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put(
                "idx_tasks_list_2025_05",
                "SELECT id, status, priority, assigned_to, created_at FROM mcp.tasks WHERE tenant_id = " + tenant
                        + " ORDER BY created_at DESC LIMIT 20");
        queries.put(
                "idx_tasks_created_at_2025_05",
                "SELECT id FROM mcp.tasks WHERE created_at BETWEEN '2025-05-05' AND '2025-05-06'");
        queries.put(
                "idx_api_keys_key_type_tenant",
                "SELECT id FROM mcp.api_keys WHERE key_type = 'service' AND tenant_id = " + tenant
                        + " AND is_active = true");
        queries.put(
                "idx_embeddings_content_tsvector",
                "SELECT id FROM mcp.embeddings WHERE content_tsvector @@ to_tsquery('english', '17 & 300')");
        queries.put("idx_embeddings_content_trgm", "SELECT id FROM mcp.embeddings WHERE content LIKE '%ment 249 450%'");
        queries.put(
                "idx_embeddings_normalized_embedding",
                "SELECT id FROM mcp.embeddings ORDER BY normalized_embedding <=> " + QUERY + " LIMIT 10");
        queries.forEach((index, query) -> assertThat(asIf("postgres", "", "EXPLAIN " + query))
                .as(query)
                .anySatisfy(line -> assertThat(line).contains(index)));
        assertThat(asIf("postgres", "", "EXPLAIN " + queries.get("idx_tasks_created_at_2025_05")))
                .as("one month of all is looked at")
                .noneMatch(line -> line.contains("tasks_2025_06") || line.contains("tasks_2026"));
    }

    @Order(4)
    @Test
    void functions_and_views_say_what_counting_by_hand_says() {
        assertThat(asIf(
                        "postgres",
                        "",
                        "SELECT mcp.update_embedding_statistics(md5('2')::uuid)",
                        "SELECT total_documents || ' of ' || count(*) FROM mcp.embedding_statistics, mcp.embeddings AS e"
                                + " WHERE e.tenant_id = md5('2')::uuid GROUP BY total_documents"))
                .containsExactly(EMBEDDINGS / 5 + " of " + EMBEDDINGS / 5);
        assertThat(asIf(
                        "postgres",
                        "",
                        "SELECT mcp.insert_embedding(NULL, 'another', (SELECT array_agg(g::float8) FROM generate_series(1, 1536) AS g),"
                                + " 'text-embedding-3-small', md5('2')::uuid)",
                        "SELECT content FROM mcp.embeddings WHERE content_tsvector @@ to_tsquery('english', 'another')"
                                + " AND abs(public.vector_norm(normalized_embedding) - 1) < 1e-5"))
                .containsExactly("another");
        assertThat(database.query("SELECT status, priority, sum(tasks) FROM mcp.v_task_statistics GROUP BY 1, 2"
                        + " EXCEPT ALL SELECT status, priority, count(*) FROM mcp.tasks GROUP BY 1, 2"))
                .isEmpty();
        assertThat(database.query("SELECT sum(tasks) FROM mcp.v_task_statistics"))
                .containsExactly(Integer.toString(TASKS));
        database.query("SELECT mcp.refresh_cost_analytics()");
        assertThat(database.query("SELECT (SELECT count(*) FROM mcp.active_embedding_models) ="
                        + " (SELECT count(*) FROM mcp.embedding_models WHERE is_active)"))
                .containsExactly("t");
    }

    @Order(5)
    @Test
    void today_s_rows_have_a_place_and_every_change_of_a_task_is_written_down() {
        assertThat(
                        asIf(
                                "postgres",
                                "",
                                "INSERT INTO mcp.tasks (tenant_id, type, title, status) VALUES (md5('7')::uuid, 't', 'today', 'running')",
                                "UPDATE mcp.tasks SET title = title || '!' WHERE tenant_id = md5('7')::uuid",
                                "SELECT string_agg(text, '; ') FROM (SELECT lower(action) || ' ' || count(*) || ' of tenant 7: '"
                                        + " || bool_and(tenant_id = md5('7')::uuid) AS text FROM mcp.audit_log GROUP BY action ORDER BY 1) AS said"))
                .containsExactly("insert 1 of tenant 7: true; update " + (TASKS / 40 + 1) + " of tenant 7: true");
        assertThat(
                        asIf(
                                "postgres",
                                "",
                                "INSERT INTO mcp.tasks (tenant_id, type, title, status) VALUES (md5('7')::uuid, 't', 'today', 'running')",
                                "SELECT tableoid::regclass || ' ' || status_enum || ' ' || priority_enum FROM mcp.tasks WHERE title = 'today'"))
                .containsExactly(
                        "tasks_" + YearMonth.now(ZoneOffset.UTC).toString().replace('-', '_') + " in_progress medium");
    }

    @Order(6)
    @Test
    void a_tenant_sees_its_rows_and_without_a_tenant_nobody_sees_any() {
        database.execute(
                "CREATE ROLE " + READER,
                "GRANT USAGE ON SCHEMA mcp TO " + READER,
                "GRANT SELECT ON ALL TABLES IN SCHEMA mcp TO " + READER);
        String counts = "SELECT (SELECT count(*) FROM mcp.tasks) || ' ' || (SELECT count(*) FROM mcp.api_keys) || ' '"
                + " || (SELECT count(*) FROM mcp.embeddings)";
        String tenant = database.query("SELECT md5('2')::uuid").get(0);
        assertThat(asIf(READER, tenant, counts)).containsExactly(TASKS / 40 + " " + KEYS / 40 + " " + EMBEDDINGS / 5);
        assertThat(asIf(READER, "", counts)).containsExactly("0 0 0");
        database.execute("DROP OWNED BY " + READER, "DROP ROLE " + READER);
    }

    @Order(2)
    @Test
    void it_can_be_maintained_and_a_search_finds_what_comparing_with_every_vector_finds() {
        assertThat(Tributary.mcp(database.dataSource()).maintain().done())
                .filteredOn(done -> done.subject().startsWith("idx_"))
                .extracting(done -> done.subject() + ": " + done.what())
                .containsExactly(
                        "idx_embeddings_normalized_embedding: fits its 50000 rows",
                        "idx_embeddings_vector: built anew with 50 lists for 50000 rows, had 100");
        assertThat(database.query("SELECT content FROM mcp.search_embeddings(" + QUERY
                        + ", 'text-embedding-3-small', md5('2')::uuid, p_limit => 50)"))
                .hasSize(50)
                .isEqualTo(database.query(
                        "SELECT content FROM mcp.embeddings WHERE tenant_id = md5('2')::uuid ORDER BY 1 -"
                                + " (vector OPERATOR(public.<=>) " + QUERY + ") DESC, id LIMIT 50"));
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
        catalog = catalog.stream()
                .map(
                        line -> line.replace(
                                "idx_embeddings_vector ON mcp.embeddings USING ivfflat (vector vector_cosine_ops) WITH (lists='100')",
                                "idx_embeddings_vector ON mcp.embeddings USING ivfflat (vector vector_cosine_ops) WITH (lists='50')"))
                .toList();
        assertThat(McpCatalog.of(database))
                .as("nothing but the lists is another")
                .containsExactlyElementsOf(catalog);
    }

    @Order(7)
    @Test
    void the_switch_and_its_way_back_keep_every_row() {
        PostgresMigration mcp = Tributary.mcp(database.dataSource());
        assertThat(mcp.switchTypedColumns().migrate().applied()).containsExactly("016");
        assertThat(mcp.verify().ok()).isTrue();
        assertThat(database.query(
                        "SELECT count(*), pg_typeof(status), pg_typeof(priority) FROM mcp.tasks GROUP BY 2, 3"))
                .containsExactly(TASKS + " | mcp.task_status | mcp.task_priority");
        assertThat(mcp.undo(UndoOrder.backTo("015")).lost()).isEmpty();
        assertThat(mcp.verify().ok()).isTrue();
        assertThat(database.query(
                        "SELECT count(*) FROM mcp.tasks AS t JOIN kept_for_comparison.tasks AS k USING (id, created_at)"
                                + " WHERE t.status = k.status AND t.priority = CASE k.priority WHEN 'normal' THEN 'medium' ELSE k.priority END"
                                + " AND t.updated_at IS NOT DISTINCT FROM k.updated_at"))
                .containsExactly(Integer.toString(TASKS));
        // which of them said normal before is nowhere, as the way back's header says; for what follows they say it
        // again
        database.execute(
                "ALTER TABLE mcp.tasks DISABLE TRIGGER USER",
                "UPDATE mcp.tasks AS t SET priority = 'normal' FROM kept_for_comparison.tasks AS k WHERE k.id = t.id"
                        + " AND k.created_at = t.created_at AND k.priority = 'normal'",
                "ALTER TABLE mcp.tasks ENABLE TRIGGER USER");
    }

    @Order(8)
    @Test
    void back_to_version_003_and_here_again_no_row_is_another() {
        PostgresMigration mcp = Tributary.mcp(database.dataSource());
        assertThat(mcp.undo(UndoOrder.backTo("003")).lost()).isEmpty();
        for (String table : List.of("tasks", "embeddings", "api_keys")) {
            String metadata = table.equals("api_keys") ? "coalesce(nullif(metadata, 'null'), '{}')" : "metadata";
            String columns = String.join(
                            ", ",
                            database.query("SELECT attname FROM pg_attribute WHERE attrelid = 'kept_for_comparison."
                                    + table + "'::regclass AND attnum > 0"))
                    .replaceFirst("\\bmetadata\\b", metadata);
            assertThat(database.query("SELECT count(*) FROM (SELECT " + columns + " FROM kept_for_comparison." + table
                            + " EXCEPT ALL SELECT " + columns + " FROM mcp." + table + ") AS lost"))
                    .as(table)
                    .containsExactly("0");
        }
        mcp.migrate();
        kept.requireAllThere();
        assertThat(mcp.verify().ok()).isTrue();
        assertThat(McpCatalog.of(database)).containsExactlyElementsOf(catalog);
    }
}
