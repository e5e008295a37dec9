package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.migrate.MigrationReport;
import dev.tributary.source.TableDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight starters at once: one migrates, the others find it done. */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class RaceTest {
    private static final int STARTERS = 8;
    private static final int ROUNDS = Integer.getInteger("rounds", 20);

    @TempDir
    private Path folder;

    private Scene scene;
    private TableDigest tasks;
    private Path migrated;

    /** What the eight find. */
    enum Start {
        NEW_FILE(5),
        ONE_PENDING_VERSION(1),
        UP_TO_DATE(0);

        private final int versions;

        Start(int versions) {
            this.versions = versions;
        }
    }

    @BeforeEach
    void prepare() throws Exception {
        scene = Scene.in(Files.createDirectory(folder.resolve("scene"))).withSources(300);
        tasks = Scene.digest(scene.taskQueue(), "tasks");
        scene.tributary().migrate();
        migrated = folder.resolve("migrated.db");
        Files.move(scene.target(), migrated);
    }

    @ParameterizedTest
    @EnumSource
    void eight_processes_give_one_migration_and_seven_that_find_it_done(Start start) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            set(start);
            List<ChildJvm> children = new ArrayList<>();
            List<Integer> applied = new ArrayList<>();
            try {
                for (int i = 0; i < STARTERS; i++) {
                    children.add(ChildJvm.start(
                            "migrate",
                            scene.target().toString(),
                            scene.sources().toString()));
                }
                for (ChildJvm child : children) {
                    assertThat(child.await()).as(() -> child.said().toString()).isZero();
                    String last = child.said().get(child.said().size() - 1);
                    assertThat(last).startsWith(Child.DONE);
                    applied.add(Integer.parseInt(last.substring(Child.DONE.length())));
                }
            } finally {
                children.forEach(ChildJvm::close);
            }
            requireOnce(start, applied);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eight_threads_of_one_process_do_the_same(Start start) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(STARTERS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                set(start);
                CyclicBarrier together = new CyclicBarrier(STARTERS);
                List<Future<MigrationReport>> running = new ArrayList<>();
                for (int i = 0; i < STARTERS; i++) {
                    running.add(threads.submit(() -> {
                        together.await();
                        return scene.tributary().migrate();
                    }));
                }
                List<Integer> applied = new ArrayList<>();
                for (Future<MigrationReport> one : running) {
                    applied.add(one.get().applied().size());
                }
                requireOnce(start, applied);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void set(Start start) throws Exception {
        scene.clear();
        if (start == Start.NEW_FILE) {
            return;
        }
        Scene.copy(migrated, scene.target());
        if (start == Start.ONE_PENDING_VERSION) {
            try (Connection connection = Scene.open(scene.target());
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM flyway_schema_history WHERE version = '005'");
                statement.executeUpdate("DELETE FROM tributary_ledger WHERE version = '005'");
            }
        }
    }

    private void requireOnce(Start start, List<Integer> applied) throws SQLException {
        assertThat(applied)
                .as("%s: versions per starter", start)
                .filteredOn(count -> count > 0)
                .isEqualTo(start.versions == 0 ? List.of() : List.of(start.versions));
        Path target = scene.target();
        assertThat(Scene.query(target, "SELECT version FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("001", "002", "003", "004", "005");
        assertThat(Scene.query(target, "SELECT DISTINCT success FROM flyway_schema_history"))
                .containsExactly("1");
        assertThat(Scene.digest(target, "tasks")).isEqualTo(tasks);
        assertThat(Scene.query(target, "PRAGMA integrity_check")).containsExactly("ok");
    }
}
