package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class LockRaceTest {
    private static final int PROCESSES = 4;
    private static final String TIMES = "1500";

    @Test
    void the_lock_is_held_by_one_process_at_a_time_although_its_file_comes_and_goes(@TempDir Path folder)
            throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                children.add(
                        ChildJvm.start("lock", folder.resolve("workspace.db").toString(), TIMES));
            }
            for (ChildJvm child : children) {
                assertThat(child.await()).as(() -> child.said().toString()).isZero();
            }
        } finally {
            children.forEach(ChildJvm::close);
        }
        assertThat(Scene.list(folder)).as("lock file included").isEmpty();
    }
}
