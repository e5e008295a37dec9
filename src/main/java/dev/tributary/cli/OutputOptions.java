package dev.tributary.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a command speaks. */
final class OutputOptions {
    @Option(
            names = {"-h", "--help"},
            order = 22,
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = "--report",
            order = 19,
            paramLabel = "FILE.html",
            description = "Also write a page that shows the run, or its refusal, for a browser. A file is never "
                    + "written over.")
    Optional<Path> report = Optional.empty();

    @Option(names = "--json", order = 20, description = "One JSON document on standard output, also for a refusal.")
    boolean json;

    @Option(
            names = "--verbose",
            order = 21,
            description = "Also what Flyway logs, and the stack trace of a refusal, on standard error.")
    boolean verbose;
}
