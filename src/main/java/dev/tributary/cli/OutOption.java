package dev.tributary.cli;

import dev.tributary.report.Report;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a page of documentation goes. */
final class OutOption {
    @Option(
            names = "--out",
            order = 5,
            paramLabel = "FILE",
            description = "Write the page there. A file that is not such a page is never overwritten.")
    private Optional<Path> out = Optional.empty();

    /** The page itself, or what says that it was written. */
    Report of(Report page) {
        return out.<Report>map(file -> WrittenPage.write(page, file)).orElse(page);
    }
}
