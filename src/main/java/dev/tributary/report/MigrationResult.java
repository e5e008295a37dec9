package dev.tributary.report;

import dev.tributary.ledger.Accounting;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.rename.LegacyName;
import dev.tributary.safety.BackupSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What a migration did. */
record MigrationResult(MigrationReport migration, Commands commands) implements Report {
    @Override
    public String text(Style style) {
        Page page = new Page(style);
        if (migration.nothingToDo()) {
            page.line(
                    migration.stoppedBefore().isPresent()
                            ? "Nothing changed: " + migration.target()
                            : style.good("Nothing to do: ") + migration.target() + " has every version.");
            stopped(page, style);
            return page.toString();
        }
        rows(page);
        migration.entries().stream()
                .map(MigrationResult::sentence)
                .filter(line -> !line.isEmpty())
                .forEach(page::line);
        accounting(page, style);
        page.blank();
        page.line(style.good("Done: ") + migration.target());
        page.field("Versions", String.join(", ", migration.applied()) + ", in " + Words.time(migration.took()));
        page.notes(migration.notes());
        page.warnings(migration.warnings());
        LegacyNames.write(
                page,
                style,
                "From now on, a program that still says an old name loses:",
                migration.legacyNames(),
                LegacyName.ADVICE_AFTERWARDS);
        stopped(page, style);
        migration.backup().ifPresent(backup -> goBack(page, backup));
        return page.toString();
    }

    private void rows(Page page) {
        List<LedgerEntry> read =
                migration.entries().stream().filter(MigrationResult::hasRows).toList();
        if (read.isEmpty()) {
            return;
        }
        boolean changed = read.stream().anyMatch(MigrationResult::changedSince);
        page.grid(table(read, true));
        page.line(
                changed
                        ? "Read again and compared on both sides; changed rows stay as they are in the target."
                        : "Read again and compared on both sides: every value and the digests are equal"
                                + (read.stream().anyMatch(MigrationResult::isMerge)
                                        ? "; of merged rows the newest stayed."
                                        : "."));
    }

    /** What was read, as a table; columns in which nothing would stand are left out. */
    static Grid table(List<LedgerEntry> read, boolean withTime) {
        boolean changed = read.stream().anyMatch(MigrationResult::changedSince);
        boolean merged = read.stream().anyMatch(MigrationResult::isMerge);
        boolean adopted = read.stream().anyMatch(entry -> entry.policy() == LedgerEntry.Policy.ADOPTED);
        Grid grid = new Grid(0).words("source").words("table");
        if (adopted) {
            grid.words("as");
        }
        grid.numbers("read", "copied", "identical");
        if (merged) {
            grid.numbers("merged");
        }
        if (changed) {
            grid.numbers("changed");
        }
        grid.words("digest");
        if (withTime) {
            grid.numbers("time");
        }
        for (LedgerEntry entry : read) {
            List<String> cells = new ArrayList<>(List.of(entry.source(), entry.table()));
            if (adopted) {
                cells.add(entry.policy().name().toLowerCase(Locale.ROOT));
            }
            cells.add(Words.number(entry.rowsRead()));
            cells.add(Words.number(isMerge(entry) ? 0 : entry.rowsCopied()));
            cells.add(Words.number(entry.rowsIdentical()));
            if (merged) {
                cells.add(Words.number(isMerge(entry) ? entry.rowsRead() - entry.rowsIdentical() : 0));
            }
            if (changed) {
                cells.add(Words.number(changedSince(entry) ? entry.rowsChanged() : 0));
            }
            cells.add(entry.rowsRead() == 0 ? "-" : Words.brief(entry.sourceDigest()));
            if (withTime) {
                cells.add(Words.time(entry.took()));
            }
            grid.row(cells);
        }
        return grid;
    }

    private static boolean isMerge(LedgerEntry entry) {
        return entry.policy() == LedgerEntry.Policy.MERGED;
    }

    /** In a merge, rows of which the newest stayed have not changed since anything. */
    private static boolean changedSince(LedgerEntry entry) {
        return !isMerge(entry) && entry.rowsChanged() > 0;
    }

