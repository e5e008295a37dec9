package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Runs a migration in a JVM of its own, with a heap of 256 MB. */
public final class Runner {
    private static final Duration PATIENCE = Duration.ofHours(6);

    private Runner() {}

    /** Migrates a scene, and fails when that fails. */
    public static void migrateInOwnJvm(Scene scene) throws Exception {
        try (ChildJvm child = ChildJvm.start(
                "migrate", scene.target().toString(), scene.sources().toString())) {
            assertThat(child.await(PATIENCE)).as(() -> child.said().toString()).isZero();
        }
    }
}
