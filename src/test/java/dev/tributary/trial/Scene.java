package dev.tributary.trial;

import dev.tributary.Tributary;
import dev.tributary.migrate.Target;
import dev.tributary.source.TableDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with a workspace.db of 27 tables and sources of any size, of the shapes that the programs make. */
public final class Scene {
    private static final String TASK_COLUMNS = "id, title, description, status, priority, capability_required,"
            + " estimated_tokens, tags, dependencies, failures, metadata, file, created_by, created_at, updated_at, version";

    /** About 500 bytes a row; keys come in no order, as those of the real files do. */
    private static final String TASK_VALUES = """
            printf('TASK-%08x-%07d', (n * 2654435761) % 4294967296, n),
            printf('Refactor module %d of the orchestrator', n % 977),
            printf('Step %d: split the class by responsibility, move pure helpers into modules of their own, keep the'
              || ' public calls as they are, and add a test for each path that was not covered before; measured effort'
              || ' %d hours, see the review of run %x.', n, n % 40, n * 48271 % 2147483647),
            CASE n % 5 WHEN 0 THEN 'pending' WHEN 1 THEN 'in_progress' ELSE 'completed' END,
            CASE n % 3 WHEN 0 THEN 'HIGH' WHEN 1 THEN 'MEDIUM' ELSE 'LOW' END,
            CASE WHEN n % 7 THEN 'code-generation-advanced' END,
            n % 200000,
            printf('["review", "module-%d"]', n % 500),
            '[]', NULL,
            CASE WHEN n % 4 THEN printf('{"attempt": %d, "by": "agent-%d"}', n % 3, n % 11) ELSE '' END,
            printf('src/module_%d.py', n % 977),
            'meta-review-system',
            printf('2025-%02d-%02dT%02d:27:25.163961', n % 12 + 1, n % 28 + 1, n % 24),
            printf('2025-11-%02dT%02d:%02d:%02d', n % 28 + 1, n % 24, n % 60, n * 7 % 60),
            n % 3""";

    private final Path folder;

    private Scene(Path folder) {
        this.folder = folder;
    }

    /** A scene in an existing folder, with nothing in it yet. */
    public static Scene in(Path folder) {
        return new Scene(folder);
    }

    public Path target() {
        return folder.resolve("workspace.db");
    }

    public Path sources() {
        return folder.resolve("sources");
    }

    public Path taskQueue() {
        return sources().resolve("task_queue.db");
    }

    public Path proposals() {
        return sources().resolve("proposals.db");
    }

    public Tributary tributary() {
        return Tributary.workspace(target()).sources(sources());
    }

    /** The two sources that are needed, with so many tasks and a few proposals. */
    public Scene withSources(long tasks) throws SQLException, IOException {
        return withSources(tasks, false);
    }

    /** The same with a table {@code tasks} that was made as the target makes its own. */
    public Scene withSourcesOfEqualShape(long tasks) throws SQLException, IOException {
        return withSources(tasks, true);
    }

