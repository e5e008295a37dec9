package dev.tributary.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.trial.Runner;
import dev.tributary.trial.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten times the rows in a JVM with a heap of 256 MB: the memory must not grow with the data. Needs about 35 GB. */
@Tag("bench")
@DisplayNameGeneration(ReplaceUnderscores.class)
class LargeCopyBenchmarkTest {
    private static final int ROWS = Integer.getInteger("large.rows", 10_000_000);

    @Test
    void ten_times_the_rows_need_no_more_memory_and_at_most_twenty_times_the_time(@TempDir Path folder)
            throws Exception {
        double small = seconds(folder.resolve("small"), ROWS / 10);
        double large = seconds(folder.resolve("large"), ROWS);
        System.out.printf(
                Locale.ROOT,
                "migrate in a JVM of its own with -Xmx256m: %d tasks %.1f s, %d tasks %.1f s, ratio %.1f%n",
                ROWS / 10,
                small,
                ROWS,
                large,
                large / small);
        assertThat(large / small).isLessThan(20);
    }

    private static double seconds(Path folder, int rows) throws Exception {
        Scene scene = Scene.in(Files.createDirectory(folder)).withSources(rows).withTarget("WAL");
        long start = System.nanoTime();
        Runner.migrateInOwnJvm(scene);
        double took = (System.nanoTime() - start) / 1e9;
        assertThat(Scene.query(scene.target(), "SELECT count(*) FROM tasks")).containsExactly(Integer.toString(rows));
        Scene.delete(folder);
        return took;
    }
}
