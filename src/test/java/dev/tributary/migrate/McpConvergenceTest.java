package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import dev.tributary.postgres.InitialSchema;
import dev.tributary.support.McpCatalog;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever the initial schema was cut off, a migration ends where a fresh installation does. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpConvergenceTest {
    private static final int STEP = 20;
    private static final int ROWS = 10_000;

    private List<String> fresh;

    @BeforeAll
    void install_afresh() {
        Database database = Postgres.fresh();
        migrate(database);
        fresh = comparable(database);
    }

    /** On a day at which few months are missing: how many does not matter here, and each takes its time. */
    private static void migrate(Database database) {
        Clock day = Clock.fixed(Instant.parse("2025-01-31T12:00:00Z"), ZoneOffset.UTC);
        new PostgresMigration(database.dataSource(), PostgresSettings.defaults(), day).migrate();
    }

    static Stream<Integer> some() {
        return IntStream.rangeClosed(0, statements())
                .filter(k -> k % STEP == 0 || k == statements())
                .boxed();
    }

    static Stream<Integer> all() {
        return IntStream.rangeClosed(0, statements()).boxed();
    }

    @ParameterizedTest(name = "cut after statement {0}")
    @MethodSource("some")
    void a_schema_cut_off_after_some_statement_converges(int k) {
        converges(k, 0);
    }

    @ParameterizedTest(name = "cut after statement {0}, with rows")
    @MethodSource("some")
    void rows_that_were_there_stay_as_they_were_or_are_mapped(int k) {
        converges(k, ROWS);
    }

    @Tag("long")
    @ParameterizedTest(name = "cut after statement {0}")
    @MethodSource("all")
    void a_schema_cut_off_after_any_statement_converges(int k) {
        converges(k, 0);
    }

    @Tag("long")
    @ParameterizedTest(name = "cut after statement {0}, with rows")
    @MethodSource("all")
    void rows_stay_after_whatever_statement_it_was_cut_off(int k) {
        converges(k, ROWS);
    }

    private void converges(int k, int rows) {
        Database database = Postgres.fresh().withInitialSchema(k);
        database.withTracker(k == 0 || k % 2 == 0 ? "public" : "mcp", 1, true);
        McpRows kept = McpRows.before(
                database, rows == 0 ? List.of() : PostgresRows.fill(database, rowsPerTable(database, rows)));

        migrate(database);

        assertThat(comparable(database)).containsExactlyElementsOf(fresh);
        kept.requireAllThere();
        database.drop();
    }

    private static int rowsPerTable(Database database, int rows) {
        long tables = database.catalog().objects().keySet().stream()
                .filter(object -> object.kind() == Kind.TABLE)
                .count();
        return (int) Math.max(1, rows / Math.max(1, tables));
    }

    /** Everything but golang-migrate's trackers, which are where they were found; how many months there are says the day. */
    private static List<String> comparable(Database database) {
        SortedMap<PostgresObject, String> objects =
                new TreeMap<>(database.catalog().objects());
        objects.keySet()
                .removeIf(object -> object.name().startsWith("schema_migrations")
                        || object.table().equals("schema_migrations")
                        || object.kind() == Kind.PARTITION && object.name().matches(".*_\\d{4}_\\d\\d")
                        || object.kind() == Kind.GRANT && object.name().matches(".*_\\d{4}_\\d\\d"));
        List<String> lines =
                new ArrayList<>(new PostgresCatalog(objects).asText().lines().toList());
        McpCatalog.of(database).stream()
                .filter(line -> !line.matches("(column |constraint mcp\\.|index mcp\\.)schema_migrations.*"))
                .forEach(lines::add);
        return lines;
    }

    private static int statements() {
        return InitialSchema.statements().size();
    }
}
