package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.catalog.PostgresObject;
import dev.tributary.fault.Fault;
import dev.tributary.postgres.LiveExecutor;
import dev.tributary.postgres.LiveListener;
import dev.tributary.postgres.LivePace;
import dev.tributary.postgres.LiveSettings;
import dev.tributary.postgres.SchemaState;
import dev.tributary.postgres.WayBack;
import dev.tributary.support.Child;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Obstacle;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import dev.tributary.trial.McpProgram;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code undo mcp}: every version has its way back, and no row is lost on it unless a person says so. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpUndoTest {
    private static final int ROWS = 2_500;
    private static final String HISTORY =
            "SELECT string_agg(version, ' ' ORDER BY installed_rank) FROM mcp.flyway_schema_history WHERE version > '0'";

    private Database withRows;
    private McpRows rows;
    private List<String> last;

    @BeforeAll
    void migrate_a_database_with_rows() {
        withRows = Postgres.fresh().withInitialSchema().withTracker("public", 1, true);
        rows = McpRows.before(withRows, PostgresRows.fill(withRows, ROWS));
        Tributary.mcp(withRows.dataSource()).migrate();
        last = McpCatalog.of(withRows);
    }

    private static PostgresUndo undo(Database database, UndoOrder order) {
        return Tributary.mcp(database.dataSource()).undo(order);
    }

    @Test
    void one_version_after_the_other_is_undone_each_to_the_catalog_of_the_one_before_and_all_of_them_come_again() {
        Database database = Postgres.copyOf(withRows);
        List<LedgerFile.Version> versions = Target.MCP.ledger().versions().stream()
                .filter(version -> !PostgresHistory.isOnRequest(version))
                .toList();
        for (int i = versions.size() - 1; i > 0; i--) {
            String to = versions.get(i - 1).number();

            PostgresUndo undone = undo(database, UndoOrder.oneBack().confirmedFor(database.name()));

            assertThat(undone.undone()).containsExactly(versions.get(i).number());
            assertThat(undone.to()).isEqualTo(to);
            assertThat(undone.lost()).isEmpty();
            SchemaState found = Tributary.mcp(database.dataSource()).diagnose().objects();
            assertThat(found.missing()).as("missing at " + to).isEmpty();
            assertThat(found.differences()).as("different at " + to).isEmpty();
            assertThat(found.extra().stream().filter(object -> !isATools(object)))
                    .as("still there at " + to)
                    .isEmpty();
        }
        assertThat(database.query(HISTORY)).containsExactly("001");
        requireTheRowsAsTheyWere(database);
        assertThat(database.query("SELECT * FROM public.schema_migrations")).containsExactly("1 | t");

        Tributary.mcp(database.dataSource()).migrate();

        assertThat(McpCatalog.of(database)).containsExactlyElementsOf(last);
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
        rows.in(database).requireAllThere();
    }

    private static boolean isATools(PostgresObject object) {
        return object.name().startsWith("flyway_schema_history")
                || object.table().startsWith("flyway_schema_history")
                || object.name().startsWith("schema_migrations")
                || object.table().startsWith("schema_migrations");
    }

    /** NULL and JSON null in the metadata of a key have become an empty object: V004 cannot tell them apart afterwards. */
    private static void requireTheRowsAsTheyWere(Database database) {
        List<String> tables =
                database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'kept_for_comparison' ORDER BY 1");
        assertThat(tables).hasSizeGreaterThan(30);
        for (String table : tables) {
            String before = "SELECT * FROM kept_for_comparison." + table;
            String after = "SELECT * FROM mcp." + table;
            if (table.equals("api_keys")) {
                String columns = String.join(
                        ", ",
                        database.query(
                                "SELECT CASE attname WHEN 'metadata' THEN 'coalesce(nullif(metadata, ''null''), ''{}'')'"
                                        + " ELSE attname END FROM pg_attribute WHERE attrelid = 'kept_for_comparison.api_keys'::regclass"
                                        + " AND attnum > 0"));
                before = before.replace("*", columns);
                after = after.replace("*", columns);
            }
            assertThat(database.query("SELECT (SELECT count(*) FROM (" + before + " EXCEPT ALL " + after
                            + ") AS lost), (SELECT count(*) FROM (" + after + " EXCEPT ALL " + before + ") AS added)"))
                    .as(table)
                    .containsExactly("0 | 0");
        }
    }

    @Test
    void everything_is_dropped_only_where_rows_may_be_lost_and_can_be_made_again() {
        Database database = Postgres.copyOf(withRows);
        UndoOrder all = UndoOrder.backTo("0").confirmedFor(database.name());
        assertThatThrownBy(() -> undo(database, all)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.effect()).isEqualTo("nothing changed");
            assertThat(fault.what())
                    .contains("the way back from version 001 would lose", ROWS + " rows of mcp.users")
                    .contains(ROWS + " rows of mcp.tasks");
            assertThat(fault.next()).contains("--lose-rows");
        });
        assertThat(McpCatalog.of(database)).containsExactlyElementsOf(last);

        PostgresUndo undone = undo(database, all.losingRows());

        assertThat(undone.to()).isEqualTo("000");
        assertThat(undone.lost()).anySatisfy(loss -> assertThat(loss.asText()).isEqualTo(ROWS + " rows of mcp.users"));
        assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'mcp'::regnamespace"
                        + " AND relkind IN ('r', 'p', 'v', 'm') AND relname NOT LIKE 'schema_migrations'"))
                .containsExactly("flyway_schema_history");
        assertThat(database.query("SELECT proname FROM pg_proc WHERE pronamespace = 'mcp'::regnamespace"))
                .isEmpty();
        assertThat(database.query(
                        "SELECT typname FROM pg_type WHERE typnamespace = 'mcp'::regnamespace AND typtype = 'e'"))
                .isEmpty();

        Tributary.mcp(database.dataSource()).migrate();
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
        assertThat(McpCatalog.of(database)).containsExactlyElementsOf(last);
    }

    @Test
    void what_only_the_later_versions_have_a_place_for_is_named_before_anything_is_undone() {
        Database database = Postgres.copyOf(withRows);
        database.execute(
                "INSERT INTO mcp.agent_configs (agent_id, version) SELECT agent_id, 2 FROM mcp.agent_configs LIMIT 3",
                "INSERT INTO mcp.embedding_statistics (collection_id) VALUES ('books')",
                "UPDATE mcp.agents SET last_seen_at = now() WHERE id IN (SELECT id FROM mcp.agents LIMIT 2)",
                "INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, key_type)"
                        + " VALUES (public.uuid_generate_v4(), 'since', 'p', 'k', 'agent'),"
                        + " (public.uuid_generate_v4(), 'another', 'p', 'k', 'user')");

        assertThatThrownBy(() -> undo(database, UndoOrder.backTo("3"))).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.effect()).isEqualTo("nothing changed");
            assertThat(fault.what())
                    .contains("3 rows of mcp.agent_configs beside the one that an agent keeps")
                    .contains("1 row of mcp.embedding_statistics")
                    .contains("2 rows of mcp.agents with last_seen_at")
                    .contains("1 row of mcp.api_keys with key_type agent and role user, for which there is no old type")
                    .doesNotContain("key_type user");
        });
        assertThat(McpCatalog.of(database)).containsExactlyElementsOf(last);

        PostgresUndo undone = undo(database, UndoOrder.backTo("003").losingRows());

        assertThat(undone.lost()).hasSize(5);
        assertThat(database.query(HISTORY)).containsExactly("001 002 003");
        assertThat(database.query("SELECT type FROM mcp.api_keys WHERE key_hash IN ('since', 'another')"))
                .containsExactly("standard", "standard");
        assertThat(database.query("SELECT count(*) - count(DISTINCT agent_id) FROM mcp.agent_configs"))
                .containsExactly("0");
        assertThat(Tributary.mcp(database.dataSource()).verify().differences()).isEmpty();
    }

    @Test
    void a_row_that_comes_after_the_first_look_is_found_behind_the_lock() {
        Database database = Postgres.copyOf(withRows);
        undo(database, UndoOrder.backTo("006"));
        database.execute("INSERT INTO mcp.embedding_statistics (collection_id) VALUES ('books')");
        WayBack way = Undoing.wayBack(Target.MCP.ledger().version("006").orElseThrow());
        try (LiveExecutor executor =
                LiveExecutor.open(database.dataSource(), LiveSettings.defaults(), LivePace.REAL, LiveListener.NONE)) {
            assertThatThrownBy(() -> executor.run(way.steps(false)))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault -> assertThat(fault.what())
                                    .isEqualTo(
                                            "the way back from 'undo version 006' would lose 1 rows of mcp.embedding_statistics"));
        }
        assertThat(database.query("SELECT collection_id FROM mcp.embedding_statistics"))
                .containsExactly("books");
        assertThat(database.query(HISTORY)).containsExactly("001 002 003 004 005 006");
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void a_way_back_that_a_kill_has_broken_off_stops_every_migration_and_is_finished_by_the_same_order()
            throws SQLException {
        Database database = Postgres.copyOf(withRows);
        undo(database, UndoOrder.backTo("004"));
        String mapped = "SELECT count(*) FROM mcp.api_keys WHERE jsonb_exists(metadata, 'legacy_type')";
        try (Obstacle obstacle = Obstacle.inBackfill(database.dataSource(), "mcp.api_keys", ROWS * 3 / 5);
                Child child =
                        Child.start(McpProgram.class, database.url(), database.user(), database.password(), "003")) {
            assertThat(obstacle).isNotNull();
            child.await("begins");
            await(() -> !database.query(mapped).equals(List.of(Integer.toString(ROWS))));
            child.kill();
            await(() -> database.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND pid <> pg_backend_pid() AND application_name <> '" + Obstacle.NAME + "'")
                    .equals(List.of("0")));
        }
        int left = Integer.parseInt(database.query(mapped).get(0));
        assertThat(left).isBetween(1, ROWS - 1);
        assertThat(database.query(HISTORY)).containsExactly("001 002 003 004");

        PostgresMigration migration = Tributary.mcp(database.dataSource());
        assertThatThrownBy(migration::migrate).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.what()).isEqualTo("the way back from version 004 was broken off");
            assertThat(fault.next()).contains("undo mcp --to 003");
        });
        assertThat(migration.verify().ok()).isFalse();
        assertThat(migration.diagnose().advice().command()).contains("undo mcp --to 003");

        assertThat(migration.undo(UndoOrder.backTo("003")).undone()).containsExactly("004");

        assertThat(migration.verify().differences()).isEmpty();
        assertThat(migration.diagnose().problems()).isEmpty();
        requireTheRowsAsTheyWere(database);
        migration.migrate();
        assertThat(McpCatalog.of(database)).containsExactlyElementsOf(last);
        rows.in(database).requireAllThere();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it was to come true").isLessThan(deadline);
        }
    }

    @ParameterizedTest(name = "a tracker in {0} that said ({1}, {2})")
    @CsvSource({"mcp, 1, true", "mcp, , ", "none, , "})
    void the_trackers_say_again_what_they_said(String schema, Long version, Boolean dirty) {
        Database database = Postgres.fresh().withInitialSchema();
        if (!"none".equals(schema)) {
            database.withTracker(schema, version == null ? 1 : version, dirty != null && dirty);
        }
        if (version == null && !"none".equals(schema)) {
            database.execute("DELETE FROM " + schema + ".schema_migrations");
        }
        McpUpTo.run(database, "002");

        undo(database, UndoOrder.backTo("001").confirmedFor(database.name()));

        assertThat(database.query("SELECT to_regclass('mcp.schema_adoption')")).containsExactly("null");
        if ("none".equals(schema)) {
            assertThat(database.query("SELECT to_regclass('mcp.schema_migrations')"))
                    .containsExactly("null");
        } else {
            assertThat(database.query("SELECT version, dirty FROM " + schema + ".schema_migrations"))
                    .isEqualTo(version == null ? List.of() : List.of(version + " | " + (dirty ? "t" : "f")));
        }
        McpUpTo.run(database, "002");
        assertThat(database.query(
                        "SELECT dirty FROM " + ("none".equals(schema) ? "mcp" : schema) + ".schema_migrations"))
                .containsExactly("f");
    }

    @Test
    void a_tracker_that_has_moved_on_since_is_left_alone() {
        Database database = Postgres.fresh();
        McpUpTo.run(database, "002");
        database.execute("UPDATE mcp.schema_migrations SET version = 2, dirty = true");
        assertThatThrownBy(() -> undo(database, UndoOrder.backTo("001").confirmedFor(database.name())))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.what())
                                .contains("the tracker mcp.schema_migrations has moved on", "version 2, dirty"));
        assertThat(database.query("SELECT * FROM mcp.schema_migrations")).containsExactly("2 | t");
        assertThat(database.query(HISTORY)).containsExactly("001 002");
    }

    @Test
    void below_version_003_a_person_types_the_name_of_the_database() {
        Database database = Postgres.fresh();
        McpUpTo.run(database, "003");
        for (UndoOrder order :
                List.of(UndoOrder.oneBack(), UndoOrder.backTo("002").confirmedFor("another"))) {
            assertThatThrownBy(() -> undo(database, order)).isInstanceOfSatisfying(Fault.class, fault -> {
                assertThat(fault.what()).contains("going back to version 002 was not confirmed");
                assertThat(fault.next()).contains("--confirm " + database.name());
            });
        }
        assertThat(database.query(HISTORY)).containsExactly("001 002 003");
        assertThat(undo(database, UndoOrder.oneBack().confirmedFor(database.name()))
                        .undone())
                .containsExactly("003");
    }

    @Test
    void what_cannot_be_meant_is_refused_and_where_it_is_already_nothing_is_done() {
        Database database = Postgres.fresh();
        assertThat(undo(database, UndoOrder.oneBack()).nothingToDo()).isTrue();
        McpUpTo.run(database, "004");
        assertThat(undo(database, UndoOrder.backTo("004")).nothingToDo()).isTrue();
        assertThatThrownBy(() -> undo(database, UndoOrder.backTo("005")))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.why()).contains("it is at version 004"));
        assertThatThrownBy(() -> new UndoOrder(Optional.of("four"), false, Optional.empty()))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("'four' is not a version");
        database.execute("UPDATE mcp.flyway_schema_history SET success = false WHERE version = '004'");
        assertThatThrownBy(() -> undo(database, UndoOrder.backTo("003")))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.next()).contains("repair mcp"));
        database.execute(
                "UPDATE mcp.flyway_schema_history SET type = 'BASELINE', success = true WHERE version = '004'");
        assertThatThrownBy(() -> undo(database, UndoOrder.backTo("003")))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.what()).contains("a baseline has recorded it"));
    }
}
