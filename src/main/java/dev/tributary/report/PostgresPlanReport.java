package dev.tributary.report;

import dev.tributary.migrate.PostgresPlan;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** What a migration of a PostgreSQL schema would do, or only where it stands. */
record PostgresPlanReport(PostgresPlan plan, UnaryOperator<String> line, boolean judge) implements Report {
    @Override
    public boolean needsYou() {
        return judge && !plan.diagnosis().problems().isEmpty();
    }

    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Database", plan.diagnosis().database());
        page.field("State", plan.diagnosis().classification().asText());
        List<String> done = plan.diagnosis().history().stream()
                .filter(row -> row.success() && row.version().matches("0*[1-9]\\d*"))
                .map(row -> row.version() + "  " + row.script())
                .toList();
        page.list("Applied", done.isEmpty() ? List.of("none") : done);
        page.list(
                "Pending",
                plan.upToDate()
                        ? List.of("none")
                        : plan.pending().stream()
                                .map(version -> version.number() + "  " + Words.description(version.file()))
                                .toList());
        page.list(
                "On request",
                plan.onRequest().stream()
                        .filter(version -> !plan.pending().contains(version))
                        .map(version -> version.number() + "  " + Words.description(version.file())
                                + " (migrate --typed-columns switch)")
                        .toList());
        if (judge) {
            page.list(
                    "No label",
                    plan.diagnosis().tenants().unmapped().stream()
                            .map(Words::visible)
                            .toList());
            page.list("Open", DiagnosisReport.open(plan.diagnosis().tenants()));
        }
        if (judge && !plan.diagnosis().problems().isEmpty()) {
            page.blank();
            page.line(style.bad("In the way"));
            plan.diagnosis().problems().forEach(page::fault);
        } else if (!plan.upToDate()) {
            page.blank();
            page.line("To run them: " + line.apply("migrate"));
        }
        return page.toString();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("database", plan.diagnosis().database());
        node.put("classification", plan.diagnosis().classification().name().toLowerCase(Locale.ROOT));
        Json.texts(
                node,
                "applied",
                plan.diagnosis().history().stream()
                        .filter(row -> row.success() && row.version().matches("0*[1-9]\\d*"))
                        .map(row -> row.version())
                        .toList());
        Json.list(node, "pending", plan.pending(), Json::version);
        Json.list(node, "on_request", plan.onRequest(), Json::version);
        DiagnosisReport.tenants(node, plan.diagnosis().tenants());
        Json.list(node, "problems", plan.diagnosis().problems(), Json::fault);
        return node;
    }
}
