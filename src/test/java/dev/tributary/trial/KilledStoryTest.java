package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.migrate.Verification;
import dev.tributary.source.ArchiveNote;
import dev.tributary.source.TableDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL for every command of the walkthrough, typed as a person types it: at random moments, and as soon as what it
 * writes shows how far it has come. Nothing is lost, and the same command once more finishes.
 */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class KilledStoryTest {
    private static final int TASKS = Integer.getInteger("tasks", 3_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 12);
    private static final long SEED = Long.getLong("seed", 20_261_121);

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private Scene scene;
    private Path elsewhere;

    /** How long the command takes from its start, as far as it was seen. */
    private long usual;

    private int rounds;
    private int inside;
    private int aimed;

    @BeforeEach
    void files() throws Exception {
        scene = Scene.in(Files.createDirectory(folder.resolve("scene")))
                .withSources(TASKS)
                .withTarget("DELETE");
        elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    }

    private String[] words(String command) {
        return Stream.of(
                        List.of(
                                "cli",
                                command.split(" ")[0],
                                "workspace",
                                "--db",
                                scene.target().toString()),
                        command.startsWith("restore --from") || command.startsWith("backup")
                                ? List.<String>of()
                                : List.of("--sources", scene.sources().toString()),
                        Arrays.asList(command.split(" ")).subList(1, command.split(" ").length))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    private void finish(String command) throws Exception {
        long start = System.nanoTime();
        try (ChildJvm child = ChildJvm.start(words(command))) {
            assertThat(child.await()).as(() -> command + ": " + child.said()).isZero();
        }
        long took = System.nanoTime() - start;
        usual = usual == 0 ? took : Math.min(took, usual);
    }

    /** Something that shows how far a command has come. */
    private interface Trace {
        boolean isThere() throws IOException;
    }

    /** Kills a run of the command: in even rounds when a trace of it is seen, in odd ones at a random moment. */
    private void kill(String command, int round, List<Trace> traces) throws Exception {
        boolean aim = round % 2 == 0;
        Trace trace = traces.get(round / 2 % traces.size());
        long start = System.nanoTime();
        try (ChildJvm child = ChildJvm.start(words(command))) {
            if (aim) {
                while (child.isAlive() && !trace.isThere()) {
                    Thread.onSpinWait();
                }
            } else {
                // a JVM needs about a third of it before it does anything of ours
                TimeUnit.NANOSECONDS.sleep((long) (usual * (0.3 + 0.7 * random.nextDouble())));
            }
            boolean inTime = child.isAlive();
            child.kill();
            inside += inTime ? 1 : 0;
            aimed += inTime && aim ? 1 : 0;
            if (!inTime) {
                usual = Math.min(usual, System.nanoTime() - start);
            }
        }
        rounds++;
    }

    private void report(String command) {
        System.out.printf(
                "kill -9 of %s: %d rounds, %d before its end, %d of these as a trace was seen%n",
                command, rounds, inside, aimed);
        assertThat(inside).as("kills before the end").isGreaterThan(ROUNDS / 3);
    }

    private static boolean any(Path folder, String part) throws IOException {
        return Scene.list(folder).stream()
                .anyMatch(path -> path.getFileName().toString().contains(part));
    }

    private Path backups() {
        return scene.target().resolveSibling("workspace.db.backups");
    }

    private Path journal() {
        return scene.target().resolveSibling("workspace.db-journal");
    }

    private Trace newBackup() throws IOException {
        int before = Scene.list(backups()).size();
        return () -> Scene.list(backups()).size() > before && !any(backups(), ".unfinished-");
    }

    /** Name and digest of everything that is the user's: not the lock, not unfinished backups. */
    private Map<String, String> everything() throws IOException {
        Map<String, String> found = new TreeMap<>(scene.sourceFiles());
        found.put("target", Scene.sha256(scene.target()));
        for (Path set : Scene.list(backups())) {
            if (!set.getFileName().toString().startsWith(".unfinished-")) {
                for (Path file : Scene.list(set)) {
                    found.put(set.getFileName() + "/" + file.getFileName(), Scene.sha256(file));
                }
            }
        }
        return found;
    }

    @Test
    void rehearse_and_backup_leave_everything_as_it_was() throws Exception {
        String rehearse = "rehearse --in " + elsewhere;
        finish(rehearse);
        Map<String, String> before = everything();
        while (rounds < ROUNDS) {
            kill(
                    rehearse,
                    rounds,
                    List.of(
                            () -> any(elsewhere, "rehearsal"),
                            () -> insideCopy("workspace.db.backups"),
                            () -> insideCopy("workspace.db-journal")));
            assertThat(everything()).isEqualTo(before);
            finish(rehearse);
            assertThat(everything()).isEqualTo(before);
            for (Path left : Scene.list(elsewhere)) {
                Scene.delete(left);
            }
        }
        report("rehearse");

        rounds = 0;
        inside = 0;
        aimed = 0;
        usual = 0;
        finish("backup");
        while (rounds < ROUNDS) {
            before = everything();
            kill("backup", rounds, List.of(() -> any(backups(), ".unfinished-"), newBackup()));
            assertThat(everything()).containsAllEntriesOf(before);
            finish("backup");
            assertThat(everything()).containsAllEntriesOf(before);
        }
        report("backup");
    }

    private boolean insideCopy(String name) throws IOException {
        for (Path copy : Scene.list(elsewhere)) {
            if (Files.exists(copy.resolve(name))) {
                return true;
            }
        }
        return false;
    }

    private void oldProgramWrites(int round) throws Exception {
        try (Connection source = Scene.open(scene.taskQueue());
                Statement statement = source.createStatement()) {
            Scene.addTasks(source, TASKS + 1L + round, TASKS + 1L + round);
            statement.executeUpdate("UPDATE tasks SET title = 'round " + round + "' WHERE rowid % 7 = 0");
        }
    }

    @Test
    void migrate_and_catch_up_and_restore_leave_the_target_as_it_was_or_complete() throws Exception {
        finish("migrate");
        oldProgramWrites(0);
        finish("catch-up");
        for (int round = 1; rounds < ROUNDS; round++) {
            TableDigest before = Scene.digest(scene.target(), "tasks");
            oldProgramWrites(round);
            TableDigest after = Scene.digest(scene.taskQueue(), "tasks");
            kill(
                    "catch-up",
                    round,
                    List.of(() -> any(backups(), ".unfinished-"), newBackup(), () -> Files.exists(journal())));
            assertThat(Scene.digest(scene.target(), "tasks")).isIn(before, after);
            finish("catch-up");
            assertThat(Scene.digest(scene.target(), "tasks")).isEqualTo(after);
            assertThat(scene.tributary().verify()).matches(Verification::ok);
        }
        report("catch-up");

        rounds = 0;
        inside = 0;
        aimed = 0;
        usual = 0;
        TableDigest caughtUp = Scene.digest(scene.target(), "tasks");
        Map<String, String> sources = scene.sourceFiles();
        Path safe = folder.resolve("safe.db");
        Scene.copy(scene.target(), safe);
        String name = Scene.list(backups()).stream()
                .map(path -> path.getFileName().toString())
                .filter(each -> each.endsWith("-before-migrate"))
                .findFirst()
                .orElseThrow();
        String restore = "restore --from " + name;
        while (rounds < ROUNDS) {
            kill(
                    restore,
                    rounds,
                    List.of(() -> any(backups(), "-replaced"), () -> any(folder.resolve("scene"), ".restoring")));
            requireOneOf(caughtUp, name);
            finish(restore);
            assertThat(hasTasks(scene.target())).isFalse();
            assertThat(replaced()).as("the state before is kept").anyMatch(file -> isDigest(file, caughtUp));
            for (Path set : Scene.list(backups())) {
                if (set.getFileName().toString().contains("-replaced")) {
                    Scene.delete(set);
                }
            }
            Scene.copy(safe, scene.target());
        }
        assertThat(scene.sourceFiles()).isEqualTo(sources);
        report("restore");
    }

    /** After a kill the rows are in the target, or, aside, in the folder of the backups. */
    private void requireOneOf(TableDigest rows, String backup) throws Exception {
        boolean inPlace = Files.exists(scene.target()) && hasTasks(scene.target());
        if (inPlace) {
            assertThat(Scene.digest(scene.target(), "tasks")).isEqualTo(rows);
        } else {
            assertThat(replaced()).as("after a kill, in %s", backup).anyMatch(file -> isDigest(file, rows));
        }
    }

    private static boolean hasTasks(Path database) throws Exception {
        return !Scene.query(database, "SELECT 1 FROM sqlite_schema WHERE name = 'tasks'")
                .isEmpty();
    }

    private List<Path> replaced() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path set : Scene.list(backups())) {
            if (set.getFileName().toString().contains("-replaced")) {
                Scene.list(set).stream()
                        .filter(file -> file.getFileName().toString().endsWith("workspace.db"))
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static boolean isDigest(Path file, TableDigest rows) {
        try {
            return Scene.digest(file, "tasks").equals(rows);
        } catch (Exception e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    @Test
    void archive_and_its_way_back_never_lose_a_file() throws Exception {
        finish("migrate");
        TableDigest rows = Scene.digest(scene.taskQueue(), "tasks");
        String back = "restore --archive";
        finish("archive");
        finish(back);
        long usualBack = usual;
        Path sources = scene.sources();
        for (int round = 0; round < ROUNDS; round++) {
            kill(
                    "archive",
                    round,
                    List.of(
                            () -> any(sources, ".proposals.db.archiving"),
                            () -> any(sources, "proposals.db.archived_"),
                            () -> any(sources, ".task_queue.db.archiving"),
                            () -> any(sources, "task_queue.db.archived_")));
            requireFound(rows);
            finish("archive");
            assertThat(ArchiveNote.at(scene.taskQueue())).isPresent();
            requireFound(rows);

            usual = usualBack;
            kill(back, round, List.of(() -> !any(sources, "proposals.db.archived_")));
            requireFound(rows);
            if (any(sources, ".archived_")) {
                finish(back);
            }
            assertThat(any(sources, ".archiv")).isFalse();
            assertThat(Scene.digest(scene.taskQueue(), "tasks")).isEqualTo(rows);
        }
        report("archive and back");
    }

    private void requireFound(TableDigest rows) throws Exception {
        Path file = ArchiveNote.at(scene.taskQueue())
                .map(ArchiveNote::archive)
                .or(() -> Files.exists(scene.taskQueue())
                        ? Optional.of(scene.taskQueue())
                        : ArchiveNote.newest(scene.taskQueue()))
                .orElseThrow();
        assertThat(Scene.digest(file, "tasks")).isEqualTo(rows);
        assertThat(scene.tributary().verify())
                .as("a source is found at every moment")
                .matches(Verification::ok);
    }
}
