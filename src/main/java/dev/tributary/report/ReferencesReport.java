package dev.tributary.report;

import dev.tributary.references.Reference;
import dev.tributary.references.ReferenceReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What a folder's programs still name by its old name. */
record ReferencesReport(String target, ReferenceReport report, boolean write) implements Report {
    private static final int NAME = 44;

    @Override
    public boolean needsYou() {
        return report.needsYou();
    }

    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Folder", Words.visible(report.folder().toString()));
        page.field(
                "Read",
                Words.count(report.filesRead(), "file")
                        + (report.skipped().isEmpty()
                                ? ""
                                : ", not looked into: "
                                        + String.join(
                                                ", ",
                                                report.skipped().stream()
                                                        .map(each -> Words.visible(each.toString()))
                                                        .toList())));
        report.unread()
                .forEach(file -> page.line(
                        "  " + style.bad(Words.visible(file.file() + " was not read: ")) + Words.visible(file.why())));
        for (ReferenceReport.FileReferences file : report.files()) {
            if (!file.left().isEmpty()) {
                page.blank();
                page.line(style.strong(Words.visible(file.file().toString())));
                file.left().forEach(reference -> lines(page, style, reference));
            }
        }
        page.blank();
        StringBuilder text = new StringBuilder(page.toString());
        if (write) {
            // as it is: a diff with another line's end would not fit the file
            report.files().stream()
                    .filter(ReferenceReport.FileReferences::written)
                    .forEach(file -> text.append(file.diff()));
            if (report.replaced() > 0) {
                text.append('\n');
            }
        }
        Page end = new Page(style);
        verdict(style).forEach(end::line);
        return text.append(end).toString();
    }

    private static void lines(Page page, Style style, Reference reference) {
        String place = reference.line() + ":" + reference.column();
        String names = reference.oldName() + " -> " + String.join(" or ", reference.newNames());
        String gap = " ".repeat(Math.max(2, NAME - names.length()));
        page.line(String.format(Locale.ROOT, "  %-8s %s", place, Words.visible(names)) + gap + reference.statement());
        boolean unknown = reference.kind() == Reference.Kind.COMPUTED;
        if (!unknown) {
            page.line("           works through the view: "
                    + (reference.worksThroughTheView()
                            ? style.good("yes")
                            : style.warn("no, because ") + Words.visible(reference.lost())));
        }
        if (!reference.isReplaceable()) {
            page.line("           by hand: " + Words.visible(reference.byHand()));
        }
    }

    private List<String> verdict(Style style) {
        List<String> lines = new ArrayList<>();
        if (report.replaced() > 0) {
            lines.add(
                    Words.count(report.replaced(), "reference") + " replaced: read the diff above before you keep it.");
        }
        long left = report.left();
        if (left == 0) {
            lines.add(style.good("No reference is left."));
        } else {
            long lost =
                    report.allLeft().filter(each -> !each.worksThroughTheView()).count();
            long hand = report.allLeft().filter(each -> !each.isReplaceable()).count();
            lines.add(style.warn(Words.count(left, "reference") + " left") + " in "
                    + Words.count(
                            report.files().stream()
                                    .filter(file -> !file.left().isEmpty())
                                    .count(),
                            "file") + ": "
                    + Words.number(lost) + (lost == 1 ? " does" : " do") + " not work through a view, "
                    + Words.number(hand) + (hand == 1 ? " is" : " are") + " to be changed by hand.");
            if (left > hand) {
                lines.add("With --write the other " + Words.number(left - hand) + " would be replaced.");
            }
        }
        if (!report.unread().isEmpty()) {
            lines.add(style.bad(Words.count(report.unread().size(), "file") + " could not be read")
                    + ", and what it says is not known.");
        }
        return lines;
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("target", target);
        node.put("folder", report.folder().toString());
        node.put("files_read", report.filesRead());
        node.put("references_left", report.left());
        node.put("references_replaced", report.replaced());
        Json.list(node, "files", report.files(), (child, file) -> {
            child.put("file", file.file().toString());
            child.put("written", file.written());
            Json.list(child, "references", file.references(), (each, reference) -> {
                each.put("line", reference.line());
                each.put("column", reference.column());
                each.put("kind", reference.kind().name().toLowerCase(Locale.ROOT));
                each.put("old", reference.oldName());
                Json.texts(each, "new", reference.newNames());
                each.put("statement", reference.statement());
                each.put("works_through_view", reference.worksThroughTheView());
                each.put("lost", reference.lost().isEmpty() ? null : reference.lost());
                each.put("replaceable", reference.isReplaceable());
                each.put("by_hand", reference.byHand().isEmpty() ? null : reference.byHand());
                each.put("replaced", file.written() && reference.isReplaceable());
            });
            child.put("diff", file.diff().isEmpty() ? null : file.diff());
        });
        Json.list(node, "unread", report.unread(), (child, file) -> {
            child.put("file", file.file().toString());
            child.put("why", file.why());
        });
        Json.texts(node, "skipped", report.skipped(), Object::toString);
        return node;
    }
}
