package dev.tributary.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.trial.Scene;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program that migrates at its start pays when there is nothing to do. */
@Tag("bench")
@DisplayNameGeneration(ReplaceUnderscores.class)
class StartUpBenchmarkTest {
    private static final int WARM_UP = 30;
    private static final int CALLS = 101;

    @Test
    void a_call_that_finds_everything_up_to_date(@TempDir Path folder) throws Exception {
        Scene scene = Scene.in(folder).withSources(100).withTarget("WAL");
        Contest contest = new Contest();
        contest.time(
                "the migration itself, first call in this JVM",
                () -> scene.tributary().migrate());
        contest.time("up to date, second call", () -> scene.tributary().migrate());
        for (int i = 0; i < WARM_UP; i++) {
            scene.tributary().migrate();
        }
        for (int i = 0; i < CALLS; i++) {
            contest.time(
                    "up to date, later calls",
                    () -> assertThat(scene.tributary().migrate().nothingToDo()).isTrue());
        }
        for (String name : new String[] {
            "the migration itself, first call in this JVM", "up to date, second call", "up to date, later calls"
        }) {
            System.out.printf(Locale.ROOT, "| %s | %.1f ms |%n", name, contest.median(name) * 1000);
        }
    }
}
