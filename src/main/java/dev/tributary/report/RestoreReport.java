package dev.tributary.report;

import dev.tributary.safety.Restore;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** What a restore did. */
record RestoreReport(Path target, Restore.Restored restored) implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.line(style.good("Done: ")
                + (restored.backup().targetExisted()
                        ? target + " is as it was at "
                                + Words.time(restored.backup().createdAt()) + "."
                        : target + " is gone again: it did not exist when the backup was made."));
        page.field("From", restored.backup().folder().toString());
        restored.keptAside().ifPresent(folder -> page.field("Kept", "what was there until now is in " + folder));
        return page.toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("target", target.toString());
        Json.backup(node.putObject("backup"), restored.backup());
        node.put("kept_aside", restored.keptAside().map(Path::toString).orElse(null));
        return node;
    }
}
