package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.migrate.Target;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import dev.tributary.support.Resources;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What V001 and db/roadmap/sources make is what was found in the files in use, down to every index and view. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RoadmapFactsTest {
    /** Not merged from coffee_maker.db: two tables that should be empty, and one that roadmap.db has itself. */
    private static final Set<String> NOT_MADE = Set.of("commits", "implementation_tasks", "schema_metadata");

    @ParameterizedTest(name = "{0}: {2} tables, {3} indexes, {4} views")
    @CsvSource({
        "data/roadmap.db, migrations/V001__create_base_tables, 11, 26, 2",
        "data/orchestrator.db, sources/orchestrator, 4, 18, 11",
        "data/notifications.db, sources/notifications, 2, 4, 0",
        "data/agent_messages.db, sources/agent_messages, 1, 3, 0",
        "coffee_maker.db, sources/coffee_maker, 1, 3, 0",
        "data/task_metrics.db, sources/task_metrics, 1, 3, 0"
    })
    void the_sql_makes_what_the_facts_say(String database, String script, int tables, int indexes, int views)
            throws SQLException {
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement()) {
            statement.executeUpdate(Target.ROADMAP.text(script + ".sql"));
            Catalog made = SqliteCatalog.read(memory, "main");
            assertThat(made.tables()).hasSize(tables);
            assertThat(made.tables().stream()
                            .mapToLong(table -> table.createdIndexes().size())
                            .sum())
                    .isEqualTo(indexes);
            assertThat(made.views()).hasSize(views);

            assertThat(lines(made, RoadmapFactsTest::columns)).isEqualTo(facts(database, "columns", 7));
            assertThat(lines(made, RoadmapFactsTest::indexes)).isEqualTo(facts(database, "indexes", 5));
            assertThat(lines(made, RoadmapFactsTest::foreignKeys)).isEqualTo(facts(database, "foreign_keys", 5));
            List<String> columnsOfViews = new ArrayList<>();
            for (Catalog.Definition view : made.views()) {
                try (ResultSet columns = statement.executeQuery(
                        "SELECT group_concat(name, '|') FROM pragma_table_info('" + view.name() + "')")) {
                    columns.next();
                    columnsOfViews.add(view.name() + "," + columns.getString(1));
                }
            }
            assertThat(columnsOfViews).isEqualTo(facts(database, "views", 2));
        }
    }

    private static List<String> lines(Catalog made, Function<Table, Stream<String>> lines) {
        return made.tables().stream()
                .flatMap(table -> lines.apply(table).map(line -> table.name() + "," + line))
                .sorted()
                .toList();
    }

    private static Stream<String> columns(Table table) {
        List<String> lines = new ArrayList<>();
        for (Column column : table.columns()) {
            lines.add(String.join(
                    ",",
                    Integer.toString(lines.size()),
                    column.name(),
                    column.type(),
                    column.notNull() ? "1" : "0",
                    column.defaultValue().orElse(""),
                    Integer.toString(column.keyPosition())));
        }
        return lines.stream();
    }

    private static Stream<String> indexes(Table table) {
        return table.indexes().stream()
                .map(index -> String.join(
                        ",",
                        index.origin() == Index.Origin.CREATED ? index.name() : "constraint",
                        index.unique() ? "1" : "0",
                        String.join("|", index.columns()),
                        index.where().orElse("")));
    }

    private static Stream<String> foreignKeys(Table table) {
        return table.foreignKeys().stream()
                .map(key -> String.join(
                        ",",
                        String.join("|", key.columns()),
                        key.references(),
                        String.join("|", key.referenced()),
                        key.onDelete()));
    }

    /** The lines of one database without its name, cut to so many fields; constraints' indexes have no name of their own. */
    private static List<String> facts(String database, String file, int fields) {
        return Resources.text("/facts/roadmap/" + file + ".csv")
                .lines()
                .filter(line -> line.startsWith(database + ","))
                .map(line -> line.substring(database.length() + 1).split(",", -1))
                .filter(line -> !database.equals("coffee_maker.db") || !NOT_MADE.contains(line[0]))
                .map(line -> Arrays.stream(line).limit(fields).collect(Collectors.joining(",")))
                .map(line -> line.replaceFirst(",sqlite_autoindex_\\w+,", ",constraint,"))
                .sorted()
                .toList();
    }
}
