package dev.tributary.cli;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.ToolVersion;
import dev.tributary.report.Commands;
import dev.tributary.report.HtmlPage;
import dev.tributary.report.Report;
import dev.tributary.safety.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The page of a run, readable by its owner only.
 *
 * @param typed the command line
 */
record ReportFile(Path file, String typed) {
    private static final String DONE = "the command itself has ended, as it says above; its page is missing";

    /** Makes sure, before the run, that there will be a place for it. */
    static ReportFile planned(CommandSpec command, Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        if (!absolute.toString().toLowerCase(Locale.ROOT).endsWith(".html")) {
            throw new ParameterException(
                    command.commandLine(), "--report takes a file whose name ends in .html; this does not: " + file);
        }
        if (Files.exists(absolute)) {
            throw isThere(absolute);
        }
        Path folder = absolute.getParent();
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new Fault(
                            "the page cannot be written: " + absolute,
                            folder + (Files.isDirectory(folder) ? " may not be written" : " is no folder"),
                            "name a file with --report in a folder that exists and that you may write to")
                    .at(absolute);
        }
        return new ReportFile(
                absolute,
                command.root().commandLine().getParseResult().originalArgs().stream()
                        .map(word -> word.endsWith(" mcp") ? word : Commands.quote(word))
                        .collect(Collectors.joining(" ")));
    }

    private static Fault isThere(Path file) {
        return new Fault(
                        "the page is there already: " + file,
                        "it may be what you need of an earlier run, and is never written over",
                        "name another file with --report, or move this one away")
                .at(file);
    }

    /** Writes the page of a command that has ended well. */
    void write(Report report) {
        try {
            put(report);
        } catch (FileAlreadyExistsException e) {
            throw isThere(file).afterChanging(DONE).revealedBy(e);
        } catch (IOException e) {
            throw new Fault(
                            "the page could not be written: " + file,
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "free space, or name another place with --report next time")
                    .at(file)
                    .afterChanging(DONE)
                    .revealedBy(e);
        }
    }

    /** The same of a refusal, which stays what the person must read, whatever becomes of its page. */
    void write(Report refusal, RuntimeException thrown) {
        try {
            put(refusal);
        } catch (IOException e) {
            thrown.addSuppressed(e);
        }
    }

    private void put(Report report) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        if (!OwnerOnly.createFile(unfinished)) {
            throw new FileAlreadyExistsException(unfinished.toString());
        }
        try {
            Files.writeString(unfinished, new HtmlPage(typed, ToolVersion.current(), Instant.now(), report).html());
            Files.move(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
