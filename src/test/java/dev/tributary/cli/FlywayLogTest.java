package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.flywaydb.core.api.logging.Log;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FlywayLogTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String said(boolean verbose) {
        Log log = new FlywayLog(new PrintStream(err, true, StandardCharsets.UTF_8), verbose)
                .createLogger(FlywayLogTest.class);
        log.debug("debug");
        log.info("info");
        log.notice("notice");
        log.warn("a warning");
        log.warn("waiting for process 17 since now, which migrates x.db");
        log.error("error");
        log.error("failure", new IllegalStateException("not printed here"));
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void it_keeps_silent_except_that_a_person_who_waits_is_told_for_whom() {
        assertThat(said(false).lines()).containsExactly("waiting for process 17 since now, which migrates x.db");
    }

    @Test
    void verbose_shows_all_but_the_debug_log() {
        assertThat(said(true).lines())
                .containsExactly(
                        "info",
                        "notice",
                        "a warning",
                        "waiting for process 17 since now, which migrates x.db",
                        "error",
                        "failure");
    }
}
