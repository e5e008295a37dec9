package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.postgres.Maintenance.Done;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a cron job does for the schema, on days to come. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpMaintenanceTest {
    private static final YearMonth NOW = YearMonth.now(ZoneOffset.UTC);
    private static final String TENANT = "'00000000-0000-0000-0000-000000000001'";
    private Database migrated;

    @BeforeAll
    void migrate_once() {
        migrated = Postgres.fresh();
        Tributary.mcp(migrated.dataSource()).migrate();
    }

    private static PostgresMigration on(LocalDate day, Database database) {
        Clock clock = Clock.fixed(day.atStartOfDay(ZoneOffset.UTC).toInstant(), ZoneOffset.UTC);
        return new PostgresMigration(database.dataSource(), PostgresSettings.defaults(), clock);
    }

    private static List<String> lines(PostgresMaintenance maintenance) {
        return maintenance.done().stream()
                .map(each -> each.subject() + ": " + each.what())
                .toList();
    }

    private static String task(String created) {
        return "INSERT INTO mcp.tasks (tenant_id, type, title, created_at) VALUES (" + TENANT + ", 't', 't', " + created
                + ")";
    }

    @Test
    void on_the_day_of_the_migration_there_is_nothing_to_do_but_the_views() {
        Database database = Postgres.copyOf(migrated);
        PostgresMaintenance maintenance = Tributary.mcp(database.dataSource()).maintain();

        assertThat(lines(maintenance))
                .containsExactly(
                        "api_key_usage: has its months to " + NOW.plusMonths(6),
                        "api_key_usage_default: is empty",
                        "audit_log: has its months to " + NOW.plusMonths(6),
                        "audit_log_default: is empty",
                        "embedding_metrics: has its months to " + NOW.plusMonths(6),
                        "embedding_metrics_default: is empty",
                        "tasks: has its months to " + NOW.plusMonths(6),
                        "tasks_default: is empty",
                        "idx_embeddings_normalized_embedding: fits its 0 rows",
                        "idx_embeddings_vector: fits its 0 rows",
                        "agent_cost_analytics: refreshed, 0 rows",
                        "active_embedding_models: refreshed, "
                                + database.query("SELECT count(*) FROM mcp.embedding_models WHERE is_active")
                                        .get(0)
                                + " rows");
        assertThat(maintenance.needsYou()).isFalse();
    }

    @Test
    void three_months_later_three_months_are_made_and_the_default_partition_is_emptied_into_its_months() {
        Database database = Postgres.copyOf(migrated)
                .execute(
                        task("date_trunc('month', LOCALTIMESTAMP) + interval '8 months 3 days'"),
                        task("date_trunc('month', LOCALTIMESTAMP) + interval '8 months 4 days'"),
                        task("date_trunc('month', LOCALTIMESTAMP) + interval '30 months'"),
                        task("'infinity'"));
        LocalDate day = NOW.plusMonths(3).atDay(20);
        assertThat(database.query("SELECT count(*) FROM mcp.tasks_default")).containsExactly("4");

        PostgresMaintenance first = on(day, database).maintain();

        String three = NOW.plusMonths(7) + ", " + NOW.plusMonths(8) + ", " + NOW.plusMonths(9);
        assertThat(lines(first))
                .contains(
                        "audit_log: made " + three,
                        "audit_log_default: is empty",
                        "tasks: made " + three + ", " + NOW.plusMonths(30),
                        "tasks_default: 3 rows moved into their months; 1 rows have no month: their date is infinite");
        assertThat(first.needsYou()).isTrue();
        assertThat(database.query("SELECT count(*), (SELECT count(*) FROM mcp.tasks_default) FROM mcp.tasks"))
                .containsExactly("4 | 1");
        assertThat(on(day, database).maintain().done().stream()
                        .filter(Done::changed)
                        .map(Done::subject))
                .as("again")
                .containsExactly("agent_cost_analytics", "active_embedding_models");
    }

    @Test
    void a_vector_index_gets_the_lists_that_fit_its_rows_and_keeps_its_comment() {
        Database database = Postgres.copyOf(migrated)
                .execute(
                        "COMMENT ON INDEX mcp.idx_embeddings_vector IS 'somebody''s words'",
                        "INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content, vector) SELECT "
                                + TENANT
                                + ", m.id, i::text, 'c', array_fill((1 + i % 7)::real, ARRAY[768])::public.vector ||"
                                + " array_fill((1 + i % 11)::real, ARRAY[768])::public.vector FROM generate_series(1, 2500) AS i,"
                                + " (SELECT id FROM mcp.embedding_models WHERE model_name = 'text-embedding-3-small') AS m");
        String lists =
                "SELECT relname, array_to_string(reloptions, ','), obj_description(oid), (SELECT indisvalid FROM pg_index"
                        + " WHERE indexrelid = c.oid) FROM pg_class AS c WHERE relname IN ('idx_embeddings_vector',"
                        + " 'idx_embeddings_normalized_embedding', 'idx_embeddings_vector_next') ORDER BY 1";

        assertThat(lines(Tributary.mcp(database.dataSource()).maintain()))
                .contains(
                        "idx_embeddings_vector: built anew with 2 lists for 2500 rows, had 100",
                        "idx_embeddings_normalized_embedding: fits its 2500 rows");
        String note = database.query("SELECT obj_description('mcp.idx_embeddings_normalized_embedding'::regclass)")
                .get(0);
        assertThat(database.query(lists))
                .containsExactly(
                        "idx_embeddings_normalized_embedding | lists=1 | " + note + " | t",
                        "idx_embeddings_vector | lists=2 | somebody's words | t");
        assertThat(lines(Tributary.mcp(database.dataSource()).maintain()))
                .contains("idx_embeddings_vector: fits its 2500 rows");
        assertThat(Tributary.mcp(database.dataSource()).verify().differences()).isEmpty();
    }

    @Test
    void two_at_once_do_it_one_after_the_other() throws ExecutionException, InterruptedException, TimeoutException {
        Database database = Postgres.copyOf(migrated).execute(task("LOCALTIMESTAMP + interval '40 months'"));
        LocalDate day = NOW.plusMonths(1).atDay(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<PostgresMaintenance> one =
                    threads.submit(() -> on(day, database).maintain());
            Future<PostgresMaintenance> other =
                    threads.submit(() -> on(day, database).maintain());
            long changed = one.get(120, TimeUnit.SECONDS).done().stream()
                            .filter(Done::changed)
                            .count()
                    + other.get(120, TimeUnit.SECONDS).done().stream()
                            .filter(Done::changed)
                            .count();
            assertThat(changed)
                    .as("a month of each of four tables and the emptied default once, two views twice")
                    .isEqualTo(4 + 1 + 2 * 2);
        } finally {
            threads.shutdownNow();
        }
        assertThat(database.query("SELECT count(*), (SELECT count(*) FROM mcp.tasks_default) FROM mcp.tasks"))
                .containsExactly("1 | 0");
    }

    @Test
    void a_schema_without_months_is_refused() {
        Database database = Postgres.fresh().withInitialSchema();
        assertThatThrownBy(() -> Tributary.mcp(database.dataSource()).maintain())
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.what()).isEqualTo("there is nothing to maintain yet: version 011 has not run");
                    assertThat(fault.next()).isEqualTo("run: migrate mcp");
                });
    }
}
