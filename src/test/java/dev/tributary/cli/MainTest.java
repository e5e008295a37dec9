package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.safety.MigrationLock;
import dev.tributary.support.WorkspaceFiles;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MainTest {
    @TempDir
    private Path folder;

    @Test
    void an_unexpected_exception_is_told_in_three_lines_and_as_our_own_fault() {
        Cli quiet = withBrokenOutput();
        Cli verbose = withBrokenOutput("--verbose");

        assertThat(quiet.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(quiet.err().lines()).hasSize(3);
        assertThat(quiet.err())
                .startsWith("Refused, but what changed is not known: an unexpected error: ")
                .contains("the stream is broken", "this is a defect of Tributary");
        assertThat(verbose.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(verbose.err()).contains("\tat dev.tributary.cli.ToolCommand.call(", "Suppressed: ");
    }

    private Cli withBrokenOutput(String... more) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream broken = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
            @Override
            public void print(String text) {
                throw new IllegalStateException("the stream is broken");
            }
        };
        String[] words = new String[4 + more.length];
        String db = folder.resolve("x.db").toString();
        System.arraycopy(new String[] {"info", "workspace", "--db", db}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        int exit =
                Main.run(new Output(broken, new PrintStream(err, true, StandardCharsets.UTF_8), Terminal.NONE), words);
        return new Cli(exit, "", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void somebody_who_waits_for_another_migration_is_told_for_whom() throws Exception {
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        CountDownLatch told = new CountDownLatch(1);
        PrintStream err = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                if (line.startsWith("waiting for another thread of this process that migrates " + db)) {
                    told.countDown();
                }
            }
        };
        Output output = new Output(
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), err, Terminal.NONE);
        CompletableFuture<Integer> backup;
        try (MigrationLock lock = MigrationLock.acquire(db, Duration.ofSeconds(1), ignored -> {})) {
            backup =
                    CompletableFuture.supplyAsync(() -> Main.run(output, "backup", "workspace", "--db", db.toString()));
            assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(backup).isNotDone();
        }

        assertThat(backup.get(60, TimeUnit.SECONDS)).isZero();
    }
}
