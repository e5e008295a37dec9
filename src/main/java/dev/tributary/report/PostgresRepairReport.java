package dev.tributary.report;

import dev.tributary.migrate.PostgresRepair;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** What a repair of a PostgreSQL schema did. */
record PostgresRepairReport(PostgresRepair repair, UnaryOperator<String> line) implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        if (repair.nothingToDo()) {
            return page.line(style.good("Nothing to repair.")).toString();
        }
        page.list(
                "Indexes",
                repair.indexes().stream()
                        .map(each -> each.index() + ": " + each.action())
                        .toList());
        page.list("Restored", repair.restored());
        repair.former().forEach(text -> {
            page.line("What was replaced, for whoever wrote it:");
            text.lines().forEach(line -> page.line("  " + Words.visible(line)));
        });
        page.list(
                "Failed",
                repair.failed().stream()
                        .map(row -> "version " + row.version() + " is taken out of the history, and will run again")
                        .toList());
        page.list("Left", repair.leftBehind().stream().map(Words::visible).toList());
        page.list(
                "Checksums",
                repair.aligned().isEmpty()
                        ? List.of()
                        : List.of("set to this build's: " + String.join(", ", repair.aligned())));
        page.blank();
        page.line("Next: " + line.apply("migrate"));
        return page.toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("nothing_to_do", repair.nothingToDo());
        Json.list(node, "indexes", repair.indexes(), (child, each) -> {
            child.put("index", each.index());
            child.put("action", each.action());
            child.put("swept", each.swept());
        });
        Json.texts(node, "failed", repair.failed(), row -> row.version());
        Json.texts(node, "restored", repair.restored());
        Json.texts(node, "replaced", repair.former());
        Json.texts(node, "left_behind", repair.leftBehind());
        Json.texts(node, "aligned", repair.aligned());
        return node;
    }
}
