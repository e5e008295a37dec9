package dev.tributary.report;

import dev.tributary.migrate.Verification;
import dev.tributary.migrate.Verification.Proof;
import dev.tributary.migrate.Verification.TableState;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What a later proof found. */
record VerificationReport(Verification found, Commands commands) implements Report {
    @Override
    public boolean needsYou() {
        return !found.ok();
    }

    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Target", found.target().toString());
        if (!found.tables().isEmpty()) {
            page.blank();
            page.grid(tables());
            page.blank();
            category(page, style, "a", "source changed since its copy", state -> state.sourceChanged() ? "yes" : "");
            category(page, style, "b", "lost: in the source, not in the target", state -> rows(state.lost()));
            category(page, Style.PLAIN, "c", "changed or added in the target since", VerificationReport::life);
        }
        page.blank();
        page.list("Health", health());
        page.list(
                "Schema", found.schema().isEmpty() ? List.of("as the last version made it") : visible(found.schema()));
        page.list("Pending", found.pending());
        page.list("Unproven", visible(found.unproven()));
        page.warnings(found.warnings());
        checklist(page, style);
        page.blank();
        verdict(page, style);
        return page.toString();
    }

    private void checklist(Page page, Style style) {
        if (found.checklist().isEmpty()) {
            return;
        }
        page.blank();
        page.line(style.strong("Checklist"));
        for (Proof proof : found.checklist()) {
            String word = answer(proof);
            String painted = switch (proof.answer()) {
                case YES -> style.good(word);
                case NOT_YET -> style.warn(word);
                case NO -> style.bad(word);
            };
            page.line(String.format("  %s%s%-31s", painted, " ".repeat(9 - word.length()), proof.what())
                    + Words.visible(proof.evidence()));
        }
    }

    static String answer(Proof proof) {
        return proof.answer().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Grid tables() {
        Grid grid = new Grid(0)
                .words("source")
                .words("table")
                .numbers("in source", "in target", "lost", "changed", "added");
        for (TableState state : found.tables()) {
            grid.row(List.of(
                    state.source(),
                    state.table(),
                    Words.number(state.sourceRows()),
                    Words.number(state.targetRows()),
                    Words.number(state.lost()),
                    Words.number(state.changed()),
                    Words.number(state.added())));
        }
        return grid;
    }

    private void category(Page page, Style style, String letter, String name, Function<TableState, String> finding) {
        List<TableState> hit = found.tables().stream()
                .filter(state -> !finding.apply(state).isEmpty())
                .toList();
        page.line("(" + letter + ") " + name + ": " + (hit.isEmpty() ? style.good("none") : ""));
        for (TableState state : hit) {
            // the examples are keys of lost rows, and only where none is lost of changed ones
            boolean namesKeys = "b".equals(letter) || "c".equals(letter) && state.lost() == 0 && state.changed() > 0;
            page.line("      " + style.bad(state.table() + " " + finding.apply(state))
                    + ("a".equals(letter) ? ", copied " + Words.time(state.copiedAt()) + ", " + state.file() : "")
                    + (namesKeys ? "; first keys: " + Words.visible(String.join(", ", state.examples())) : ""));
        }
    }

    private static String rows(long rows) {
        return rows == 0 ? "" : Words.count(rows, "row");
    }

    private static String life(TableState state) {
        return String.join(
                ", ",
                Stream.of(
                                state.changed() > 0 ? Words.number(state.changed()) + " changed" : "",
                                state.added() > 0 ? Words.number(state.added()) + " added" : "")
                        .filter(part -> !part.isEmpty())
                        .toList());
    }

    private List<String> health() {
        List<String> findings = Stream.concat(found.health().findings().stream(), found.health().orphans().stream())
                .map(Words::visible)
                .toList();
        return findings.isEmpty() ? List.of("intact; no foreign key without its row") : findings;
    }

    private static List<String> visible(List<String> texts) {
        return texts.stream().map(Words::visible).toList();
    }

    private void verdict(Page page, Style style) {
        if (!found.ok()) {
            page.line(style.bad("Not in order: something above needs you."));
        } else if (found.tables().isEmpty()) {
            page.line(style.warn("Nothing is wrong, and nothing was compared: no source was read."));
        } else {
            long rows =
                    found.tables().stream().mapToLong(TableState::sourceRows).sum();
            page.line(style.good("Proven: all " + Words.count(rows, "row") + " of the sources are in the target."));
        }
    }

    @Override
    public List<HtmlPart> parts() {
        return HtmlParts.of(found);
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("target", found.target().toString());
        node.put("ok", found.ok());
        Json.list(node, "tables", found.tables(), (child, state) -> {
            child.put("source", state.source());
            child.put("file", state.file().toString());
            child.put("table", state.table());
            child.put("copied_at", state.copiedAt().toString());
            child.put("source_changed", state.sourceChanged());
            child.put("source_rows", state.sourceRows());
            child.put("target_rows", state.targetRows());
            child.put("lost", state.lost());
            child.put("changed", state.changed());
            child.put("added", state.added());
            child.put("source_digest", state.sourceDigest());
            child.put("target_digest", state.targetDigest());
            Json.texts(child, "examples", state.examples());
        });
        Json.health(node, found.health());
        Json.texts(node, "schema", found.schema());
        Json.texts(node, "pending", found.pending());
        Json.texts(node, "unproven", found.unproven());
        Json.list(node, "warnings", found.warnings(), Json::warning);
        Json.list(node, "checklist", found.checklist(), (child, proof) -> {
            child.put("what", proof.what());
            child.put("answer", proof.answer().name().toLowerCase(Locale.ROOT));
            child.put("evidence", proof.evidence());
        });
        return node;
    }
}
