package dev.tributary.report;

import dev.tributary.ledger.LedgerEntry;
import dev.tributary.migrate.TargetInfo;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The versions and the ledger of a file. */
record InfoReport(TargetInfo info, Commands commands) implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Target", info.target() + (info.exists() ? "" : " (not there yet)"));
        page.blank();
        Grid versions =
                new Grid(0).words("version").words("what").words("state").words("when (UTC)");
        info.versions()
                .forEach(each -> versions.row(List.of(
                        each.version().number(),
                        Words.description(each.version().file()),
                        each.state().name().toLowerCase(Locale.ROOT),
                        each.when())));
        page.grid(versions);
        List<LedgerEntry> copies = info.entries().stream()
                .filter(entry -> MigrationResult.sentence(entry).isEmpty())
                .toList();
        if (!copies.isEmpty()) {
            page.blank();
            page.grid(MigrationResult.table(copies, false));
            page.line("Copied from:");
            copies.stream()
                    .map(entry -> "  " + entry.source() + "  " + Words.visible(entry.file()) + "  "
                            + Words.time(entry.recordedAt()))
                    .distinct()
                    .forEach(page::line);
        }
        List<String> others = info.entries().stream()
                .filter(entry -> !MigrationResult.sentence(entry).isEmpty())
                .map(entry -> MigrationResult.sentence(entry) + "  " + Words.time(entry.recordedAt()))
                .toList();
        if (!others.isEmpty()) {
            page.blank();
            others.forEach(page::line);
        }
        page.blank();
        page.line(verdict(style));
        return page.toString();
    }

    private String verdict(Style style) {
        long pending = pending();
        return pending == 0
                ? style.good("Every version has run.")
                : style.warn(Words.count(pending, "version") + (pending == 1 ? " is" : " are") + " pending.") + " See: "
                        + commands.line("plan", info.target());
    }

    private long pending() {
        return info.versions().stream()
                .filter(each -> each.state() == TargetInfo.State.PENDING)
                .count();
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("target", info.target().toString());
        node.put("target_exists", info.exists());
        node.put("pending", pending());
        Json.list(node, "versions", info.versions(), (child, each) -> {
            Json.version(child, each.version());
            child.put("state", each.state().name().toLowerCase(Locale.ROOT));
            child.put("installed_on", each.when().isEmpty() ? null : each.when());
        });
        Json.list(node, "ledger", info.entries(), Json::entry);
        return node;
    }
}
