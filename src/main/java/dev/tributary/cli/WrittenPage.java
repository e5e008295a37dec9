package dev.tributary.cli;

import dev.tributary.fault.Fault;
import dev.tributary.report.Report;
import dev.tributary.report.Style;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A page that is in a file; the result says where. */
record WrittenPage(Report page, Path file) implements Report {
    /** Writes it, over an older page of ours at most. */
    static Report write(Report page, Path file) {
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
        return new WrittenPage(page, file);
    }

    private static boolean isOurs(Path file) throws IOException {
        byte[] beginning = Report.GENERATED.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(beginning.length), StandardCharsets.UTF_8).equals(Report.GENERATED);
        }
    }

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
