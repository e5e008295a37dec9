package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.Child;
import dev.tributary.support.HoldDatabase;
import dev.tributary.support.WorkspaceFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other programs at a target with a rollback journal, when there is nothing to migrate. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReaderMeanwhileTest {
    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "BEGIN IMMEDIATE"})
    void a_start_that_finds_everything_up_to_date_does_not_wait_for_the_transactions_of_others(
            String begin, @TempDir Path folder) {
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        Path sources = WorkspaceFiles.sources(folder.resolve("sources"));
        Tributary.workspace(db).sources(sources).migrate();
        // they end their transaction when we close them, and not before: whoever waits for them waits in vain
        try (Child program = HoldDatabase.start(db, begin, "SELECT count(*) FROM tasks")) {
            assertThat(Tributary.workspace(db).sources(sources).migrate().nothingToDo())
                    .isTrue();
            assertThat(program.text()).contains(HoldDatabase.READY);
        }
    }
}
