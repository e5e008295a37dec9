package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.catalog.Identifier;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import dev.tributary.support.ArbitraryValues;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Resources;
import dev.tributary.support.Rows;
import dev.tributary.support.Sqlite;
import dev.tributary.support.TemporaryFolder;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * The whole way with any rows in the sources: they arrive as they are, the later proof has nothing to say, and after any
 * single change, on either side, it says exactly that one.
 */
class MigrationPropertiesTest {
    private static final int SHORT = 5;
    private static final int LONG = 400;
    private static final int MAX_TASKS = 8;
    private static final String COLUMNS =
            "id, title, description, status, priority, estimated_tokens, tags, metadata, created_at, version";

    private TemporaryFolder folder;
    private Path db;
    private Path sources;
    private Path queue;

    @BeforeTry
    void makeFolder() throws IOException {
        folder = TemporaryFolder.make();
        db = folder.path().resolve("workspace.db");
        sources = Files.createDirectory(folder.path().resolve("sources"));
        queue = sources.resolve("task_queue.db");
    }

    @AfterTry
    void removeFolder() throws IOException {
        folder.close();
    }

    @Property(tries = SHORT)
    void any_rows_arrive_and_any_single_change_is_told(
            @ForAll("tasks") List<Task> tasks, @ForAll Start start, @ForAll("changes") Change change) {
        migrateAndChange(tasks, start, change);
    }

    @Property(tries = LONG)
    @Tag("long")
    void of_many_rows_all_arrive_and_any_single_change_is_told(
            @ForAll("tasks") List<Task> tasks, @ForAll Start start, @ForAll("changes") Change change) {
        migrateAndChange(tasks, start, change);
    }

    /** What the migration finds. */
    enum Start {
        NO_FILE,
        THE_27_TABLES,
        LOG_MODE
    }

    /** A row of the source: SQL literals. */
    record Task(String id, String title, String status, String version, List<String> values) {
        String insert(String table) {
            return "INSERT INTO " + table + " (" + COLUMNS + ") VALUES (" + id + ", " + title + ", " + values.get(0)
                    + ", " + status + ", 'LOW', " + String.join(", ", values.subList(1, values.size())) + ", " + version
                    + ")";
        }
    }

    /** One change after the migration, and what the later proof then says of the table. */
    record Change(Kind kind, int row, String value) {
        enum Kind {
            TARGET_ROW_REMOVED(false, 1, 0, 0),
            TARGET_VALUE_CHANGED(false, 0, 1, 0),
            TARGET_ROW_ADDED(false, 0, 0, 1),
            SOURCE_ROW_REMOVED(true, 0, 0, 1),
            SOURCE_VALUE_CHANGED(true, 0, 1, 0),
            SOURCE_ROW_ADDED(true, 1, 0, 0);

            private final boolean inSource;
            private final long lost;
            private final long changed;
            private final long added;

            Kind(boolean inSource, long lost, long changed, long added) {
                this.inSource = inSource;
                this.lost = lost;
                this.changed = changed;
                this.added = added;
            }
        }

        String sql() {
            String there = " WHERE rowid = (SELECT rowid FROM tasks ORDER BY rowid LIMIT 1 OFFSET " + row
                    + " % (SELECT count(*) FROM tasks))";
            return switch (kind) {
                case TARGET_ROW_REMOVED, SOURCE_ROW_REMOVED -> "DELETE FROM tasks" + there;
                case TARGET_VALUE_CHANGED, SOURCE_VALUE_CHANGED -> "UPDATE tasks SET description = " + value + there;
                case TARGET_ROW_ADDED, SOURCE_ROW_ADDED ->
                    "INSERT INTO tasks (id, title, description, status, priority, version) VALUES"
                            + " ('a key that no row has', '', " + value + ", '', '', 0)";
            };
        }
    }

