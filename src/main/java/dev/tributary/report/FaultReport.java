package dev.tributary.report;

import dev.tributary.fault.Fault;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A refusal. */
record FaultReport(Fault fault) implements Report {
    @Override
    public String text(Style style) {
        String[] lines = fault.getMessage().split("\n", 2);
        return style.bad(lines[0]) + "\n" + lines[1] + "\n";
    }

    @Override
    public List<HtmlPart> parts() {
        return List.of(new HtmlPart.Refused(List.of(fault)));
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        Json.fault(node, fault);
        return node;
    }

    @Override
    public boolean needsYou() {
        return true;
    }
}
