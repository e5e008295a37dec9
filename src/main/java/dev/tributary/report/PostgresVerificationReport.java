package dev.tributary.report;

import dev.tributary.migrate.PostgresFinding;
import dev.tributary.migrate.PostgresVerification;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Whether a PostgreSQL schema is what its last version makes. */
record PostgresVerificationReport(PostgresVerification found, UnaryOperator<String> line) implements Report {
    @Override
    public boolean needsYou() {
        return !found.ok();
    }

    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Database", found.diagnosis().database());
        page.list(
                "Schema",
                found.findings().isEmpty()
                        ? List.of("as its version makes it")
                        : found.findings().stream().map(this::text).toList());
        page.list("Pending", found.pending());
        page.list(
                "Broken",
                found.diagnosis().invalidIndexes().stream()
                        .map(index -> index + ": " + line.apply("repair"))
                        .toList());
        page.list("Unproven", found.diagnosis().unvalidated());
        page.list(
                "No label",
                found.diagnosis().tenants().unmapped().stream()
                        .map(Words::visible)
                        .toList());
        page.list("Open", DiagnosisReport.open(found.diagnosis().tenants()));
        found.diagnosis().problems().forEach(page::fault);
        page.blank();
        page.line(
                found.ok() ? style.good("In order.") : style.bad("Not in order.") + " See: " + line.apply("diagnose"));
        return page.toString();
    }

    private String text(PostgresFinding finding) {
        return Words.visible(finding.what())
                + finding.command()
                        .map(command -> ": " + (finding.isTool() ? line.apply(command) : Words.visible(command)))
                        .orElse("");
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("database", found.diagnosis().database());
        node.put("ok", found.ok());
        node.put("compared_with", found.diagnosis().comparedWith());
        Json.texts(node, "differences", found.differences());
        Json.list(node, "findings", found.findings(), (child, each) -> {
            child.put("what", each.what());
            child.put(
                    "mend",
                    each.command()
                            .map(command -> each.isTool() ? line.apply(command) : command)
                            .orElse(null));
        });
        Json.texts(node, "pending", found.pending());
        Json.texts(node, "invalid_indexes", found.diagnosis().invalidIndexes());
        Json.texts(node, "unvalidated_constraints", found.diagnosis().unvalidated());
        DiagnosisReport.tenants(node, found.diagnosis().tenants());
        Json.list(node, "problems", found.diagnosis().problems(), Json::fault);
        return node;
    }
}
