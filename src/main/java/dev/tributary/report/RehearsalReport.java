package dev.tributary.report;

import dev.tributary.fault.Fault;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.migrate.Rehearsal;
import dev.tributary.migrate.Verification;
import dev.tributary.rename.LegacyName;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a migration did to a throw-away copy. */
record RehearsalReport(Rehearsal rehearsal, Commands commands) implements Report {
    @Override
    public boolean needsYou() {
        return !rehearsal.refusals().isEmpty()
                || rehearsal.plan().stopBefore().isPresent()
                || rehearsal.verification().filter(found -> !found.ok()).isPresent();
    }

    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Target", rehearsal.target() + (rehearsal.plan().exists() ? "" : " (will be made)"));
        if (rehearsal.plan().problems().isEmpty()) {
            page.field("Rehearsed", "on a throw-away copy, which is gone again");
            rehearsal.migration().ifPresent(done -> migration(page, style, done));
            RehearsalParts.steps(page, rehearsal.steps(), rehearsal.bytesBefore());
            RehearsalParts.schema(page, rehearsal.changes());
        } else {
            page.field("Rehearsed", "nothing: the plan has found already what would refuse");
        }
        rehearsal
                .verification()
                .ifPresent(found -> page.field(
                        "Verified",
                        found.ok()
                                ? "all " + Words.count(rows(found), "row") + " of the sources are in the copy"
                                : style.bad("not in order: run 'verify' after a migration to see what")));
        RehearsalParts.refusals(page, style, rehearsal.refusals());
        page.blank();
        verdict(page, style);
        page.line("The real files were only read.");
        return page.toString();
    }

    private static long rows(Verification found) {
        return found.tables().stream()
                .mapToLong(Verification.TableState::sourceRows)
                .sum();
    }

    private static void migration(Page page, Style style, MigrationReport done) {
        List<LedgerEntry> read = done.entries().stream()
                .filter(entry -> !entry.source().isEmpty() && !entry.table().isEmpty())
                .filter(entry -> MigrationResult.sentence(entry).isEmpty())
                .toList();
        if (!read.isEmpty()) {
            page.blank();
            page.grid(MigrationResult.table(read, true));
        }
        done.entries().stream()
                .map(MigrationResult::sentence)
                .filter(line -> !line.isEmpty())
                .forEach(page::line);
        page.notes(done.notes());
        page.warnings(done.warnings());
        LegacyNames.write(
                page,
                style,
                "From then on, a program that still says an old name loses:",
                done.legacyNames(),
                LegacyName.ADVICE);
    }

    private void verdict(Page page, Style style) {
        if (!rehearsal.refusals().isEmpty()) {
            page.line(RehearsalParts.refused(style, rehearsal.refusals()));
        } else if (rehearsal.plan().stopBefore().isPresent()) {
            page.line(style.warn("The migration would stop before "
                    + rehearsal.plan().stopBefore().get().scriptName() + ": no sources are configured."));
        } else if (rehearsal.plan().upToDate()) {
            page.line(style.good("Nothing to do: every version has run."));
        } else {
            page.line(style.good("Ready: the migration went through in ")
                    + rehearsal.migration().map(done -> Words.time(done.took())).orElse("no time")
                    + ", backup included. Now: "
                    + commands.again("migrate", rehearsal.target()));
        }
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("target", rehearsal.target().toString());
        node.put("needs_you", needsYou());
        node.set("plan", new PlanReport(rehearsal.plan(), commands).json());
        node.put("copy_took_ms", rehearsal.copied().toMillis());
        RehearsalParts.json(node, rehearsal.steps(), rehearsal.bytesBefore(), rehearsal.changes());
        rehearsal
                .migration()
                .ifPresentOrElse(
                        done -> node.set("migration", new MigrationResult(done, commands).json()),
                        () -> node.putNull("migration"));
        rehearsal
                .verification()
                .ifPresentOrElse(found -> node.put("verified", found.ok()), () -> node.putNull("verified"));
        Json.list(node, "refusals", rehearsal.refusals(), (ObjectNode child, Fault fault) -> Json.fault(child, fault));
        return node;
    }
}
