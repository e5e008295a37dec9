package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion script, asked by a real bash. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CompletionTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tributary pl | plan | migrate",
                "tributary doc | doctor docs | plan",
                "tributary plan w | workspace | roadmap",
                "tributary migrate m | mcp | roadmap",
                "tributary diagnose m | mcp | workspace",
                "tributary migrate workspace --so | --sources --source | --url",
                "tributary migrate mcp --ur | --url | --sources",
                "tributary verify roadmap --js | --json | --url",
                "tributary references roadm | roadmap | workspace",
                "tributary completion z | zsh | bash"
            })
    void the_shell_completes_commands_targets_and_options(String typed, String wanted, String unwanted)
            throws IOException {
        List<String> found = complete(typed);

        assertThat(found).contains(wanted.split(" ")).doesNotContain(unwanted);
    }

    @Test
    void no_command_is_offered_that_a_person_cannot_type_as_one_word() throws IOException {
        assertThat(complete("tributary "))
                .contains("doctor", "plan", "migrate", "restore", "repair", "reset")
                .doesNotContainSubsequence("mcp");
    }

    @Test
    void a_command_of_that_name_is_there_afterwards_and_finds_the_program_from_any_folder() throws IOException {
        String shown = bash("source " + script() + "; cd /; declare -f tributary");

        assertThat(shown).contains("java -jar " + Path.of("").toAbsolutePath()).contains("tributary.jar \"$@\"");
    }

    private List<String> complete(String typed) throws IOException {
        String[] words = typed.split(" ", -1);
        return Arrays.asList(bash("source " + script() + "; COMP_WORDS=("
                        + String.join(
                                " ",
                                Arrays.stream(words)
                                        .map(word -> "'" + word + "'")
                                        .toList())
                        + "); COMP_CWORD=" + (words.length - 1) + "; COMP_LINE='" + typed + "'; COMP_POINT="
                        + typed.length() + "; _complete_tributary; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .strip()
                .split("\\s+"));
    }

    private Path script() throws IOException {
        Path script = folder.resolve("completion.sh");
        Cli cli = Cli.run("completion", "bash");
        assertThat(cli.exit()).isZero();
        assertThat(cli.out())
                .startsWith("#!/usr/bin/env bash")
                .isEqualTo(Cli.run("completion", "zsh").out());
        Files.writeString(script, cli.out());
        return script;
    }

    private static String bash(String commands) throws IOException {
        Process bash;
        try {
            bash = new ProcessBuilder("bash", "--norc", "--noprofile", "-c", commands)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return Assumptions.abort("there is no bash on this machine: " + e.getMessage());
        }
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        assertThat(bash.exitValue()).as(said).isZero();
        return said;
    }
}
