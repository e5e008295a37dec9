package dev.tributary.trial;

import dev.tributary.Tributary;
import dev.tributary.cli.Main;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.migrate.Target;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.safety.MigrationLock;
import dev.tributary.safety.Restore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;

/** What runs in a JVM of its own, to be killed or to race: says on its standard output how far it has come. */
final class Child {
    static final String PLANNED = "planned";
    static final String BACKED_UP = "backed up";
    static final String VERSION = "version ";
    static final String DONE = "done ";
    static final String WRITTEN = "written ";
    static final String TOUCHED = "touched ";
    static final String REFUSED = "refused ";

    private Child() {}

    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        try {
            switch (arguments[0]) {
                case "migrate" ->
                    migrate(
                            arguments.length > 3 && Target.ROADMAP.name().equals(arguments[3])
                                    ? Tributary.roadmap(Path.of(arguments[1]))
                                    : Tributary.workspace(Path.of(arguments[1])),
                            Path.of(arguments[2]));
                case "restore" -> restore(Path.of(arguments[1]), arguments[2]);
                case "catch-up" -> catchUp(Path.of(arguments[1]), Path.of(arguments[2]));
                case "archive" -> archive(Path.of(arguments[1]), Path.of(arguments[2]));
                case "put-back" -> putBack(Path.of(arguments[1]), Path.of(arguments[2]));
                case "cli" -> Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
                case "lock" -> lock(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
                case "write" -> write(Path.of(arguments[1]), Path.of(arguments[2]));
                case "hold" -> hold(Path.of(arguments[1]), arguments[2]);
                case "keep-lock" -> keepLock(Path.of(arguments[1]));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        } catch (Fault fault) {
            say(REFUSED + fault.getMessage().replace('\n', ' '));
            System.exit(1);
        }
    }

    private static void migrate(Tributary target, Path sources) {
        MigrationReport report = target.sources(sources).migrate(new MigrationListener() {
            @Override
            public void planned(MigrationPlan plan) {
                say(PLANNED);
            }

            @Override
            public void backedUp(BackupSet backup) {
                say(BACKED_UP);
            }

            @Override
            public void versionStarted(String version, String description) {
                say(VERSION + version);
            }
        });
        say(DONE + report.applied().size());
    }

    private static void restore(Path target, String backup) {
        BackupSet chosen = new Backups(target, Clock.systemUTC())
                .list().stream()
                        .filter(set -> set.name().equals(backup))
                        .findFirst()
                        .orElseThrow();
        new Restore(target, Clock.systemUTC()).restore(chosen, Child::say);
        say(DONE + backup);
    }

    private static void catchUp(Path target, Path sources) {
        say(DONE
                + Tributary.workspace(target)
                        .sources(sources)
                        .catchUp()
                        .entries()
                        .size());
    }

    private static void archive(Path target, Path sources) {
        say(DONE
                + Tributary.workspace(target).sources(sources).archive().moved().size());
    }

    private static void putBack(Path target, Path sources) {
        say(DONE
                + Tributary.workspace(target)
                        .sources(sources)
                        .restoreArchive()
                        .moved()
                        .size());
    }

    /** Takes and frees the lock again and again; inside, a file is made that nobody else may have made. */
    private static void lock(Path target, int times) throws IOException {
        Path inside = target.resolveSibling("inside");
        for (int i = 0; i < times; i++) {
            try (MigrationLock lock = MigrationLock.acquire(target, Duration.ofMinutes(1), line -> {})) {
                Files.createFile(inside);
                Files.delete(inside);
            }
        }
        say(DONE + times);
    }

    /** A program that knows nothing of migrations: writes to source and target until it is killed. */
    private static void write(Path target, Path queue) throws SQLException, InterruptedException {
        for (int n = 1; ; n++) {
            try (Connection own = Scene.open(target);
                    Statement statement = own.createStatement()) {
                statement.executeUpdate(
                        "INSERT INTO workspace_tasks (id, title, status, created, updated) VALUES ('OLD-" + n
                                + "', 'written meanwhile', 'open', '2025-11-01 10:00:00', '2025-11-01 10:00:00')");
            }
            say(WRITTEN + "OLD-" + n);
            writeToCopies(target, n);
            try (Connection source = Scene.open(queue);
                    Statement statement = source.createStatement()) {
                statement.executeUpdate("INSERT INTO tasks (id, title, status, priority, version) VALUES ('NEW-" + n
                        + "', 'written meanwhile', 'pending', 'LOW', 0)");
            }
            say(WRITTEN + "NEW-" + n);
            Thread.sleep(20); // the pace of a program, not a guess
        }
    }

    /** Once the copied table is in the target: adds a row to it, and changes one that was copied. */
    private static void writeToCopies(Path target, int n) throws SQLException {
        try (Connection own = Scene.open(target);
                Statement statement = own.createStatement()) {
            try (ResultSet tables = statement.executeQuery("SELECT 1 FROM sqlite_schema WHERE name = 'tasks'")) {
                if (!tables.next()) {
                    return;
                }
            }
            statement.executeUpdate("INSERT INTO tasks (id, title, status, priority, version) VALUES ('MOVED-" + n
                    + "', 'written to the new place', 'pending', 'LOW', 0)");
            say(WRITTEN + "MOVED-" + n);
            try (ResultSet changed = statement.executeQuery(
                    "UPDATE tasks SET status = 'touched' WHERE rowid = " + n + " RETURNING id")) {
                changed.next();
                String id = changed.getString(1);
                while (changed.next()) {
                    // the statement is complete, and with it its transaction, when it has no row left
                }
                say(TOUCHED + id);
            }
        }
    }

    /** Begins a transaction of that kind and keeps it until it is killed. */
    private static void hold(Path database, String kind) throws SQLException, InterruptedException {
        try (Connection connection = Scene.open(database);
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN " + kind);
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM workspace_tasks")) {
                rows.next(); // only now does a deferred transaction hold anything
            }
            say(WRITTEN + kind);
            Thread.currentThread().join();
        }
    }

    /** Takes the migration lock and keeps it until it is killed. */
    private static void keepLock(Path target) throws InterruptedException {
        try (MigrationLock lock = MigrationLock.acquire(target, Duration.ofMinutes(1), line -> {})) {
            say(WRITTEN + "lock");
            Thread.currentThread().join();
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
