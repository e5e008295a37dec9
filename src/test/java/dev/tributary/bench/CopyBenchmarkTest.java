package dev.tributary.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.copy.Copier;
import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.migrate.Target;
import dev.tributary.plan.RowEquality;
import dev.tributary.plan.TablePlan;
import dev.tributary.safety.BackupSet;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SqliteFiles;
import dev.tributary.source.TableDigest;
import dev.tributary.trial.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of a million tasks of the real, unequal shapes, beside other ways to do it. */
@Tag("bench")
@DisplayNameGeneration(ReplaceUnderscores.class)
class CopyBenchmarkTest {
    private static final int ROWS = Integer.getInteger("rows", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final String SHELL = "(a) by hand in the sqlite3 shell";
    private static final String VACUUM = "(b) VACUUM INTO";
    private static final String NAIVE = "(c) row by row through JDBC";
    private static final String WHOLE = "(d) migrate, whole";
    private static final String COPY = "copy alone";
    private static final String BY_ROWID = "proof by rowid";
    private static final String BY_KEY = "proof by key";
    private static final String DIGEST = "digest of one side";

    @TempDir
    private Path folder;

    private Scene scene;
    private final Contest contest = new Contest();

    @Test
    void a_million_tasks_side_by_side() throws Exception {
        scene = Scene.in(Files.createDirectory(folder.resolve("scene"))).withSources(ROWS);
        for (int round = 0; round < ROUNDS; round++) {
            shell();
            contest.time(VACUUM, this::vacuum);
            naive();
            whole();
            parts();
        }
        System.out.println(
                ROWS + " tasks, " + Files.size(scene.taskQueue()) / 1_000_000 + " MB, " + ROUNDS + " rounds in turns");
        System.out.print(contest.table(SHELL));
        goal("(d) of (a), unequal shapes", contest.ratio(WHOLE, SHELL), 0.65);
        goal("copy alone of (c)", contest.ratio(COPY, NAIVE), 0.33);
        goal("proof by rowid of the copy", contest.ratio(BY_ROWID, COPY), 0.20);
        goal("proof by key of the copy", contest.ratio(BY_KEY, COPY), 0.40);
        goal("digest of one side of the copy", contest.ratio(DIGEST, COPY), 0.30);
        assertThat(contest.ratio(COPY, NAIVE))
                .as("the copy alone against row by row")
                .isLessThan(1);
    }

    @Test
    void a_million_tasks_of_equal_shapes_beside_vacuum() throws Exception {
        scene = Scene.in(Files.createDirectory(folder.resolve("scene"))).withSourcesOfEqualShape(ROWS);
        for (int round = 0; round < ROUNDS; round++) {
            contest.time(VACUUM, this::vacuum);
            whole();
            copyAlone();
        }
        System.out.println(ROWS + " tasks of equal shapes, " + Files.size(scene.taskQueue()) / 1_000_000 + " MB, "
                + ROUNDS + " rounds in turns");
        System.out.print(contest.table(VACUUM));
        goal("(d) of (b), equal shapes", contest.ratio(WHOLE, VACUUM), 4.5);
        assertThat(contest.ratio(COPY, WHOLE))
                .as("the copy alone against all of it")
                .isLessThan(1);
    }

    private static void goal(String what, double ratio, double goal) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f, goal at most %.2f, %s%n",
                what,
                ratio,
                goal,
                ratio <= goal ? "reached" : "missed");
    }

    private void copyAlone() throws Exception {
        Path made = emptyTarget();
        try (SourceDatabase source = SourceDatabase.open("the source", scene.taskQueue());
                ManagedConnection connection = SqliteFiles.openForWriting(made)) {
            source.attachTo(connection, "s");
            connection.setAutoCommit(false);
            Table from = SqliteCatalog.read(connection, "s").table("tasks").orElseThrow();
            Table to = SqliteCatalog.read(connection, "main").table("tasks").orElseThrow();
            contest.time(COPY, () -> {
                new Copier(connection, "s", "main")
                        .copy(new TablePlan(from, to, to.columnNames(), to.key(), ROWS, 0, 0, 0, List.of(), List.of()));
                connection.commit();
            });
            connection.rollback();
        }
        Scene.delete(made);
    }

    /** Tables with their indexes, ATTACH, INSERT .. SELECT: what a person would type. No backup, no proof. */
    private void shell() throws Exception {
        Path made = emptyTarget();
        contest.time(SHELL, () -> {
            Process shell = new ProcessBuilder(
                            "sqlite3",
                            made.toString(),
                            "ATTACH '" + scene.taskQueue() + "' AS s; INSERT INTO tasks (" + columns() + ") SELECT "
                                    + columns() + " FROM s.tasks;")
                    .inheritIO()
                    .start();
            assertThat(shell.waitFor()).isZero();
        });
        requireRows(made);
    }

    private void vacuum() throws SQLException {
        Path made = folder.resolve("vacuumed.db");
        try (Connection connection = Scene.open(scene.taskQueue());
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + made + "'");
        }
        assertThat(made.toFile().delete()).isTrue();
    }

    private void naive() throws Exception {
        Path made = emptyTarget();
        contest.time(NAIVE, () -> {
            try (Connection source = Scene.open(scene.taskQueue());
                    Connection target = Scene.open(made);
                    Statement statement = source.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT " + columns() + " FROM tasks");
                    PreparedStatement insert = target.prepareStatement(
                            "INSERT INTO tasks (" + columns() + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
                target.setAutoCommit(false);
                while (rows.next()) {
                    for (int i = 1; i <= 16; i++) {
                        insert.setObject(i, rows.getObject(i));
                    }
                    insert.executeUpdate();
                }
                target.commit();
            }
        });
        requireRows(made);
    }

    private void whole() throws Exception {
        scene.clear();
        scene.withTarget("WAL");
        Map<String, Long> began = new LinkedHashMap<>();
        began.put("preflight", System.nanoTime());
        contest.time(
                WHOLE,
                () -> scene.tributary().migrate(new MigrationListener() {
                    @Override
                    public void planned(MigrationPlan plan) {
                        began.put("backup", System.nanoTime());
                    }

                    @Override
                    public void backedUp(BackupSet backup) {
                        began.put("history table", System.nanoTime());
                    }

                    @Override
                    public void versionStarted(String version, String description) {
                        began.put(version, System.nanoTime());
                    }
                }));
        long end = System.nanoTime();
        StringBuilder stages = new StringBuilder("migrate, in seconds:");
        List<String> names = List.copyOf(began.keySet());
        for (int i = 0; i < names.size(); i++) {
            long until = i + 1 < names.size() ? began.get(names.get(i + 1)) : end;
            stages.append(
                    String.format(Locale.ROOT, " %s %.2f", names.get(i), (until - began.get(names.get(i))) / 1e9));
        }
        System.out.println(stages);
        requireRows(scene.target());
        scene.clear();
    }

    /** The engine's own parts, each on the file that the one before it has made. */
    private void parts() throws Exception {
        Path made = emptyTarget();
        try (SourceDatabase source = SourceDatabase.open("the source", scene.taskQueue());
                ManagedConnection connection = SqliteFiles.openForWriting(made)) {
            source.attachTo(connection, "s");
            connection.setAutoCommit(false);
            Table from = SqliteCatalog.read(connection, "s").table("tasks").orElseThrow();
            Table to = SqliteCatalog.read(connection, "main").table("tasks").orElseThrow();
            contest.time(COPY, () -> {
                new Copier(connection, "s", "main")
                        .copy(new TablePlan(from, to, to.columnNames(), to.key(), ROWS, 0, 0, 0, List.of(), List.of()));
                connection.commit();
            });
            String same = RowEquality.identical(to, to.columnNames());
            prove(connection, BY_ROWID, "d.rowid = s.rowid", same);
            prove(connection, BY_KEY, RowEquality.sameKey(to.key()), same);
            contest.time(DIGEST, () -> TableDigest.of(connection, "main", "tasks", to.columnNames(), ""));
            connection.rollback();
        }
        Scene.delete(made);
    }

    private void prove(Connection connection, String name, String pairs, String same) throws Exception {
        contest.time(name, () -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT count(*) FROM s.tasks AS s JOIN main.tasks AS d ON " + pairs + " WHERE " + same)) {
                assertThat(row.getLong(1)).isEqualTo(ROWS);
            }
        });
    }

    private Path emptyTarget() throws Exception {
        Path made = folder.resolve("made.db");
        Scene.delete(made);
        try (Connection connection = Scene.open(made);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(Target.WORKSPACE.text("migrations/V001__create_base_tables.sql"));
            statement.executeUpdate(Target.WORKSPACE.text("migrations/V002__create_orchestrator_tables.sql"));
        }
        return made;
    }

    private String columns() throws SQLException {
        return Scene.query(scene.taskQueue(), "SELECT name FROM pragma_table_info('tasks')").stream()
                .collect(Collectors.joining(", "));
    }

    private static void requireRows(Path database) throws SQLException {
        assertThat(Scene.query(database, "SELECT count(*) FROM tasks")).containsExactly(Integer.toString(ROWS));
    }
}
