package dev.tributary.cli;

import picocli.CommandLine.Option;

/** How a command speaks. */
final class OutputOptions {
    @Option(
            names = {"-h", "--help"},
            order = 22,
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--json", order = 20, description = "One JSON document on standard output, also for a refusal.")
    boolean json;

    @Option(
            names = "--verbose",
            order = 21,
            description = "Also what Flyway logs, and the stack trace of a refusal, on standard error.")
    boolean verbose;
}
