package dev.tributary.report;

import dev.tributary.ledger.LedgerEntry;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.migrate.Verification;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.TablePlan;
import dev.tributary.safety.BackupSet;
import dev.tributary.verify.Checks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a page shows of a plan, a migration and a later proof. */
final class HtmlParts {
    private HtmlParts() {}

    static List<HtmlPart> of(MigrationReport migration, Commands commands) {
        List<HtmlPart> parts = new ArrayList<>();
        parts.add(new HtmlPart.Flow(
                migration.entries().stream()
                        .filter(entry -> !entry.source().isEmpty() && entry.rowsRead() > 0)
                        .map(entry -> new HtmlPart.Stream(entry.source(), entry.table(), entry.rowsRead(), true))
                        .toList(),
                name(migration.target())));
        HtmlPart.Rows steps = HtmlPart.Rows.titled(
                "Steps",
                "version",
                "source",
                "table",
                "as",
                "#read",
                "#copied",
                "#identical",
                "#changed",
                "#time",
                "digest of the source",
                "digest of the target");
        for (LedgerEntry entry : migration.entries()) {
            steps = steps.with(
                    entry.version(),
                    entry.source(),
                    entry.table(),
                    entry.policy().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    Words.number(entry.rowsRead()),
                    Words.number(entry.rowsCopied()),
                    Words.number(entry.rowsIdentical()),
                    Words.number(entry.rowsChanged()),
                    Words.time(entry.took()),
                    entry.rowsRead() == 0 ? "" : entry.sourceDigest(),
                    entry.rowsRead() == 0 ? "" : other(entry.targetDigest(), entry.sourceDigest()));
        }
        parts.add(steps);
        parts.add(new HtmlPart.Lines(
                "Versions",
                migration.applied().isEmpty()
                        ? List.of("none was pending")
                        : List.of(String.join(", ", migration.applied()) + ", in " + Words.time(migration.took()))));
        parts.add(new HtmlPart.Lines("Notes", migration.notes()));
        parts.add(new HtmlPart.Lines(
                "Warnings",
                migration.warnings().stream().map(Checks.Finding::asText).toList()));
        migration.backup().ifPresent(backup -> {
            parts.add(backup(backup));
            parts.add(new HtmlPart.Command("How to go back", commands.restore(migration.target(), backup.name())));
        });
        return parts;
    }

    private static HtmlPart backup(BackupSet backup) {
        HtmlPart.Rows files =
                HtmlPart.Rows.titled("Backup " + backup.folder(), "of", "file", "original", "#size", "SHA-256");
        for (BackupSet.Copy copy : backup.files()) {
            files = files.with(
                    copy.role(), copy.file(), copy.original().toString(), Words.bytes(copy.bytes()), copy.sha256());
        }
        return files;
    }

    static List<HtmlPart> of(MigrationPlan plan, Commands commands) {
        List<HtmlPart> parts = new ArrayList<>();
        List<HtmlPart.Stream> streams = new ArrayList<>();
        HtmlPart.Rows tables = HtmlPart.Rows.titled(
                "Tables",
                "source",
                "table",
                "into",
                "#in the source",
                "#in the target",
                "#to copy",
                "#identical",
                "#different");
        for (CopyPlan copy : plan.copies()) {
            for (TablePlan table : copy.tables()) {
                streams.add(new HtmlPart.Stream(
                        copy.source(),
                        table.source().name(),
                        table.toCopy() + table.toMerge(),
                        copy.problems().isEmpty() && table.changed() == 0));
                tables = tables.with(
                        copy.source(),
                        table.source().name(),
                        table.target().name(),
                        Words.number(table.sourceRows()),
                        Words.number(table.targetRows()),
                        Words.number(table.toCopy() + table.toMerge()),
                        Words.number(table.identical()),
                        Words.number(table.changed()));
            }
        }
        parts.add(new HtmlPart.Flow(streams, name(plan.target())));
        parts.add(new HtmlPart.Refused(plan.problems()));
        parts.add(tables);
        parts.add(new HtmlPart.Lines(
                "Versions to run",
                plan.pending().stream()
                        .map(version -> version.number() + "  " + version.why())
                        .toList()));
        parts.add(new HtmlPart.Lines("Notes", plan.notes()));
        if (plan.problems().isEmpty() && !plan.upToDate()) {
            parts.add(new HtmlPart.Command("To run it", commands.again("migrate", plan.target())));
        }
        return parts;
    }

    static List<HtmlPart> of(Verification found) {
        List<HtmlPart> parts = new ArrayList<>();
        List<HtmlPart.Stream> streams = new ArrayList<>();
        HtmlPart.Rows tables = HtmlPart.Rows.titled(
                "Tables",
                "source",
                "table",
                "copied",
                "#in the source",
                "#in the target",
                "#lost",
                "#changed",
                "#added",
                "source changed",
                "digest of the source",
                "digest of the target");
        for (Verification.TableState state : found.tables()) {
            streams.add(new HtmlPart.Stream(
                    state.source(), state.table(), state.sourceRows(), state.lost() == 0 && !state.sourceChanged()));
            tables = tables.with(
                    state.source(),
                    state.table(),
                    Words.time(state.copiedAt()),
                    Words.number(state.sourceRows()),
                    Words.number(state.targetRows()),
                    Words.number(state.lost()),
                    Words.number(state.changed()),
                    Words.number(state.added()),
                    state.sourceChanged() ? "yes" : "no",
                    state.sourceDigest(),
                    other(state.targetDigest(), state.sourceDigest()));
        }
        parts.add(new HtmlPart.Flow(streams, name(found.target())));
        HtmlPart.Rows checklist = HtmlPart.Rows.titled("Checklist", "", "what", "evidence");
        for (Verification.Proof proof : found.checklist()) {
            checklist = checklist.with(VerificationReport.answer(proof), proof.what(), proof.evidence());
        }
        parts.add(checklist);
        parts.add(tables);
        parts.add(new HtmlPart.Lines("Health", found.health().findings()));
        parts.add(new HtmlPart.Lines("Schema", found.schema()));
        parts.add(new HtmlPart.Lines("Pending", found.pending()));
        parts.add(new HtmlPart.Lines("Unproven", found.unproven()));
        parts.add(new HtmlPart.Lines(
                "Warnings",
                found.warnings().stream().map(Checks.Finding::asText).toList()));
        return parts;
    }

    /** Two long digests side by side are read by nobody. */
    private static String other(String digest, String first) {
        return digest.equals(first) ? "the same" : digest;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
