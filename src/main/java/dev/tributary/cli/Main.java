package dev.tributary.cli;

import dev.tributary.fault.Fault;
import dev.tributary.report.Report;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the command line begins and ends. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its {@link ExitCode}. */
    public static void main(String[] args) {
        System.exit(run(new Output(System.out, System.err, Terminal.detect()), args));
    }

    /** The same without ending the process. */
    static int run(Output output, String... args) {
        List<String> words = Arrays.asList(args);
        Failures failures = new Failures(output, words.contains("--json"), words.contains("--verbose"));
        CommandLine line = new CommandLine(new Tool(output))
                .setOut(new PrintWriter(output.out(), true))
                .setErr(new PrintWriter(output.err(), true))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(output.terminal().ansi()))
                .setParameterExceptionHandler((e, ignored) -> failures.usage(e).code())
                .setExecutionExceptionHandler(
                        (e, command, parsed) -> failures.thrown(command, e).code());
        HelpPages.arrange(line);
        if (args.length == 0) {
            line.usage(line.getErr());
            return ExitCode.USAGE.code();
        }
        try {
            return line.execute(CommandWords.of(args));
        } catch (LinkageError | StackOverflowError | OutOfMemoryError e) {
            return failures.thrown(line, e).code();
        }
    }

    /** What was thrown, in three lines. */
    static Fault explain(Throwable e) {
        return Fault.in(e)
                .orElseGet(() -> new Fault(
                                "an unexpected error: " + e,
                                "this is a defect of Tributary; a migration is one transaction, so that it is there"
                                        + " completely or not at all",
                                "run 'info' to see where the file stands, and report this with the output of --verbose")
                        .afterChanging("but what changed is not known")
                        .revealedBy(e));
    }

    /** What goes wrong, told in one way: three lines, or one JSON document. */
    private record Failures(Output output, boolean json, boolean verbose) {
        ExitCode usage(ParameterException e) {
            CommandLine command = e.getCommandLine();
            String name = command.getCommandSpec().qualifiedName();
            return tell(
                    command,
                    ExitCode.USAGE,
                    new Fault(
                            what(e),
                            why(e),
                            "see: " + Program.invocation() + name.substring(name.indexOf("tributary") + 9)
                                    + " --help"));
        }

        private static String what(ParameterException e) {
            if (e instanceof UnmatchedArgumentException unmatched) {
                String word = unmatched.getUnmatched().get(0);
                boolean first = e.getCommandLine().getParent() == null;
                return "unknown " + (word.startsWith("-") ? "option" : first ? "command" : "argument") + ": " + word;
            }
            return e.getMessage().lines().findFirst().orElse("wrong usage");
        }

        private static String why(ParameterException e) {
            if (e instanceof UnmatchedArgumentException unmatched
                    && !unmatched.getSuggestions().isEmpty()) {
                return "did you mean: " + unmatched.getSuggestions().get(0);
            }
            if (e instanceof UnknownName unknown && unknown.meant().isPresent()) {
                return "did you mean: " + unknown.meant().get();
            }
            return e instanceof MissingParameterException
                    ? "nothing is guessed"
                    : "the command was not understood, and did not begin";
        }

        ExitCode thrown(CommandLine command, Throwable e) {
            if (e instanceof ParameterException usage) {
                return usage(usage);
            }
            return tell(command, ExitCode.REFUSED, explain(e));
        }

        private ExitCode tell(CommandLine command, ExitCode exit, Fault fault) {
            if (json) {
                output.json(
                        command.getCommandName().split(" ")[0],
                        exit,
                        "fault",
                        Report.of(fault).json());
                if (verbose) {
                    fault.printStackTrace(output.err());
                }
            } else {
                output.fault(fault, verbose && exit == ExitCode.REFUSED);
            }
            return exit;
        }
    }
}