    @Provide
    Arbitrary<List<Task>> tasks() {
        Arbitrary<String> words = ArbitraryValues.words().map(Identifier::literal);
        return words.list()
                .ofMinSize(1)
                .ofMaxSize(MAX_TASKS)
                .uniqueElements()
                .flatMap(ids -> Combinators.combine(
                                words,
                                words,
                                Arbitraries.integers().map(String::valueOf),
                                ArbitraryValues.literals().list().ofSize(5))
                        .as((title, status, version, values) -> new Task("", title, status, version, values))
                        .list()
                        .ofSize(ids.size())
                        .map(rows -> withIds(ids, rows)));
    }

    private static List<Task> withIds(List<String> ids, List<Task> rows) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Task row = rows.get(i);
            tasks.add(new Task(ids.get(i), row.title(), row.status(), row.version(), row.values()));
        }
        return tasks;
    }

    @Provide
    Arbitrary<Change> changes() {
        return Combinators.combine(
                        Arbitraries.of(Change.Kind.class),
                        Arbitraries.integers().between(0, MAX_TASKS - 1),
                        ArbitraryValues.literals())
                .as(Change::new);
    }

    private void migrateAndChange(List<Task> tasks, Start start, Change change) {
        prepare(tasks, start);
        List<String> rows = rowsOf(queue);
        FolderSnapshot before = FolderSnapshot.of(sources);

        MigrationReport report = Tributary.workspace(db).sources(sources).migrate();

        assertThat(report.entries())
                .filteredOn(entry -> entry.table().equals("tasks"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.rowsCopied()).isEqualTo(tasks.size()));
        assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
        assertThat(rowsOf(db)).isEqualTo(rows);
        Verification after = Tributary.workspace(db).sources(sources).verify();
        assertThat(after.ok()).as(after.toString()).isTrue();
        requireState(after, false, 0, 0, 0);

        Path changed = change.kind().inSource ? queue : db;
        List<String> unchanged = rowsOf(changed);
        Sqlite.run(changed, change.sql());
        Assume.that(!rowsOf(changed).equals(unchanged));

        Change.Kind kind = change.kind();
        Verification told = Tributary.workspace(db).sources(sources).verify();
        requireState(told, kind.inSource, kind.lost, kind.changed, kind.added);
        assertThat(told.ok()).isEqualTo(!kind.inSource && kind.lost == 0);
    }

    private void prepare(List<Task> tasks, Start start) {
        WorkspaceFiles.proposals(sources.resolve("proposals.db"));
        Sqlite.script(queue, Resources.text("/workspace/real-shape/task_queue.sql"));
        tasks.forEach(task -> Sqlite.run(queue, task.insert("tasks")));
        if (start != Start.NO_FILE) {
            WorkspaceFiles.workspace(db);
        }
        if (start == Start.LOG_MODE) {
            Sqlite.value(db, "SELECT 1");
            Sqlite.run(db, "PRAGMA journal_mode = WAL");
            Sqlite.run(queue, "PRAGMA journal_mode = WAL");
        }
    }

    private static List<String> rowsOf(Path file) {
        try (ManagedConnection connection = SqliteFiles.openReadOnly(file, false)) {
            return Rows.query(connection, "SELECT " + COLUMNS + " FROM tasks");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requireState(
            Verification verification, boolean sourceChanged, long lost, long changed, long added) {
        assertThat(verification.tables())
                .filteredOn(table -> table.table().equals("tasks"))
                .singleElement()
                .satisfies(table -> {
                    assertThat(table.sourceChanged()).as("source changed").isEqualTo(sourceChanged);
                    assertThat(table.lost()).as("lost").isEqualTo(lost);
                    assertThat(table.changed()).as("changed").isEqualTo(changed);
                    assertThat(table.added()).as("added").isEqualTo(added);
                });
        assertThat(verification.tables())
                .filteredOn(table -> !table.table().equals("tasks"))
                .allSatisfy(
                        table -> assertThat(table.sourceChanged() || table.lost() + table.changed() + table.added() > 0)
                                .isFalse());
    }
}
