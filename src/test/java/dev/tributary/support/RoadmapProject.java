package dev.tributary.support;

import dev.tributary.catalog.NameMap;
import dev.tributary.migrate.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of the target {@code roadmap}, small and with the rows that hurt: those of its demo, in the folders of the project. */
public final class RoadmapProject {
    /** Where each source lies under the sources folder. */
    public static final Map<String, String> SOURCES = sources();

    /** Rows of all sources. */
    public static final long ROWS = 27;

    /** Those of them that are copied. */
    public static final long COPIED = 23;

    /** The table of each source's table in the target before the switch. */
    public static final Map<String, String> COPIES = copies();

    private static final NameMap NAMES = Target.ROADMAP.names();

    private RoadmapProject() {}

    private static Map<String, String> sources() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("orchestrator", "data/orchestrator.db");
        files.put("notifications", "data/notifications.db");
        files.put("agent_messages", "data/agent_messages.db");
        files.put("coffee_maker", "coffee_maker.db");
        files.put("task_metrics", "data/task_metrics.db");
        return files;
    }

    private static Map<String, String> copies() {
        Map<String, String> tables = new LinkedHashMap<>();
        List.of("agent_lifecycle", "orchestrator_state", "orchestrator_tasks", "bugs")
                .forEach(table -> tables.put("orchestrator." + table, table));
        tables.put("notifications.notifications", "notification_user");
        tables.put("notifications.system_state", "system_state");
        tables.put("agent_messages.agent_messages", "agent_messages");
        tables.put("coffee_maker.task_group_dependencies", "task_group_dependencies");
        tables.put("task_metrics.subtask_metrics", "subtask_metrics");
        return tables;
    }

    /** Makes all files under a folder: the five sources, roadmap.db, and three that nobody may touch. */
    public static Path make(Path folder) {
        try {
            Files.createDirectories(folder.resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SOURCES.forEach((source, file) -> {
            Sqlite.script(folder.resolve(file), Target.ROADMAP.text("sources/" + source + ".sql"));
            Sqlite.script(folder.resolve(file), Target.ROADMAP.text("demo/" + source + ".sql"));
        });
        roadmap(folder.resolve("data/roadmap.db"));
        for (String beside : List.of("metrics", "test_unified", "unified_roadmap_specs")) {
            Sqlite.run(folder.resolve("data/" + beside + ".db"), "CREATE TABLE notifications (id INTEGER PRIMARY KEY)");
        }
        return folder;
    }

    /** A roadmap.db as its own program leaves it. */
    public static Path roadmap(Path file) {
        Sqlite.script(file, Target.ROADMAP.text("migrations/V001__create_base_tables.sql"));
        Sqlite.script(file, Target.ROADMAP.text("demo/roadmap.sql"));
        return file;
    }

    /** The file of a source. */
    public static Path source(Path folder, String name) {
        return folder.resolve(SOURCES.get(name));
    }

    /** What a table is called in a file now: its name before the switch, or the one after it. */
    public static String present(Path db, String table) {
        return NAMES.presentNames(table).stream()
                .filter(name -> Sqlite.number(
                                db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '" + name + "'")
                        > 0)
                .findFirst()
                .orElse(table);
    }

    /** The rows of a table with every value's storage class and bytes, without an order. */
    public static List<String> rows(Path file, String table) {
        List<String> columns =
                Sqlite.rows(file, "SELECT '\"' || name || '\"' FROM pragma_table_info('" + table + "') ORDER BY name");
        StringBuilder sql = new StringBuilder("SELECT concat_ws('|'");
        columns.forEach(column -> sql.append(", '")
                .append(column)
                .append("', typeof(")
                .append(column)
                .append("), quote(")
                .append(column)
                .append(")"));
        return Sqlite.rows(file, sql + ") FROM \"" + table + "\" ORDER BY 1");
    }
}
