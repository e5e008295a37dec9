package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.source.TableDigest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two thousand damaged databases: each is refused, or copied exactly as SQLite reads it. A failure names its seed; repeat
 * it with {@code -Dseed=N -Dcases=1}.
 */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class FuzzTest {
    private static final int CASES = Integer.getInteger("cases", 2_000);
    private static final int PATIENCE_S = 120;
    private static final int HEADER = 100;
    private static final int KINDS = 8;

    @TempDir
    private Path folder;

    private final Map<String, Integer> seen = new TreeMap<>();

    @Test
    void a_damaged_database_is_refused_or_copied_exactly_and_nothing_hangs() throws Exception {
        Scene scene = Scene.in(Files.createDirectory(folder.resolve("scene")))
                .withSources(150)
                .withTarget("DELETE");
        Path soundSource = folder.resolve("source.db");
        Path soundTarget = folder.resolve("target.db");
        Scene.copy(scene.taskQueue(), soundSource);
        Scene.copy(scene.target(), soundTarget);
        long first = Long.getLong("seed", 20251121L);
        ExecutorService runner = Executors.newSingleThreadExecutor();
        try {
            for (long seed = first; seed < first + CASES; seed++) {
                // neighbouring seeds give java.util.Random nearly the same first number
                Random random = new Random(new SplittableRandom(seed).nextLong());
                boolean damageTarget = random.nextInt(4) == 0;
                scene.clear();
                Scene.copy(soundSource, scene.taskQueue());
                Scene.copy(soundTarget, scene.target());
                String kind = damage(damageTarget ? scene.target() : scene.taskQueue(), random);
                String what = "seed " + seed + ": " + (damageTarget ? "target, " : "source, ") + kind;
                String before = Scene.sha256(scene.target());
                String sourceBefore = Scene.sha256(scene.taskQueue());
                Optional<MigrationReport> report;
                try {
                    report = runner.submit(() -> migrate(scene)).get(PATIENCE_S, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    throw new AssertionError(what, e.getCause());
                }
                assertThat(Scene.sha256(scene.taskQueue())).as(what).isEqualTo(sourceBefore);
                if (report.isEmpty()) {
                    assertThat(Scene.sha256(scene.target()))
                            .as("%s: nothing changed", what)
                            .isEqualTo(before);
                } else {
                    requireExact(scene, soundTarget, damageTarget, what);
                }
                seen.merge(
                        (damageTarget ? "target, " : "source, ") + kind + (report.isEmpty() ? ", refused" : ", copied"),
                        1,
                        Integer::sum);
            }
        } finally {
            runner.shutdownNow();
        }
        System.out.println("damaged databases: " + seen);
        if (CASES >= KINDS * 50) {
            for (String side : List.of("source", "target")) {
                for (String kind : List.of("cut short", "header field", "single bytes", "a stretch of noise")) {
                    assertThat(seen.keySet()).as("what really happened").contains(side + ", " + kind + ", refused");
                }
                assertThat(seen.keySet()).contains(side + ", header field, copied");
            }
        }
    }

    private static Optional<MigrationReport> migrate(Scene scene) {
        try {
            return Optional.of(scene.tributary().migrate());
        } catch (Fault fault) {
            return Optional.empty(); // what the caller counts as refused; anything else goes up
        }
    }

    private static void requireExact(Scene scene, Path soundTarget, boolean damagedTarget, String what)
            throws Exception {
        assertThat(Scene.query(scene.target(), "PRAGMA integrity_check"))
                .as(what)
                .containsExactly("ok");
        for (String table : new String[] {"tasks", "task_queue_metadata"}) {
            TableDigest source = Scene.digest(scene.taskQueue(), table);
            assertThat(Scene.digest(scene.target(), table)).as(what).isEqualTo(source);
        }
        if (!damagedTarget) {
            assertThat(Scene.digest(scene.target(), "workspace_tasks"))
                    .as(what)
                    .isEqualTo(Scene.digest(soundTarget, "workspace_tasks"));
        }
    }

    private static String damage(Path file, Random random) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long size = bytes.length();
            switch (random.nextInt(4)) {
                case 0 -> {
                    bytes.setLength(random.nextInt((int) size));
                    return "cut short";
                }
                case 1 -> {
                    bytes.seek(random.nextInt(HEADER));
                    bytes.write(random.nextInt(256));
                    return "header field";
                }
                case 2 -> {
                    int times = 1 + random.nextInt(20);
                    for (int i = 0; i < times; i++) {
                        bytes.seek(random.nextInt((int) size));
                        bytes.write(random.nextInt(256));
                    }
                    return "single bytes";
                }
                default -> {
                    byte[] noise = new byte[1 + random.nextInt(4096)];
                    random.nextBytes(noise);
                    bytes.seek(random.nextInt((int) size - noise.length));
                    bytes.write(noise);
                    return "a stretch of noise";
                }
            }
        }
    }
}
