package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.migrate.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that knows nothing of the migration and goes on writing. */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class OldProgramTest {
    private static final int TRIES = 20;

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void what_an_old_program_writes_to_source_and_target_meanwhile_is_all_there(String mode, @TempDir Path folder)
            throws Exception {
        Scene scene = Scene.in(Files.createDirectory(folder.resolve("scene")))
                .withSources(8_000)
                .withTarget(mode);
        try (Connection queue = Scene.open(scene.taskQueue());
                Statement statement = queue.createStatement()) {
            statement.execute("PRAGMA journal_mode = " + mode);
        }
        MigrationReport report;
        List<String> written;
        try (ChildJvm program = ChildJvm.start(
                "write", scene.target().toString(), scene.taskQueue().toString())) {
            assertThat(program.awaitLine(line -> line.startsWith(Child.WRITTEN)))
                    .as(() -> program.said().toString())
                    .isTrue();
            report = migrate(scene);
            long before = program.said().size();
            assertThat(program.awaitLine(line -> program.said().size() > before + 20))
                    .as("it goes on after the migration: %s", program.said())
                    .isTrue();
            program.kill();
            written = program.said();
        }
        assertThat(report.applied()).containsExactly("002", "003", "004", "005");
        Set<String> inSource = new HashSet<>(Scene.query(scene.taskQueue(), "SELECT id FROM tasks"));
        Set<String> inTarget = new HashSet<>(Scene.query(scene.target(), "SELECT id FROM tasks"));
        Set<String> own = new HashSet<>(Scene.query(scene.target(), "SELECT id FROM workspace_tasks"));
        int late = 0;
        int acknowledged = 0;
        Set<String> touched = new HashSet<>();
        for (String line : written) {
            if (line.startsWith(Child.TOUCHED)) {
                touched.add(line.substring(Child.TOUCHED.length()));
                continue;
            }
            assertThat(line).startsWith(Child.WRITTEN);
            acknowledged++;
            String id = line.substring(Child.WRITTEN.length());
            assertThat(id.startsWith("OLD") ? own : id.startsWith("MOVED") ? inTarget : inSource)
                    .contains(id);
            late += id.startsWith("NEW") && !inTarget.contains(id) ? 1 : 0;
        }
        assertThat(late).as("rows of the source that came after its copy").isPositive();
        assertThat(touched).as("copied rows that it changed in the target").isNotEmpty();

        Verification verification = scene.tributary().verify();
        Verification.TableState tasks = verification.tables().stream()
                .filter(table -> table.table().equals("tasks"))
                .findFirst()
                .orElseThrow();
        Set<String> onlyInSource = without(inSource, inTarget);
        Set<String> onlyInTarget = without(inTarget, inSource);
        Set<String> changed = new HashSet<>(
                Scene.query(scene.target(), "SELECT id FROM tasks WHERE status = 'touched' AND id NOT LIKE 'MOVED%'"));
        assertThat(changed).containsAll(touched);
        assertThat(onlyInTarget).isNotEmpty().allSatisfy(id -> assertThat(id).startsWith("MOVED"));
        // each of its writes is one of these, and nothing else is
        assertThat(tasks.sourceChanged()).isTrue();
        assertThat(tasks.lost()).isEqualTo(onlyInSource.size());
        assertThat(tasks.added()).isEqualTo(onlyInTarget.size());
        assertThat(tasks.changed()).isEqualTo(changed.size());
        assertThat(verification.health().findings()).isEmpty();
        System.out.printf(
                "an old program, journal mode %s: %d inserts acknowledged; of the source %d rows came after its copy,"
                        + " in the target %d rows were added to the copied ones and %d of those changed%n",
                mode, acknowledged, late, onlyInTarget.size(), changed.size());
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    /** A source that is written to just while it is read as immutable is refused, with the advice to run it again. */
    private static MigrationReport migrate(Scene scene) {
        for (int i = 1; ; i++) {
            try {
                return scene.tributary().migrate();
            } catch (Fault fault) {
                if (i == TRIES || !fault.next().contains("run this again")) {
                    throw fault;
                }
            }
        }
    }
}
