package dev.tributary.report;

import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.SchemaState;
import dev.tributary.postgres.Tracker;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** What really happened to a PostgreSQL schema. */
record DiagnosisReport(Diagnosis found, UnaryOperator<String> line) implements Report {
    private static final int SHOWN = 8;

    @Override
    public boolean needsYou() {
        return !found.ok();
    }

    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Database", found.database() + ", PostgreSQL " + found.server() + ", as " + found.role());
        page.field("State", style.strong(found.classification().asText()));
        page.list(
                "Trackers",
                found.trackers().isEmpty()
                        ? List.of("none")
                        : found.trackers().stream()
                                .map(Tracker::asText)
                                .map(Words::visible)
                                .toList());
        objects(page);
        page.list(
                "Broken",
                found.invalidIndexes().stream().map(each -> "index " + each).toList());
        page.list(
                "Unproven",
                found.unvalidated().stream().map(each -> "constraint " + each).toList());
        page.list(
                "Failed",
                found.history().stream()
                        .filter(row -> !row.success())
                        .map(row -> "version " + row.version() + " (" + row.script() + ")")
                        .toList());
        long rows = found.rows().stream().mapToLong(Diagnosis.TableRows::rows).sum();
        boolean exact = found.rows().stream().allMatch(Diagnosis.TableRows::exact);
        page.field(
                "Rows",
                (exact ? "" : "about ") + Words.count(rows, "row") + " in "
                        + Words.count(
                                found.rows().stream()
                                        .filter(each -> each.rows() > 0)
                                        .count(),
                                "table"));
        page.list(
                "Months",
                found.partitions().stream()
                        .filter(each -> each.daysMissing() > 0 && !each.hasDefault())
                        .map(each -> each.table() + ": " + Words.count(each.daysMissing(), "day")
                                + " without a partition"
                                + (each.todayMissing() ? "; inserts of today fail" : ""))
                        .toList());
        page.list(
                "Grants",
                found.grants().stream()
                        .flatMap(each -> List.of(each.what(), "  " + each.sql()).stream())
                        .toList());
        page.list(
                "No label",
                found.tenants().unmapped().stream().map(Words::visible).toList());
        page.list("Open", open(found.tenants()));
        if (!found.problems().isEmpty()) {
            page.blank();
            page.line(style.bad("In the way"));
            found.problems().forEach(page::fault);
        }
        page.blank();
        page.line(style.strong("Do this: ") + Words.visible(found.advice().what()));
        page.line("  " + command());
        return page.toString();
    }

    private void objects(Page page) {
        SchemaState objects = found.objects();
        page.field(
                "Objects",
                Words.number(objects.present().size()) + " as version "
                        + found.comparedWith() + " makes them, "
                        + objects.missing().size() + " missing, "
                        + objects.differences().size() + " different, "
                        + objects.extra().size() + " more");
        page.list(
                "Missing",
                shown(objects.missing().stream().map(Object::toString).toList()));
        page.list(
                "Different",
                shown(objects.differences().stream()
                        .map(SchemaState.Difference::asText)
                        .map(Words::visible)
                        .toList()));
    }

    /** Tables that row-level security does not guard, in one line: nobody has to do anything about them. */
    static List<String> open(Diagnosis.Tenants tenants) {
        return tenants.withoutRowSecurity().isEmpty()
                ? List.of()
                : List.of(
                        "without row-level security, as deployed: " + String.join(", ", tenants.withoutRowSecurity()));
    }

    static void tenants(ObjectNode node, Diagnosis.Tenants tenants) {
        Json.texts(node, "without_row_security", tenants.withoutRowSecurity());
        Json.texts(
                node,
                "disabled_on_partitions",
                tenants.disabledOnPartitions(),
                each -> each.table() + "." + each.name());
        Json.texts(node, "unmapped_texts", tenants.unmapped());
    }

    private static List<String> shown(List<String> all) {
        if (all.size() <= SHOWN) {
            return all;
        }
        return java.util.stream.Stream.concat(
                        all.stream().limit(SHOWN),
                        java.util.stream.Stream.of("and " + (all.size() - SHOWN) + " more (--json lists all)"))
                .toList();
    }

    private String command() {
        return found.advice().isTool()
                ? line.apply(found.advice().command())
                : Words.visible(found.advice().command());
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("database", found.database());
        node.put("server", found.server());
        node.put("role", found.role());
        node.put("classification", found.classification().name().toLowerCase(Locale.ROOT));
        node.put("ok", found.ok());
        Json.list(node, "trackers", found.trackers(), (child, tracker) -> {
            child.put("schema", tracker.schema());
            child.put("table", tracker.table());
            child.put("shape", tracker.shape().name().toLowerCase(Locale.ROOT));
            Json.texts(child, "columns", tracker.columns());
            Json.list(child, "rows", tracker.rows(), (row, each) -> {
                row.put("version", each.version());
                row.put("dirty", each.dirty());
            });
        });
        node.put("compared_with", found.comparedWith());
        node.put("present", found.objects().present().size());
        Json.texts(node, "missing", found.objects().missing(), Object::toString);
        Json.list(node, "differences", found.objects().differences(), (child, difference) -> {
            child.put("object", difference.object().toString());
            child.put("expected", difference.expected());
            child.put("found", difference.found().orElse(null));
        });
        Json.texts(node, "missing_grants", found.objects().grants(), Object::toString);
        Json.texts(node, "extra", found.objects().extra(), Object::toString);
        Json.texts(node, "invalid_indexes", found.invalidIndexes());
        Json.texts(node, "unvalidated_constraints", found.unvalidated());
        Json.list(node, "rows", found.rows(), (child, each) -> {
            child.put("table", each.table());
            child.put("rows", each.rows());
            child.put("exact", each.exact());
        });
        Json.list(node, "partitions", found.partitions(), (child, each) -> {
            child.put("table", each.table());
            child.put("first", each.first().map(Object::toString).orElse(null));
            child.put("end", each.end().map(Object::toString).orElse(null));
            child.put("has_default", each.hasDefault());
            child.put("days_missing", each.daysMissing());
            child.put("today_missing", each.todayMissing());
            child.put("month_missing", each.monthMissing().map(Object::toString).orElse(null));
            child.put("rows_in_default", each.rowsInDefault());
        });
        Json.list(node, "risky_grants", found.grants(), (child, each) -> {
            child.put("what", each.what());
            child.put("sql", each.sql());
        });
        tenants(node, found.tenants());
        Json.list(node, "history", found.history(), (child, each) -> {
            child.put("version", each.version());
            child.put("script", each.script());
            child.put("success", each.success());
        });
        Json.list(node, "problems", found.problems(), Json::fault);
        node.putObject("advice").put("what", found.advice().what()).put("command", command());
        return node;
    }
}
