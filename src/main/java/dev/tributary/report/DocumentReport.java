package dev.tributary.report;

import dev.tributary.catalog.Column;
import dev.tributary.catalog.Index;
import dev.tributary.document.DatabaseDocument;
import dev.tributary.document.DatabaseDocument.DocumentedTable;
import dev.tributary.document.DatabaseDocument.Text;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A database as a page of Markdown. It depends on the database's content only: no time, no path. */
record DocumentReport(String target, DatabaseDocument document) implements Report {
    @Override
    public String text(Style style) {
        StringBuilder page = new StringBuilder();
        page.append(Report.GENERATED).append("\n\n# ").append(inline(target)).append("\n\n");
        page.append(Words.count(document.tables().size(), "table"))
                .append(", ")
                .append(Words.count(document.views().size(), "view"))
                .append(", ")
                .append(Words.count(
                        document.tables().stream()
                                .mapToLong(table -> table.columns().size())
                                .sum(),
                        "column"))
                .append(".\n\n```mermaid\n")
                .append(Mermaid.of(
                        document.tables().stream().map(DocumentedTable::table).toList()))
                .append("```\n");
        String domain = "\0";
        for (DocumentedTable table : document.tables()) {
            if (!table.domain().equals(domain)) {
                domain = table.domain();
                page.append("\n## ")
                        .append(domain.isEmpty() ? "Tables" + (isFirst(table) ? "" : " of no domain") : inline(domain))
                        .append('\n');
            }
            table(page, table);
        }
        if (!document.views().isEmpty()) {
            page.append("\n## Views\n\n| View | What it shows |\n|---|---|\n");
            document.views()
                    .forEach(view -> page.append("| ")
                            .append(code(view.name()))
                            .append(" | ")
                            .append(inline(all(view.text())))
                            .append(" |\n"));
        }
        if (!document.functions().isEmpty()) {
            page.append("\n## Functions\n\n| Function | Returns | What it does |\n|---|---|---|\n");
            document.functions()
                    .forEach(function -> page.append("| ")
                            .append(code(function.signature()))
                            .append(" | ")
                            .append(inline(function.returns()))
                            .append(" | ")
                            .append(inline(all(function.text())))
                            .append(" |\n"));
        }
        if (!document.undescribed().isEmpty()) {
            page.append("\n## Not described\n\n");
            document.undescribed()
                    .forEach(each -> page.append("- ").append(inline(each)).append('\n'));
        }
        return page.toString();
    }

    private boolean isFirst(DocumentedTable table) {
        return document.tables().get(0).equals(table);
    }

    private static void table(StringBuilder page, DocumentedTable documented) {
        page.append("\n### ").append(code(documented.table().name())).append("\n\n");
        Stream.of(
                        documented.text().description(),
                        documented.text().purpose(),
                        documented.text().usageNotes())
                .filter(text -> !text.isBlank())
                .forEach(text -> page.append(inline(text)).append("\n\n"));
        page.append("| Column | Type | Rules | What it holds |\n|---|---|---|---|\n");
        List<Column> columns = documented.table().columns();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            page.append("| ")
                    .append(code(column.name()))
                    .append(" | ")
                    .append(inline(column.type()))
                    .append(" | ")
                    .append(rules(column))
                    .append(" | ")
                    .append(inline(all(documented.columns().get(i))))
                    .append(" |\n");
        }
        List<String> facts = Stream.concat(
                        documented.table().foreignKeys().stream().map(key -> "Refers to: " + code(key.shape())),
                        documented.table().createdIndexes().stream().map(index -> index(index, documented)))
                .toList();
        if (!facts.isEmpty()) {
            page.append('\n');
            facts.forEach(fact -> page.append("- ").append(fact).append('\n'));
        }
    }

    private static String index(Index index, DocumentedTable of) {
        String said = of.indexes().getOrDefault(index.name(), "");
        return "Index " + code(index.name()) + " " + code(index.shape()) + (said.isEmpty() ? "" : ": " + inline(said));
    }

    private static String rules(Column column) {
        return inline(String.join(
                ", ",
                Stream.of(
                                column.keyPosition() > 0 ? "primary key" : "",
                                column.notNull() ? "not null" : "",
                                column.generated() ? "generated" : "",
                                column.defaultValue()
                                        .map(value -> "default " + value)
                                        .orElse(""))
                        .filter(rule -> !rule.isEmpty())
                        .toList()));
    }

    private static String all(Text text) {
        return String.join(
                " ",
                Stream.of(text.description(), text.purpose(), text.usageNotes())
                        .filter(each -> !each.isBlank())
                        .map(each -> each.strip().matches("(?s).*[.!?]") ? each.strip() : each.strip() + ".")
                        .toList());
    }

    /** Text of the database's as text of the page's: nothing in it is markup, and it ends no row. */
    private static String inline(String text) {
        return Words.visible(text.strip().replaceAll("\\R", " ")).replaceAll("([\\\\`*_|<>\\[\\]])", "\\\\$1");
    }

    private static String code(String text) {
        String visible = Words.visible(text).replace("|", "\\|");
        return visible.contains("`") ? "`` " + visible + " ``" : "`" + visible + "`";
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("target", target);
        Json.list(node, "tables", document.tables(), (child, each) -> {
            child.put("name", each.table().name());
            child.put("domain", each.domain().isEmpty() ? null : each.domain());
            text(child, each.text());
            child.putArray("columns");
            List<Column> columns = each.table().columns();
            for (int i = 0; i < columns.size(); i++) {
                ObjectNode column = child.withArray("columns").addObject();
                column.put("name", columns.get(i).name());
                column.put("type", columns.get(i).type());
                column.put("not_null", columns.get(i).notNull());
                column.put("default", columns.get(i).defaultValue().orElse(null));
                column.put("key_position", columns.get(i).keyPosition());
                text(column, each.columns().get(i));
            }
            Json.texts(child, "foreign_keys", each.table().foreignKeys(), key -> key.shape());
            Json.texts(child, "indexes", each.table().createdIndexes(), Index::name);
        });
        Json.list(node, "views", document.views(), (child, view) -> {
            child.put("name", view.name());
            text(child, view.text());
            child.put("sql", view.sql());
        });
        Json.list(node, "functions", document.functions(), (child, function) -> {
            child.put("signature", function.signature());
            child.put("returns", function.returns());
            text(child, function.text());
        });
        Json.texts(node, "undescribed", document.undescribed());
        return node;
    }

    private static void text(ObjectNode node, Text text) {
        node.put("description", text.description().isEmpty() ? null : text.description());
        node.put("purpose", text.purpose().isEmpty() ? null : text.purpose());
        node.put("usage_notes", text.usageNotes().isEmpty() ? null : text.usageNotes());
    }
}
