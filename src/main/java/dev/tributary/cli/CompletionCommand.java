package dev.tributary.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "completion",
        header = "Print a completion script for your shell.",
        description = "Commands, targets, options and their values, completed by the Tab key, for a command "
                + "'tributary', which the script makes where there is none. Load it in your shell's start-up file.",
        footer = {
            "",
            "Example:",
            "  java -jar target/tributary.jar completion bash",
            "",
            "In ~/.bashrc:",
            "  source <(java -jar target/tributary.jar completion bash)"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The shells that understand the script; zsh does with its bashcompinit, which the script loads. */
    enum Shell {
        bash,
        zsh
    }

    @ParentCommand
    private Tool tool;

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh; the script is the same.")
    private Shell shell;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() {
        tool.output().out().print(CompletionScript.of(Program.invocationFromAnywhere()));
        tool.output().out().flush();
        return ExitCode.DONE.code();
    }
}
