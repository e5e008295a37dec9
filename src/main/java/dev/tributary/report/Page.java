package dev.tributary.report;

import dev.tributary.fault.Fault;
import dev.tributary.verify.Checks;
import java.util.List;

/** A text that grows from top to bottom. */
final class Page {
    private static final int LABEL = 10;

    private final StringBuilder text = new StringBuilder();
    private final Style style;

    Page(Style style) {
        this.style = style;
    }

    Page line(String line) {
        text.append(line.stripTrailing()).append('\n');
        return this;
    }

    Page blank() {
        return line("");
    }

    /** A label and its value, in two columns. */
    Page field(String label, String value) {
        return line(style.strong(label) + " ".repeat(Math.max(1, LABEL - label.length())) + value);
    }

    /** Several values under one label; nothing when there are none. */
    Page list(String label, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            if (i == 0) {
                field(label, values.get(i));
            } else {
                line(" ".repeat(LABEL) + values.get(i));
            }
        }
        return this;
    }

    Page grid(Grid grid) {
        grid.lines().forEach(this::line);
        return this;
    }

    /** What is worth knowing; texts that may come out of a database. */
    Page notes(List<String> notes) {
        return list("Notes", notes.stream().map(Words::visible).toList());
    }

    /** What the checks of a target have found. */
    Page warnings(List<Checks.Finding> warnings) {
        return list(
                "Warnings",
                warnings.stream()
                        .map(Checks.Finding::asText)
                        .map(Words::visible)
                        .toList());
    }

    /** Everything that is in the way, under one title; nothing when nothing is. */
    Page problems(String title, List<Fault> problems) {
        if (!problems.isEmpty()) {
            blank();
            line(style.strong(title));
            problems.forEach(this::fault);
        }
        return this;
    }

    /** A fault's three lines. */
    Page fault(Fault fault) {
        line("  " + style.bad(Words.visible(fault.what())));
        line("    Why:  " + Words.visible(fault.why()));
        return line("    Next: " + Words.visible(fault.next()));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
