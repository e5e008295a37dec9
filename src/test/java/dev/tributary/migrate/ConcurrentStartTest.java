package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.Child;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.RunWorkspace;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many starters at once: one migrates, the others find it done. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConcurrentStartTest {
    private static final int STARTERS = 8;
    private static final String MIGRATED = "applied: [001, 002, 003, 004, 005]";
    private static final String DONE = "applied: []";

    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void files() {
        db = folder.resolve("workspace.db");
        sources = WorkspaceFiles.sources(folder.resolve("sources"));
    }

    @RepeatedTest(3)
    void eight_processes_make_one_migration() {
        eightProcesses();
    }

    @Tag("long")
    @RepeatedTest(20)
    void eight_processes_make_one_migration_every_time() {
        eightProcesses();
    }

    private void eightProcesses() {
        FolderSnapshot before = FolderSnapshot.of(sources);
        List<Child> starters = new ArrayList<>();
        for (int i = 0; i < STARTERS; i++) {
            starters.add(RunWorkspace.start(db, sources));
        }
        List<String> said = new ArrayList<>();
        for (Child starter : starters) {
            int code = starter.exitCode();
            assertThat(code).as(starter.text()).isZero();
            said.add(starter.text()
                    .lines()
                    .filter(line -> line.startsWith("applied"))
                    .findFirst()
                    .orElse("nothing"));
        }
        requireOneMigration(said);
        assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
    }

    @Test
    void eight_threads_make_one_migration() throws Exception {
        FolderSnapshot before = FolderSnapshot.of(sources);
        CyclicBarrier start = new CyclicBarrier(STARTERS);
        Callable<String> starter = () -> {
            start.await();
            return "applied: "
                    + Tributary.workspace(db).sources(sources).migrate().applied();
        };
        ExecutorService threads = Executors.newFixedThreadPool(STARTERS);
        List<String> said = new ArrayList<>();
        try {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < STARTERS; i++) {
                running.add(threads.submit(starter));
            }
            for (Future<String> each : running) {
                said.add(each.get());
            }
        } finally {
            threads.shutdownNow();
        }
        requireOneMigration(said);
        assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
    }

    private void requireOneMigration(List<String> said) {
        assertThat(said).hasSize(STARTERS).containsOnlyOnce(MIGRATED);
        assertThat(said).filteredOn(DONE::equals).hasSize(STARTERS - 1);
        WorkspaceState.requireComplete(db);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(85);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tributary_ledger")).isEqualTo(4);
        assertThat(FolderSnapshot.of(folder.resolve("workspace.db.backups"))
                        .entries()
                        .keySet())
                .filteredOn(entry -> entry.endsWith("manifest.json"))
                .hasSize(1);
    }
}