    private Scene withSources(long tasks, boolean equalShape) throws SQLException, IOException {
        Files.createDirectories(sources());
        try (Connection queue = open(taskQueue());
                Statement statement = queue.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL"); // as the programs leave them
            statement.execute("PRAGMA synchronous = OFF");
            statement.executeUpdate(resource("/workspace/real-shape/task_queue.sql"));
            if (equalShape) {
                statement.executeUpdate("DROP TABLE tasks");
                for (String sql : targetStatements("tasks")) {
                    statement.executeUpdate(sql);
                }
            }
            List<String> indexes = new ArrayList<>();
            try (ResultSet sql = statement.executeQuery(
                    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'tasks' AND sql IS NOT NULL")) {
                while (sql.next()) {
                    indexes.add("DROP INDEX " + sql.getString(1));
                    indexes.add(sql.getString(2));
                }
            }
            for (int i = 0; i < indexes.size(); i += 2) {
                statement.execute(indexes.get(i));
            }
            addTasks(queue, 1, tasks);
            for (int i = 1; i < indexes.size(); i += 2) {
                statement.execute(indexes.get(i));
            }
            statement.executeUpdate("INSERT INTO task_queue_metadata (\"key\", value, updated_at)"
                    + " VALUES ('version', '1', '2025-11-22T10:00:20'), ('owner', 'a', '2025-11-22T10:00:21')");
        }
        try (Connection proposals = open(proposals());
                Statement statement = proposals.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.executeUpdate(resource("/workspace/real-shape/proposals.sql"));
            statement.executeUpdate("""
                    INSERT INTO proposals (id, hypothesis, rationale, pattern_id, performance_data, implementation_result,
                      metadata, status, created_at, reviewed_at, implemented_at, review_notes)
                    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 40)
                    SELECT 'P-' || n, 'smaller classes fail less', 'measured', 'pattern-' || n % 4, '{"gain": 0.25}', NULL,
                           NULL, 'approved', 1763200000.125 + n, NULL, 1763200001.5 + n, 'ok'
                      FROM numbers""");
        }
        return this;
    }

    /** What V002 makes of a table: its own statement, then those of its indexes. */
    private static List<String> targetStatements(String table) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = memory.createStatement()) {
            statement.executeUpdate(Target.WORKSPACE.text("migrations/V001__create_base_tables.sql"));
            statement.executeUpdate(Target.WORKSPACE.text("migrations/V002__create_orchestrator_tables.sql"));
            try (ResultSet sql = statement.executeQuery("SELECT sql FROM sqlite_schema WHERE tbl_name = '" + table
                    + "' AND sql IS NOT NULL ORDER BY type DESC")) {
                while (sql.next()) {
                    statements.add(sql.getString(1));
                }
            }
        }
        return statements;
    }

    /** Adds the tasks with these numbers to a source. */
    public static void addTasks(Connection queue, long first, long last) throws SQLException {
        try (Statement statement = queue.createStatement()) {
            statement.executeUpdate("INSERT INTO tasks (" + TASK_COLUMNS + ") WITH RECURSIVE numbers(n) AS (SELECT "
                    + first + " WHERE " + first + " <= " + last + " UNION ALL SELECT n + 1 FROM numbers WHERE n < "
                    + last + ") SELECT " + TASK_VALUES + " FROM numbers");
        }
    }

    /** A workspace.db as the workspace program keeps it: 27 tables, no Flyway history. */
    public Scene withTarget(String journalMode) throws SQLException, IOException {
        try (Connection target = open(target());
                Statement statement = target.createStatement()) {
            statement.execute("PRAGMA journal_mode = " + journalMode);
            statement.executeUpdate(Target.WORKSPACE.text("migrations/V001__create_base_tables.sql"));
            statement.executeUpdate("""
                    INSERT INTO workspace_tasks (id, title, status, created, updated)
                    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 56)
                    SELECT 'W-' || n, 'a task of the workspace', 'open', '2025-11-01 10:00:00', '2025-11-02 10:00:00'
                      FROM numbers""");
        }
        return this;
    }

    /** Removes the target, its backups and everything else beside the sources. */
    public void clear() throws IOException {
        for (Path entry : list(folder)) {
            if (!entry.equals(sources())) {
                delete(entry);
            }
        }
    }

    /** Name and SHA-256 of every file of the sources; call it only while this process has none of them open. */
    public Map<String, String> sourceFiles() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (Path file : list(sources())) {
            digests.put(file.getFileName().toString(), sha256(file));
        }
        return digests;
    }

    /** The digest of all rows of a table. */
    public static TableDigest digest(Path database, String table) throws SQLException {
        try (Connection connection = open(database)) {
            return TableDigest.of(connection, "main", table, columns(connection, table), "");
        }
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("SELECT name FROM pragma_table_info('" + table + "')")) {
            while (names.next()) {
                columns.add(names.getString(1));
            }
        }
        return columns;
    }

    /** A plain connection, as any other program would open the file. */
    public static Connection open(Path database) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 30000");
        }
        return connection;
    }

    /** The first column of a query's rows, as text. */
    public static List<String> query(Path database, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    public static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What a folder holds, in order; nothing when it does not exist. */
    public static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /** Deletes a file, or a folder with all it holds. */
    public static void delete(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            for (Path entry : list(path)) {
                delete(entry);
            }
        }
        Files.deleteIfExists(path);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Scene.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
