package dev.tributary.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import dev.tributary.support.Python;
import dev.tributary.support.Replay;
import dev.tributary.support.Resources;
import dev.tributary.support.RoadmapFiles;
import dev.tributary.support.Sqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The recorded statements of an old program, before and after each step. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LegacyProgramTest {
    private static final List<String> PROGRAM = Replay.statements(Resources.text("/roadmap/legacy-program.sql"));

    @TempDir
    private Path folder;

    private Path before;
    private Path after;

    @BeforeEach
    void two_equal_files() {
        before = RoadmapFiles.merged(folder.resolve("before.db"));
        after = RoadmapFiles.merged(folder.resolve("after.db"));
    }

    @Test
    void the_recording_changes_rows_and_meets_errors() throws SQLException {
        assertThat(PROGRAM).hasSizeGreaterThan(75);
        assertThat(Replay.differences(before, folder.resolve("empty.db"), PROGRAM))
                .as("nothing of it is true of an empty file")
                .hasSizeGreaterThan(60);
    }

    @Test
    void after_expand_it_sees_no_difference() throws SQLException {
        Renamed.step(after, Step.EXPAND);
        assertThat(Replay.differences(before, after, PROGRAM)).isEmpty();
    }

    @Test
    void after_expand_it_sees_no_difference_from_Python() throws SQLException {
        Python.required();
        Renamed.step(after, Step.EXPAND);
        assertThat(Python.differences(folder, before, after, PROGRAM)).isEmpty();
    }

    @Test
    void after_the_switch_it_loses_exactly_what_was_announced() throws SQLException {
        Renamed.step(after, Step.EXPAND);
        Map<String, LegacyName> announced = announced();
        Renamed.step(after, Step.SWITCH);
        Set<Loss> seen = EnumSet.noneOf(Loss.class);
        for (Replay.Difference difference : Replay.differences(before, after, PROGRAM)) {
            for (String kind : difference.kinds()) {
                seen.add(announced(
                        announced, difference.sql(), kind, difference.after().error()));
            }
        }
        assertThat(seen)
                .containsExactly(
                        Loss.ROWCOUNT,
                        Loss.LAST_INSERT_ROWID,
                        Loss.UPSERT,
                        Loss.RETURNING,
                        Loss.CREATE_INDEX,
                        Loss.MESSAGE);
    }

    @Test
    void after_the_switch_it_loses_exactly_what_was_announced_from_Python() throws SQLException {
        Python.required();
        Renamed.step(after, Step.EXPAND);
        Map<String, LegacyName> announced = announced();
        Renamed.step(after, Step.SWITCH);
        Set<Loss> seen = EnumSet.noneOf(Loss.class);
        for (JsonNode difference : Python.differences(folder, before, after, PROGRAM)) {
            for (JsonNode kind : difference.get("kinds")) {
                seen.add(announced(
                        announced,
                        difference.get("sql").asString(),
                        kind.asString(),
                        difference.get("after").get("message").asString()));
            }
        }
        assertThat(seen)
                .containsExactly(
                        Loss.ROWCOUNT,
                        Loss.LAST_INSERT_ROWID,
                        Loss.UPSERT,
                        Loss.RETURNING,
                        Loss.CREATE_INDEX,
                        Loss.MESSAGE);
    }

    @Test
    void after_expand_a_program_that_calls_the_queue_tasks_sees_no_difference_either() throws SQLException {
        queueCalledTasks();
        Renamed.step(after, Step.EXPAND);
        assertThat(Replay.differences(before, after, programOfTasks())).isEmpty();
    }

    @Test
    void after_expand_a_program_that_calls_the_queue_tasks_sees_no_difference_from_Python() throws SQLException {
        Python.required();
        queueCalledTasks();
        Renamed.step(after, Step.EXPAND);
        assertThat(Python.differences(folder, before, after, programOfTasks())).isEmpty();
    }

    @Test
    void after_the_switch_a_program_that_calls_the_queue_tasks_loses_exactly_what_was_announced() throws SQLException {
        queueCalledTasks();
        Renamed.step(after, Step.EXPAND);
        Map<String, LegacyName> announced = announced();
        assertThat(announced).containsKeys("tasks", "orchestrator_tasks");
        Renamed.step(after, Step.SWITCH);
        Set<Loss> seen = EnumSet.noneOf(Loss.class);
        for (Replay.Difference difference : Replay.differences(before, after, programOfTasks())) {
            for (String kind : difference.kinds()) {
                seen.add(announced(
                        announced, difference.sql(), kind, difference.after().error()));
            }
        }
        assertThat(seen).contains(Loss.ROWCOUNT, Loss.LAST_INSERT_ROWID);
        assertThat(Sqlite.rows(after, "SELECT * FROM orchestrator_task ORDER BY task_id"))
                .isEqualTo(Sqlite.rows(before, "SELECT * FROM tasks ORDER BY task_id"))
                .isEqualTo(Sqlite.rows(after, "SELECT * FROM tasks ORDER BY task_id"));
    }

    private void queueCalledTasks() {
        for (Path file : List.of(before, after)) {
            Sqlite.run(file, "ALTER TABLE orchestrator_tasks RENAME TO tasks");
        }
    }

    private static List<String> programOfTasks() {
        List<String> program = PROGRAM.stream()
                .map(sql -> sql.replaceAll("\\borchestrator_tasks\\b", "tasks"))
                .toList();
        assertThat(program).isNotEqualTo(PROGRAM);
        return program;
    }

    private Map<String, LegacyName> announced() throws SQLException {
        Map<String, LegacyName> names = new TreeMap<>();
        try (ManagedConnection connection = SqliteFiles.openReadOnly(after, false)) {
            for (LegacyName name : LegacyName.of(SqliteCatalog.read(connection, "main"), RoadmapFiles.names())) {
                names.putIfAbsent(name.oldName(), name);
            }
        }
        return names;
    }

    /** The loss that explains a difference, which must be one of those announced for a name in the statement. */
    private static Loss announced(Map<String, LegacyName> announced, String sql, String kind, String error) {
        Loss loss = switch (kind) {
            case "rowcount" -> Loss.ROWCOUNT;
            case "generated key" -> Loss.LAST_INSERT_ROWID;
            case "message" -> Loss.MESSAGE;
            case "rows" -> sql.contains(" RETURNING ") ? Loss.RETURNING : unexplained(sql, kind, error);
            case "error" ->
                error.contains("cannot UPSERT a view")
                        ? Loss.UPSERT
                        : error.contains("views may not be indexed")
                                ? Loss.CREATE_INDEX
                                : unexplained(sql, kind, error);
            default -> unexplained(sql, kind, error);
        };
        assertThat(announced.values().stream()
                        .filter(name -> Pattern.compile("\\b" + name.oldName() + "\\b")
                                .matcher(sql)
                                .find())
                        .filter(name -> name.losses().containsKey(loss)))
                .as("%s of: %s", loss, sql)
                .isNotEmpty();
        return loss;
    }

    private static Loss unexplained(String sql, String kind, String error) {
        throw new AssertionError("nobody has announced this difference (" + kind + " " + error + "): " + sql);
    }
}
