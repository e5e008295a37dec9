package dev.tributary.cli;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.RunSettings;
import dev.tributary.report.Report;
import dev.tributary.report.Style;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "docs",
        header = "Write down what the database holds, as Markdown.",
        description = "Every table, column and view with its description, its rules, indexes and foreign keys, and a "
                + "diagram (Mermaid). Descriptions come from the database's own metadata where it has some, else from "
                + "Tributary's; what nobody has described is listed. Reads only, and says the same for the same "
                + "database.",
        footer = {"", "Example:", "  java -jar target/tributary.jar docs workspace --db workspace.db --out workspace.md"
        })
final class DocsCommand extends ToolCommand {
    @Mixin
    private TargetOptions target;

    @Option(
            names = "--out",
            order = 5,
            paramLabel = "FILE",
            description = "Write the page there. A file that is not such a page is never overwritten.")
    private Optional<Path> out = Optional.empty();

    @Override
    Report run() {
        Report page = Report.of(
                target.target().name(), target.migration(RunSettings.defaults()).document());
        return out.<Report>map(file -> written(page, file)).orElse(page);
    }

    private static Report written(Report page, Path file) {
        try {
            if (Files.exists(file) && !isOurs(file)) {
                throw new Fault(
                                "the file " + file + " is there, and is not a page that 'docs' has made",
                                "it may be anything, and would be lost",
                                "name another file, or move this one away")
                        .at(file);
            }
            Files.writeString(file, page.text(Style.PLAIN));
        } catch (IOException e) {
            throw new Fault(
                            "the file " + file + " cannot be written",
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "name a file in a folder that exists and that you may write to")
                    .at(file)
                    .revealedBy(e);
        }
        return new Written(page, file);
    }

    private static boolean isOurs(Path file) throws IOException {
        byte[] beginning = Report.GENERATED.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(beginning.length), StandardCharsets.UTF_8).equals(Report.GENERATED);
        }
    }

    /** The page is in a file; the result says where. */
    private record Written(Report page, Path file) implements Report {
        @Override
        public String text(Style style) {
            return style.good("Written: ") + file + "\n";
        }

        @Override
        public ObjectNode json() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("written", file.toString());
            node.set("document", page.json());
            return node;
        }
    }
}
