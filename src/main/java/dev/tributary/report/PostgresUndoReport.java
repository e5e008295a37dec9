package dev.tributary.report;

import dev.tributary.migrate.PostgresUndo;
import dev.tributary.postgres.WayBack;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** What going back did. */
record PostgresUndoReport(PostgresUndo undo, UnaryOperator<String> line) implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        if (undo.nothingToDo()) {
            return page.line(style.good("Nothing to undo: the schema is at version " + undo.from() + "."))
                    .toString();
        }
        page.line(style.good("Went back from version " + undo.from() + " to version " + undo.to() + "."));
        page.list("Undone", undo.undone());
        page.list(
                "Lost",
                undo.lost().isEmpty()
                        ? List.of("no row")
                        : undo.lost().stream().map(WayBack.Loss::asText).toList());
        page.blank();
        page.line("Forward again: " + line.apply("migrate"));
        return page.toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("nothing_to_do", undo.nothingToDo());
        node.put("from", undo.from());
        node.put("to", undo.to());
        Json.texts(node, "undone", undo.undone());
        Json.list(node, "lost", undo.lost(), (child, each) -> {
            child.put("version", each.version());
            child.put("what", each.what());
            child.put("rows", each.rows());
        });
        node.put("took_ms", undo.took().toMillis());
        return node;
    }
}
