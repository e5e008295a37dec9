package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** How V001 completes tables that a service is writing to. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class InitialStepsTest {
    /** The tables and their partitions, and neither an index nor a trigger nor row security. */
    private static int tablesOnly() {
        List<SchemaStatement> all = InitialSchema.statements();
        int first = 0;
        while (!all.get(first).sql().startsWith("CREATE INDEX")) {
            first++;
        }
        return first;
    }

    private static List<LiveStep> steps(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            return InitialSchema.completing(connection);
        }
    }

    @Test
    void an_empty_database_is_one_transaction_and_a_complete_one_is_none() throws SQLException {
        assertThat(steps(Postgres.fresh()))
                .extracting(LiveStep::name)
                .containsExactly("keep what was found", "make 209 objects of the initial schema");
        assertThat(steps(Postgres.fresh().withInitialSchema()))
                .extracting(LiveStep::name)
                .containsExactly("keep what was found");
    }

    @Test
    void indexes_of_tables_with_rows_are_built_while_others_write_and_those_of_empty_ones_at_once()
            throws SQLException {
        Database database = Postgres.fresh().withInitialSchema(tablesOnly());
        PostgresRows.fill(database, 10);
        database.execute("TRUNCATE mcp.webhook_dlq");

        List<LiveStep> steps = steps(database);

        assertThat(steps)
                .anySatisfy(step -> assertThat(step).isInstanceOfSatisfying(LiveStep.ConcurrentIndex.class, index -> {
                    assertThat(index.index()).isEqualTo("idx_users_email");
                    assertThat(index.table()).isEqualTo("mcp.users");
                }))
                .anySatisfy(step -> assertThat(step).isInstanceOfSatisfying(LiveStep.ConcurrentIndex.class, index -> {
                    assertThat(index.index()).isEqualTo("idx_tasks_pending_2025_02");
                    assertThat(index.table()).isEqualTo("mcp.tasks_2025_02");
                }))
                .anySatisfy(step -> assertThat(step)
                        .isInstanceOfSatisfying(
                                LiveStep.Once.class,
                                once -> assertThat(once.sql())
                                        .containsExactly(
                                                "CREATE INDEX idx_webhook_dlq_status ON mcp.webhook_dlq (status)")));
        assertThat(steps)
                .filteredOn(step -> step instanceof LiveStep.Once once
                        && once.sql().stream()
                                .anyMatch(sql -> sql.matches("(?s)CREATE INDEX \\w+ ON mcp\\.(users|tasks) .*")))
                .as("statements that would stop the writers of a table with rows")
                .isEmpty();
    }

    @Test
    void row_security_and_its_policies_come_in_one_moment() throws SQLException {
        assertThat(steps(Postgres.fresh().withInitialSchema(tablesOnly())))
                .filteredOn(step -> step.text().contains("mcp.users ENABLE ROW LEVEL SECURITY"))
                .singleElement()
                .satisfies(step -> assertThat(step.text()).contains("CREATE POLICY tenant_isolation_users"));
    }

    @Test
    void an_index_that_was_broken_off_is_built_anew_also_above_and_below_partitions() {
        Database database = Postgres.fresh().withInitialSchema().withTracker("mcp", 1, true);
        PostgresRows.fill(database, 50);
        database.execute(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'mcp.idx_users_email'::regclass",
                "DROP INDEX mcp.idx_tasks_pending",
                "CREATE INDEX idx_tasks_pending ON ONLY mcp.tasks (status) WHERE status = 'pending'",
                "CREATE INDEX idx_tasks_pending_2025_01 ON mcp.tasks_2025_01 (status) WHERE status = 'pending'",
                "CREATE INDEX idx_tasks_pending_2025_02 ON mcp.tasks_2025_02 (status) WHERE status = 'pending'",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'mcp.idx_tasks_pending_2025_02'::regclass",
                "DROP INDEX mcp.idx_tasks_status",
                "CREATE INDEX idx_tasks_status ON ONLY mcp.tasks (status)",
                "CREATE INDEX idx_tasks_status_2025_01 ON mcp.tasks_2025_01 (status)",
                "ALTER INDEX mcp.idx_tasks_status ATTACH PARTITION mcp.idx_tasks_status_2025_01");
        assertThat(Tributary.mcp(database.dataSource()).diagnose().invalidIndexes())
                .hasSize(4);

        Tributary.mcp(database.dataSource()).migrate();

        assertThat(Tributary.mcp(database.dataSource()).verify().differences()).isEmpty();
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
        assertThat(database.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .containsExactly("0");
    }
}
