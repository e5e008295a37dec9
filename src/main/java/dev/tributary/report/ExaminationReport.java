package dev.tributary.report;

import dev.tributary.migrate.Examination;
import dev.tributary.migrate.Examination.Finding;
import dev.tributary.migrate.Examination.State;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Whether everything is ready for a run: a line per thing, and under it what to do where something is to be done. */
record ExaminationReport(Examination examination) implements Report {
    private static final int STATE = 11;
    private static final int ABOUT = 14;

    @Override
    public boolean needsYou() {
        return !examination.ok();
    }

    @Override
    public String text(Style style) {
        Page page = new Page(style);
        for (Finding finding : examination.findings()) {
            String word = word(finding.state());
            String painted = switch (finding.state()) {
                case OK -> style.good(word);
                case WARNING -> style.warn(word);
                case NEEDS_YOU -> style.bad(word);
            };
            page.line(painted
                    + " ".repeat(STATE - word.length())
                    + finding.about()
                    + " ".repeat(Math.max(1, ABOUT - finding.about().length()))
                    + Words.visible(finding.found()));
            if (!finding.next().isEmpty()) {
                page.line(" ".repeat(STATE + ABOUT) + "Next: " + Words.visible(finding.next()));
            }
        }
        page.blank();
        long warnings = count(State.WARNING);
        String besides = warnings == 0 ? "" : " (" + Words.count(warnings, "warning") + ")";
        page.line(
                examination.ok()
                        ? style.good("Ready" + besides + ".")
                        : style.bad("Not ready: " + Words.count(count(State.NEEDS_YOU), "thing")
                                + (count(State.NEEDS_YOU) == 1 ? " needs you" : " need you") + besides + "."));
        return page.toString();
    }

    private long count(State state) {
        return examination.findings().stream()
                .filter(finding -> finding.state() == state)
                .count();
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("ready", examination.ok());
        Json.list(node, "findings", examination.findings(), (child, finding) -> {
            child.put("state", finding.state().name().toLowerCase(Locale.ROOT));
            child.put("about", finding.about());
            child.put("found", finding.found());
            child.put("next", finding.next().isEmpty() ? null : finding.next());
        });
        return node;
    }
}
