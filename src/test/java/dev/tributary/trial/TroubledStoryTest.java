package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tributary.migrate.Verification;
import dev.tributary.source.ArchiveNote;
import dev.tributary.source.TableDigest;
import dev.tributary.support.Command;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.SmallDisk;
import dev.tributary.support.Unwritable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands of the walkthrough in trouble: a folder that may not be written, a program that holds a lock, a full disk.
 * Whatever is refused says so truly and has changed nothing, and with the trouble gone the same command finishes.
 */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class TroubledStoryTest {
    private static final int DISK_MB = 24;

    @TempDir
    private Path folder;

    private Scene scene;
    private Path elsewhere;

    /** How a command ended, and all that it said. */
    private record Ended(int exit, String said) {
        boolean refused() {
            return exit == 1;
        }
    }

    private void prepare(Path where, String command) throws Exception {
        scene = Scene.in(Files.createDirectory(where.resolve("scene")))
                .withSources(400)
                .withTarget("DELETE");
        elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        if (command.equals("rehearse")) {
            return;
        }
        scene.tributary().migrate();
        if (command.equals("catch-up")) {
            try (Connection source = Scene.open(scene.taskQueue());
                    Statement statement = source.createStatement()) {
                Scene.addTasks(source, 401, 800);
                statement.executeUpdate("UPDATE tasks SET title = 'later' WHERE rowid % 7 = 0");
            }
        }
        if (command.equals("put-back")) {
            scene.tributary().archive();
        }
    }

    private Ended run(String command) throws Exception {
        List<String> words = new ArrayList<>(List.of("cli", command.equals("put-back") ? "restore" : command));
        words.addAll(List.of("workspace", "--db", scene.target().toString()));
        switch (command) {
            case "restore" -> words.addAll(List.of("--from", "latest"));
            case "put-back" ->
                words.addAll(List.of("--archive", "--sources", scene.sources().toString()));
            case "rehearse" ->
                words.addAll(List.of(
                        "--in",
                        elsewhere.toString(),
                        "--sources",
                        scene.sources().toString()));
            case "backup" -> {}
            default -> words.addAll(List.of("--sources", scene.sources().toString()));
        }
        try (ChildJvm child = ChildJvm.start(words.toArray(String[]::new))) {
            int exit = child.await();
            return new Ended(exit, String.join("\n", child.said()));
        }
    }

    /** Every file of the user's with its digest; what a command of ours makes for itself does not count. */
    private Map<String, String> everything() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (var files = Files.walk(scene.target().getParent())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = scene.target().getParent().relativize(file).toString();
                if (!name.endsWith(".lock") && !name.contains(".unfinished-")) {
                    found.put(name, Scene.sha256(file));
                }
            }
        }
        return found;
    }

    /** After the trouble: the command finishes, and what it is for is true. */
    private void requireFinishes(String command) throws Exception {
        Ended again = run(command);
        assertThat(again.exit()).as(again.said()).isZero();
        switch (command) {
            case "catch-up", "archive", "put-back" ->
                assertThat(scene.tributary().verify()).matches(Verification::ok);
            case "restore" ->
                assertThat(Scene.query(scene.target(), "SELECT count(*) FROM sqlite_schema WHERE name = 'tasks'"))
                        .containsExactly("0");
            default ->
                assertThat(Scene.list(elsewhere))
                        .as("nothing of a rehearsal is left")
                        .isEmpty();
        }
    }

    private void requireTrue(Ended ended, Map<String, String> before, String command) throws Exception {
        System.out.printf("%s: %d %s%n", command, ended.exit(), ended.said().replace("\n", " | "));
        if (ended.refused()) {
            assertThat(ended.said()).startsWith("Refused, nothing changed: ").contains("\nWhy:  ", "\nNext: ");
        }
        if (ended.exit() != 0) {
            Map<String, String> now = everything();
            if (command.startsWith("catch-up")) {
                // a whole backup may have been made before the refusal, and is kept
                now.keySet().removeIf(name -> name.startsWith("workspace.db.backups/") && !before.containsKey(name));
            }
            assertThat(now).isEqualTo(before);
        }
        assertThat(Scene.list(elsewhere)).as("nothing of a rehearsal is left").isEmpty();
    }

    @ParameterizedTest(name = "{0} with the {1} folder read-only")
    @CsvSource({
        "catch-up, target, 1",
        "archive, target, 1",
        "rehearse, target, 0",
        "restore, target, 1",
        "put-back, target, 1",
        "backup, backups, 1",
        "catch-up, backups, 1",
        "catch-up, sources, 0",
        "archive, sources, 1",
        "rehearse, sources, 0",
        "rehearse, elsewhere, 1",
        "put-back, sources, 1"
    })
    void a_folder_that_may_not_be_written(String command, String which, int exit) throws Exception {
        prepare(folder, command);
        Map<String, String> before = everything();
        Path readOnly = switch (which) {
            case "target" -> scene.target().getParent();
            case "backups" -> scene.target().resolveSibling("workspace.db.backups");
            case "sources" -> scene.sources();
            default -> elsewhere;
        };
        Ended ended;
        try (Unwritable unwritable = Unwritable.of(readOnly)) {
            ended = run(command);
        }
        requireTrue(ended, before, command + ", " + which + " read-only");
        assertThat(ended.exit()).as(ended.said()).isEqualTo(exit);
        if (ended.exit() != 0) {
            requireFinishes(command);
        }
    }

    @ParameterizedTest(name = "{0} while a program holds the {1}: {2}")
    @CsvSource({
        "catch-up, target, BEGIN EXCLUSIVE, 1",
        "catch-up, target, BEGIN IMMEDIATE, 1",
        "catch-up, source, BEGIN EXCLUSIVE, 1",
        "catch-up, source, BEGIN IMMEDIATE, 0",
        "archive, target, BEGIN EXCLUSIVE, 1",
        "archive, target, BEGIN IMMEDIATE, 0",
        "archive, source, BEGIN EXCLUSIVE, 1",
        "archive, source, BEGIN IMMEDIATE, 1",
        "rehearse, target, BEGIN EXCLUSIVE, 1",
        "rehearse, target, BEGIN IMMEDIATE, 0",
        "rehearse, source, BEGIN EXCLUSIVE, 3",
        "rehearse, source, BEGIN IMMEDIATE, 0",
        "backup, target, BEGIN EXCLUSIVE, 1",
        "backup, target, BEGIN IMMEDIATE, 0",
        "restore, target, BEGIN EXCLUSIVE, 1",
        "restore, target, BEGIN IMMEDIATE, 1",
        "put-back, source, BEGIN EXCLUSIVE, 1"
    })
    void a_program_that_holds_a_lock(String command, String which, String lock, int exit) throws Exception {
        prepare(folder, command);
        Path held = which.equals("target") ? scene.target() : scene.taskQueue();
        if (command.equals("put-back")) {
            held = ArchiveNote.at(held).orElseThrow().archive();
        }
        if (which.equals("source")) {
            try (Connection source = Scene.open(held);
                    Statement statement = source.createStatement()) {
                statement.execute("PRAGMA journal_mode = DELETE"); // in which a lock keeps readers out
            }
        }
        Map<String, String> before = everything();
        Ended ended;
        try (var program = HoldDatabase.start(held, lock)) {
            ended = run(command);
            if (ended.exit() != 0 && Files.isDirectory(Path.of("/proc/self/fd"))) {
                assertThat(ended.said()).as("who it is").contains("process " + program.pid());
            }
        }
        requireTrue(ended, before, command + ", " + which + " held by " + lock);
        assertThat(ended.exit()).as(ended.said()).isEqualTo(exit);
        if (ended.exit() != 0) {
            requireFinishes(command);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"catch-up", "archive", "rehearse", "backup", "restore", "put-back"})
    void a_disk_that_is_full_but_for_so_much(String command) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted =
                Command.succeeds("mount", "-t", "tmpfs", "-o", "size=" + DISK_MB + "m", "tmpfs", disk.toString());
        assumeTrue(mounted, "this user may not mount a tmpfs, so that no disk can be filled");
        try {
            int refused = 0;
            int finished = 0;
            for (long left : new long[] {0, 4, 8, 12, 40, 600, 1_800, 6_400}) {
                prepare(disk, command);
                if (command.equals("rehearse")) {
                    elsewhere = Files.createDirectories(disk.resolve("elsewhere"));
                }
                TableDigest tasks = command.equals("put-back") ? null : Scene.digest(scene.taskQueue(), "tasks");
                Map<String, String> before = everything();
                SmallDisk.fill(disk, left);

                Ended ended = run(command);

                SmallDisk.free(disk);
                if (ended.exit() == 0) {
                    finished++;
                } else {
                    refused++;
                    if (ended.said().startsWith("Refused, but archived are already: proposals")) {
                        assertThat(command).isEqualTo("archive");
                        System.out.println(command + ", " + left + " KiB left: "
                                + ended.said().replace("\n", " | "));
                        assertThat(Scene.digest(scene.taskQueue(), "tasks")).isEqualTo(tasks);
                    } else {
                        requireTrue(ended, before, command + ", " + left + " KiB left");
                        assertThat(ended.said()).contains("free space");
                    }
                    requireFinishes(command);
                }
                Scene.delete(disk.resolve("scene"));
            }
            System.out.printf("full disk at %s: %d refused, %d finished%n", command, refused, finished);
            assertThat(finished).isPositive();
            assertThat(refused).matches(count -> count > 0 || command.equals("put-back"), "a full disk is noticed");
        } finally {
            assertThat(Command.succeeds("umount", disk.toString())).isTrue();
        }
    }
}
