package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.FolderSnapshot;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Words that were typed wrong, and help. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class UsageTest {
    @TempDir
    private Path folder;

    @Test
    void without_a_command_the_help_is_shown_and_the_usage_is_wrong() {
        Cli cli = Cli.run();

        assertThat(cli.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).contains("Usage: java -jar target/tributary.jar COMMAND TARGET");
    }

    @Test
    void help_groups_the_commands_into_look_do_and_undo() {
        Cli cli = Cli.run("--help");

        assertThat(cli.exit()).isZero();
        assertThat(cli.out().lines().map(line -> line.strip().split(" ")[0]))
                .containsSubsequence(
                        "Look,", "doctor", "plan", "verify", "info", "Do", "migrate", "demo", "backup", "Undo",
                        "restore", "Exit", "0", "1", "2", "3");
        assertThat(cli.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @CsvSource({
        "doctor, doctor workspace --db workspace.db --sources data",
        "plan, plan workspace --db workspace.db --sources data",
        "migrate, migrate workspace --db workspace.db --sources data",
        "catch-up, catch-up workspace --db workspace.db --sources data",
        "rehearse, rehearse workspace --db workspace.db --sources data",
        "archive, archive workspace --db workspace.db --sources data",
        "verify, verify workspace --db workspace.db --sources data",
        "info, info workspace --db workspace.db",
        "backup, backup workspace --db workspace.db",
        "restore, restore workspace --db workspace.db --from latest",
        "demo, demo workspace",
        "references, references roadmap src",
        "docs, docs workspace --db workspace.db --out workspace.md",
        "completion, completion bash",
        "doctor mcp, doctor mcp --url jdbc:postgresql://localhost/mcp --user mcp",
        "diagnose mcp, diagnose mcp --url jdbc:postgresql://localhost/mcp --user mcp",
        "plan mcp, plan mcp --url jdbc:postgresql://localhost/mcp --user mcp",
        "rehearse mcp, rehearse mcp --url jdbc:postgresql://localhost/mcp --user mcp --container",
        "info mcp, info mcp --url jdbc:postgresql://localhost/mcp --user mcp",
        "verify mcp, verify mcp --url jdbc:postgresql://localhost/mcp --user mcp",
        "migrate mcp, migrate mcp --url jdbc:postgresql://localhost/mcp --user mcp",
        "repair mcp, repair mcp --url jdbc:postgresql://localhost/mcp --user mcp",
        "maintain mcp, maintain mcp --url jdbc:postgresql://localhost/mcp --user mcp",
        "backup mcp, backup mcp --url jdbc:postgresql://localhost/mcp --user mcp",
        "restore mcp, restore mcp --url jdbc:postgresql://localhost/mcp --user postgres --from latest --confirm mcp",
        "undo mcp, undo mcp --url jdbc:postgresql://localhost/mcp --user mcp --to 006",
        "reset mcp, reset mcp --url jdbc:postgresql://localhost/mcp --user mcp --confirm mcp"
    })
    void every_command_shows_an_example_on_one_line_and_the_example_is_understood(String command, String example) {
        Cli asOption = Cli.run((command + " --help").split(" "));
        Cli asCommand = Cli.run(("help " + command).split(" "));

        assertThat(asOption.exit()).isZero();
        assertThat(asOption.out()).isEqualTo(asCommand.out());
        assertThat(asOption.out().lines()).contains("  java -jar target/tributary.jar " + example);
        String[] words = (example + " --help").split(" ");
        assertThat(Cli.run(words).exit()).isZero();
    }

    @Test
    void the_version_is_the_one_of_the_build() {
        Cli cli = Cli.run("--version");

        assertThat(cli.exit()).isZero();
        assertThat(cli.out()).matches("tributary \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void every_command_is_in_a_group_of_the_help_and_takes_json_and_report_unless_it_prints_a_script_or_help() {
        String help = Cli.run("--help").out();
        Output nowhere = new Output(System.out, System.err, Terminal.NONE);
        new CommandLine(new Tool(nowhere)).getSubcommands().forEach((name, command) -> {
            assertThat(help).contains(System.lineSeparator() + "  " + name + " ");
            for (String option : new String[] {"--json", "--report"}) {
                assertThat(command.getCommandSpec().findOption(option) != null)
                        .as(name)
                        .isNotEqualTo(name.equals("help") || name.equals("completion"));
            }
        });
    }

    @Test
    void colours_are_for_terminals_only() {
        Cli piped = Cli.run("plan", "workspce", "--db", "x.db");
        Cli watched = Cli.run(new Terminal(true, CommandLine.Help.Ansi.ON), "plan", "workspce", "--db", "x.db");

        assertThat(piped.err()).doesNotContain("\u001b");
        assertThat(watched.err()).contains("\u001b[31m").contains("\u001b[0m");
        assertThat(Cli.run("--help").out()).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "migrat workspace --db x.db | unknown command: migrat | did you mean: migrate",
                "plan workspace --db x.db --sorces data | unknown option: --sorces | did you mean: --sources",
                "plan workspace more --db x.db | unknown argument: more | the command was not understood",
                "plan workspce --db x.db | there is no target 'workspce'; the targets are: workspace, roadmap | did you mean: workspace",
                "docs raodmap --db x.db | there is no target 'raodmap'; the targets are: workspace, roadmap | did you mean: roadmap",
                "references wokspace src | there is no target 'wokspace' with old names; there are: | did you mean: workspace",
                "plan roadmap --db x.db --until expnad | there is no stage 'expnad' of roadmap | did you mean: expand",
                "diagnose | unknown command: diagnose | did you mean: diagnose mcp",
                "migrat mcp | unknown command: migrat mcp | did you mean: migrate mcp",
                "doctor workspace | the target workspace is a file: name it with --db FILE | not understood",
                "doctor --db x.db | --db FILE needs a target | not understood",
                "completion fish | Invalid value for positional parameter at index 0 (SHELL) | not understood",
                "demo shop | there is no target 'shop'; the targets are: workspace, roadmap | not understood",
                "info workspace | Missing required option: '--db=FILE' | nothing is guessed",
                "migrate --db x.db | Missing required parameter: 'TARGET' | nothing is guessed",
                "plan workspace --db x.db --sources data --no-sources | --no-sources says that there are none | not understood",
                "plan workspace --db x.db --source a=b --no-sources | --no-sources says that there are none | not understood",
                "plan workspace --db x.db --source tasks.db | --source takes NAME=FILE | not understood",
                "plan workspace --db x.db --source =tasks.db | --source takes NAME=FILE | not understood",
                "plan workspace --db x.db --source tasks= | --source takes NAME=FILE | not understood",
                "plan workspace --db x.db --source a=b --source a=c | --source a=.. stands there twice | not understood"
            })
    void what_was_typed_wrong_is_said_in_three_lines_and_ends_with_2(String words, String what, String why) {
        Cli cli = Cli.run(words.split(" "));

        assertThat(cli.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines()).hasSize(3);
        assertThat(cli.err().lines().toList().get(0)).startsWith("Refused, nothing changed: " + what);
        assertThat(cli.err().lines().toList().get(1)).startsWith("Why:  ").contains(why);
        assertThat(cli.err().lines().toList().get(2)).startsWith("Next: see: ").endsWith("--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--db", "--sources"})
    void an_empty_path_is_a_wrong_usage(String option) {
        Cli cli = option.equals("--db")
                ? Cli.run("plan", "workspace", "--db", "")
                : Cli.run("plan", "workspace", "--db", "x.db", "--sources", "");

        assertThat(cli.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(cli.err()).contains(option + " names no ");
    }

    @Test
    void a_wrong_usage_is_a_json_document_too() {
        Cli cli = Cli.run(
                "plan", "workspce", "--json", "--db", folder.resolve("x.db").toString());

        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.json().required("command").asString()).isEqualTo("plan");
        assertThat(cli.json().required("exit_code").asInt()).isEqualTo(2);
        assertThat(cli.fault().required("what").asString()).startsWith("there is no target 'workspce'");
    }

    @Test
    void a_command_that_was_typed_wrong_touches_nothing() {
        FolderSnapshot before = FolderSnapshot.of(folder);

        assertThat(Cli.run("migrate", "workspce", "--db", folder.resolve("x.db").toString())
                        .exit())
                .isEqualTo(2);

        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }
}