    /** Where rows went other ways than by plain copies, one line says what became of every row that was read. */
    private void accounting(Page page, Style style) {
        boolean otherWays = migration.entries().stream().anyMatch(entry -> switch (entry.policy()) {
            case MERGED, CARRIED, LEFT, EXPECTED_EMPTY -> true;
            case COPIED, ADOPTED, CAUGHT_UP, CREATED_MISSING, NO_SOURCES, NO_SUCH_SOURCE, SOURCE_ABSENT, DROPPED ->
                false;
        });
        if (!otherWays) {
            return;
        }
        Accounting sum = Accounting.of(migration.entries());
        page.blank();
        page.line((sum.complete() ? style.good("Accounted for: ") : style.bad("NOT accounted for: "))
                + Words.count(sum.read(), "row") + " of " + Words.count(sum.sources(), "source") + " = "
                + Words.number(sum.copied()) + " copied + " + Words.number(sum.mergedOrIdentical())
                + " merged or identical + " + Words.number(sum.left()) + " left by policy"
                + (sum.changedSince() > 0 ? " + " + Words.number(sum.changedSince()) + " changed since" : "") + ".");
    }

    private static boolean hasRows(LedgerEntry entry) {
        return !entry.source().isEmpty()
                && switch (entry.policy()) {
                    case COPIED, ADOPTED, MERGED, CARRIED, CAUGHT_UP -> true;
                    case LEFT, EXPECTED_EMPTY, CREATED_MISSING, NO_SOURCES, NO_SUCH_SOURCE, SOURCE_ABSENT, DROPPED ->
                        false;
                };
    }

    /** What an entry without rows means; empty text for one with rows. */
    static String sentence(LedgerEntry entry) {
        return switch (entry.policy()) {
            case COPIED, MERGED, CARRIED, CAUGHT_UP -> "";
            case ADOPTED -> hasRows(entry) ? "" : entry.table() + ": was there already, and is adopted";
            case LEFT ->
                entry.table() + ": " + Words.count(entry.rowsRead(), "row") + " left in the source, as told (--leave)";
            case EXPECTED_EMPTY -> entry.table() + ": empty in the source, as expected";
            case CREATED_MISSING -> entry.table() + ": was missing, and was made, empty";
            case NO_SOURCES -> entry.source() + ": nothing copied, as told (--no-sources)";
            case NO_SUCH_SOURCE ->
                entry.source() + ": nothing copied, there is no such source here, as told (--source " + entry.source()
                        + "=none)";
            case DROPPED -> entry.table() + ": dropped; the ledger holds the statement that makes it again";
            case SOURCE_ABSENT -> entry.source() + ": nothing copied, the optional source does not exist";
        };
    }

    private void stopped(Page page, Style style) {
        migration.stoppedBefore().ifPresent(script -> {
            page.line(style.warn("Stopped before " + script + ": no sources are configured."));
            page.line("Say --sources DIR to copy them, or --no-sources if there are none.");
        });
    }

    private void goBack(Page page, BackupSet backup) {
        page.field("Backup", backup.folder().toString());
        page.field("Go back", commands.restore(migration.target(), backup.name()));
    }

    @Override
    public List<HtmlPart> parts() {
        return HtmlParts.of(migration, commands);
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("target", migration.target().toString());
        node.put(
                "nothing_to_do",
                migration.nothingToDo() && migration.stoppedBefore().isEmpty());
        Json.texts(node, "applied", migration.applied());
        node.put("stopped_before", migration.stoppedBefore().orElse(null));
        Json.list(node, "entries", migration.entries(), Json::entry);
        Accounting sum = Accounting.of(migration.entries());
        ObjectNode accounting = node.putObject("accounting");
        accounting.put("sources", sum.sources());
        accounting.put("read", sum.read());
        accounting.put("copied", sum.copied());
        accounting.put("merged_or_identical", sum.mergedOrIdentical());
        accounting.put("left", sum.left());
        accounting.put("changed_since", sum.changedSince());
        migration
                .backup()
                .ifPresentOrElse(backup -> Json.backup(node.putObject("backup"), backup), () -> node.putNull("backup"));
        Json.list(node, "legacy_names", migration.legacyNames(), LegacyNames::json);
        Json.texts(node, "notes", migration.notes());
        Json.list(node, "warnings", migration.warnings(), Json::warning);
        node.put("took_ms", migration.took().toMillis());
        return node;
    }
}
