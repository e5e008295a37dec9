package dev.tributary.report;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.Rehearsal;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a rehearsal says in the same words, whatever the database is. */
final class RehearsalParts {
    private RehearsalParts() {}

    /** A line for each version; nothing when none ran. */
    static void steps(Page page, List<Rehearsal.Step> steps, long bytesBefore) {
        page.blank();
        if (steps.isEmpty()) {
            return;
        }
        Grid grid = new Grid(0).words("version").words("what").numbers("time", "size after", "growth");
        long before = bytesBefore;
        for (Rehearsal.Step step : steps) {
            grid.row(List.of(
                    step.version(),
                    step.description(),
                    Words.time(step.took()),
                    Words.bytes(step.bytes()),
                    Words.bytes(Math.max(0, step.bytes() - before))));
            before = step.bytes();
        }
        page.grid(grid);
        page.blank();
    }

    /** The same for a page. */
    static HtmlPart steps(List<Rehearsal.Step> steps, long bytesBefore) {
        HtmlPart.Rows rows = HtmlPart.Rows.titled("Versions", "version", "what", "#time", "#size after", "#growth");
        long before = bytesBefore;
        for (Rehearsal.Step step : steps) {
            rows = rows.with(
                    step.version(),
                    step.description(),
                    Words.time(step.took()),
                    Words.bytes(step.bytes()),
                    Words.bytes(Math.max(0, step.bytes() - before)));
            before = step.bytes();
        }
        return rows;
    }

    /** What the schema gains and loses. */
    static void schema(Page page, List<String> changes) {
        page.list(
                "Schema",
                changes.isEmpty()
                        ? List.of("as before")
                        : changes.stream().map(Words::visible).toList());
    }

    /** What would refuse; nothing when nothing would. */
    static void refusals(Page page, Style style, List<Fault> refusals) {
        if (!refusals.isEmpty()) {
            page.blank();
            page.line(style.strong("What would refuse"));
            refusals.forEach(page::fault);
        }
    }

    /** The last word, when something would. */
    static String refused(Style style, List<Fault> refusals) {
        return style.bad(Words.count(refusals.size(), "problem") + ": the migration would be refused.");
    }

    static void json(ObjectNode node, List<Rehearsal.Step> steps, long bytesBefore, List<String> changes) {
        Json.list(node, "steps", steps, (child, step) -> {
            child.put("version", step.version());
            child.put("description", step.description());
            child.put("took_ms", step.took().toMillis());
            child.put("bytes_after", step.bytes());
        });
        node.put("bytes_before", bytesBefore);
        Json.texts(node, "schema_changes", changes);
    }
}
