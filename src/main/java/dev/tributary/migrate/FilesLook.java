package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.Examination.Finding;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.TablePlan;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.safety.MigrationLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at a target's file, its sources, and everything about them that a run will need. Writes nothing. */
final class FilesLook {
    private final SqliteMigration migration;
    private final Path file;
    private final List<Finding> findings = new ArrayList<>();

    FilesLook(SqliteMigration migration, Path file) {
        this.migration = migration;
        this.file = file;
    }

    List<Finding> findings() {
        permissions();
        lock();
        backups();
        try {
            planned(migration.plan());
        } catch (Fault refused) {
            findings.add(Finding.needsYou("Target", refused));
        }
        return findings;
    }

    private void planned(MigrationPlan plan) {
        findings.add(Finding.ok(
                "Target",
                plan.exists() ? plan.target() + ", intact" : plan.target() + " does not exist, and would be made"));
        findings.add(Finding.ok(
                "Versions",
                plan.upToDate() && plan.stopBefore().isEmpty()
                        ? "every version has run"
                        : plan.pending().size() + " to run"
                                + (plan.pending().isEmpty() ? "" : ", " + numbers(plan.pending()))));
        plan.stopBefore()
                .ifPresent(stop -> findings.add(Finding.warning(
                        "Sources",
                        "none are named, so that a run stops before " + stop.scriptName(),
                        "say --sources DIR, or --no-sources if there are none")));
        for (CopyPlan copy : plan.copies()) {
            findings.add(Finding.ok("Source", copy.source() + ": " + copy.file() + ", " + toCopy(copy)));
        }
        plan.absent()
                .forEach((source, looked) -> findings.add(Finding.ok("Source", source + ": optional, and not there")));
        for (Fault problem : plan.problems()) {
            findings.add(Finding.needsYou("Plan", problem));
        }
        if (plan.bytesNeeded() <= plan.bytesFree()) {
            findings.add(Finding.ok(
                    "Space",
                    "for backups and growth: " + MachineLook.megabytes(plan.bytesNeeded()) + " needed, "
                            + MachineLook.megabytes(plan.bytesFree()) + " free"));
        }
        if (plan.holders().isEmpty()) {
            findings.add(Finding.ok("In use", "no other program of this user has a file open"));
        }
        plan.holders()
                .forEach(
                        (held, holders) -> findings.add(
                                Finding.warning(
                                        "In use",
                                        held + " is open in "
                                                + holders.others().stream()
                                                        .map(holder -> "process " + holder.pid() + " ("
                                                                + holder.command() + ")")
                                                        .collect(Collectors.joining(", ")),
                                        "a migration may run, and its writes wait until the commit; restore and archive need it stopped")));
    }

    private static String numbers(List<LedgerFile.Version> versions) {
        return versions.stream().map(LedgerFile.Version::number).collect(Collectors.joining(", "));
    }

    private static String toCopy(CopyPlan copy) {
        long rows = copy.tables().stream().mapToLong(TablePlan::toCopy).sum();
        return rows + (rows == 1 ? " row to copy" : " rows to copy");
    }

    private void permissions() {
        Path folder = file.getParent();
        List<String> closed = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return; // the plan says so
        }
        if (!Files.isWritable(folder)) {
            closed.add(folder.toString());
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            closed.add(file.toString());
        }
        Path backups = new Backups(file, Clock.systemUTC()).folder();
        if (Files.exists(backups) && !(Files.isDirectory(backups) && Files.isWritable(backups))) {
            closed.add(backups.toString());
        }
        findings.add(
                closed.isEmpty()
                        ? Finding.ok("Rights", "this user may write to the target, its folder and its backups")
                        : Finding.needsYou(
                                "Rights",
                                "this user may not write to " + String.join(", ", closed),
                                "give this user the right, or run as the user who owns it"));
    }

    private void lock() {
        if (!Files.isDirectory(file.getParent())) {
            return; // the plan says so
        }
        try {
            Optional<String> holder = MigrationLock.holder(file);
            findings.add(holder.map(who -> Finding.warning(
                            "Lock", who + " migrates this file now", "wait for it: a second run would, too"))
                    .orElseGet(() -> Finding.ok("Lock", "nobody migrates this file now")));
        } catch (Fault unusable) {
            findings.add(Finding.needsYou("Lock", unusable));
        }
    }

    private void backups() {
        Backups backups = new Backups(file, Clock.systemUTC());
        try {
            List<BackupSet> sets = backups.list();
            findings.add(
                    sets.isEmpty()
                            ? Finding.ok("Backups", "none yet; a migration makes one before it writes")
                            : Finding.ok(
                                    "Backups",
                                    sets.size() + ", the newest: " + sets.get(0).name()));
        } catch (Fault unreadable) {
            findings.add(Finding.needsYou("Backups", unreadable));
        }
    }
}
