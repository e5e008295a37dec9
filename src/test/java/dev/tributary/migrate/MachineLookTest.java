package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.migrate.Examination.State;
import dev.tributary.support.Unwritable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MachineLookTest {
    @TempDir
    private Path folder;

    @Test
    void a_Java_that_is_too_old_needs_you_and_one_that_nobody_has_tested_is_a_warning() {
        assertThat(MachineLook.java(16).state()).isEqualTo(State.NEEDS_YOU);
        assertThat(MachineLook.java(17).state()).isEqualTo(State.OK);
        assertThat(MachineLook.java(25).state()).isEqualTo(State.OK);
        assertThat(MachineLook.java(26).state()).isEqualTo(State.WARNING);
    }

    @Test
    void a_temporary_folder_that_is_missing_or_closed_needs_you() {
        assertThat(MachineLook.temporaryFolder(folder).state()).isEqualTo(State.OK);
        assertThat(MachineLook.temporaryFolder(folder.resolve("none")).state()).isEqualTo(State.NEEDS_YOU);
        try (Unwritable closed = Unwritable.of(folder)) {
            assertThat(MachineLook.temporaryFolder(folder).state()).isEqualTo(State.NEEDS_YOU);
        }
    }

    @Test
    void no_Docker_is_a_warning_that_says_who_needs_one() {
        Examination.Finding none = MachineLook.docker(List.of("no-such-program-here"));

        assertThat(none.state()).isEqualTo(State.WARNING);
        assertThat(none.found()).contains("no-such-program-here");
        assertThat(none.next()).contains("unless you want a PostgreSQL in a container");
        assertThat(MachineLook.docker(List.of("java", "-version")).state()).isEqualTo(State.OK);
    }

    @Test
    void a_pg_dump_of_another_version_than_the_server_or_none_is_a_warning() {
        assertThat(MachineLook.pgDump(List.of("echo", "pg_dump (PostgreSQL) 18.1"))
                        .found())
                .isEqualTo("pg_dump (PostgreSQL) 18.1 is newer than the server");
        assertThat(MachineLook.pgDump(List.of("echo", "pg_dump (PostgreSQL) 17.2 (Debian)"))
                        .state())
                .isEqualTo(State.OK);
        assertThat(MachineLook.pgDump(List.of("echo", "pg_dump (PostgreSQL) 15.9"))
                        .found())
                .isEqualTo("pg_dump (PostgreSQL) 15.9 is older than the server");
        assertThat(MachineLook.pgDump(List.of("no-such-program-here")).state()).isEqualTo(State.WARNING);
    }
}
