package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Child;
import dev.tributary.support.RunOnFullDisk;
import dev.tributary.support.SmallDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that is too small, or that fills while the migration runs: a small one of its own, where the system lets us. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FullDiskTest {
    @TempDir
    private Path folder;

    @Test
    void a_disk_without_room_for_backup_and_growth_is_refused_before_anything_is_written() {
        // target and sources take about 1.7 MB of it
        try (Child run = onDiskOf("2500k", "never", "workspace")) {
            run.await("lock is gone: true");
            assertThat(run.text())
                    .contains("Refused, nothing changed: there is not enough space beside " + folder)
                    .contains("free space on that disk")
                    .contains("target as before: true", "sources as before: true");
            run.kill();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "backup, workspace",
        "002, workspace",
        "003, workspace",
        "004, workspace",
        "005, workspace",
        "backup, roadmap",
        "003, roadmap",
        "007, roadmap"
    })
    void a_disk_that_fills_during_the_run_leaves_everything_as_it_was(String when, String target) {
        try (Child run = onDiskOf("8m", when, target)) {
            assertThat(run.exitCode()).as(run.text()).isZero();
            assertThat(run.text())
                    .contains(": the target cannot grow: " + folder)
                    .contains("the disk is full")
                    .contains("Next: free space on that disk")
                    .doesNotContain("\tat ")
                    .contains("sources as before: true", "lock is gone: true", "then: [002, 003, 004, 005");
            if (run.text().contains("Refused, nothing changed: ")) {
                assertThat(run.text()).contains("target as before: true");
            } else {
                // the one thing that may stay: a full disk can refuse even to remove it
                assertThat(run.text())
                        .contains("Refused, but for the history table flyway_schema_history")
                        .contains("all but the history as before: true");
            }
        }
    }

    private Child onDiskOf(String size, String when, String target) {
        return SmallDisk.start(folder, size, RunOnFullDisk.class, folder.toString(), when, target);
    }
}
