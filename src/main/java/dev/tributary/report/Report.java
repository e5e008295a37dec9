package dev.tributary.report;

import dev.tributary.document.DatabaseDocument;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.ArchivePlan;
import dev.tributary.migrate.ArchiveReport;
import dev.tributary.migrate.CatchUpPlan;
import dev.tributary.migrate.CatchUpReport;
import dev.tributary.migrate.Examination;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.migrate.Rehearsal;
import dev.tributary.migrate.TargetInfo;
import dev.tributary.migrate.Verification;
import dev.tributary.references.ReferenceReport;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Restore;
import dev.tributary.safety.Retention;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One result, told in two ways. */
public interface Report {
    /** How a page begins that is made again whenever somebody asks for it. */
    String GENERATED = "<!-- Made by Tributary: docs. Do not edit: it is made again. -->";

    /** For people: lines that fit 80 columns where paths and messages let them, ending in a line break. */
    String text(Style style);

    /** For programs: keys in snake_case that stay as they are, full digests, times in ISO 8601, sizes in bytes. */
    ObjectNode json();

    /** Whether a person has something to do about it. */
    default boolean needsYou() {
        return false;
    }

    /** Whether everything is ready for a run. */
    static Report of(Examination examination) {
        return new ExaminationReport(examination);
    }

    /** What a page shows of it. */
    default List<HtmlPart> parts() {
        return List.of(new HtmlPart.Printed(text(Style.PLAIN)));
    }

    /** What a migration would do. */
    static Report of(MigrationPlan plan, Commands commands) {
        return new PlanReport(plan, commands);
    }

    /** What a migration did to a throw-away copy. */
    static Report of(Rehearsal rehearsal, Commands commands) {
        return new RehearsalReport(rehearsal, commands);
    }

    /** What a migration did. */
    static Report of(MigrationReport migration, Commands commands) {
        return new MigrationResult(migration, commands);
    }

    /** What 'archive' would move aside, and whether it may. */
    static Report of(ArchivePlan plan, Commands commands) {
        return new ArchivePlanReport(plan, commands);
    }

    /** What 'archive' moved aside; or back, where it was undone. */
    static Report of(ArchiveReport done, Commands commands, boolean undone) {
        return new ArchiveResult(done, commands, undone);
    }

    /** What catching up would do. */
    static Report of(CatchUpPlan plan, Commands commands) {
        return new CatchUpPlanReport(plan, commands);
    }

    /** What catching up did. */
    static Report of(CatchUpReport done, Commands commands) {
        return new CatchUpResult(done, commands);
    }

    /** What a later proof found. */
    static Report of(Verification verification, Commands commands) {
        return new VerificationReport(verification, commands);
    }

    /** The versions and the ledger of a file. */
    static Report of(TargetInfo info, Commands commands) {
        return new InfoReport(info, commands);
    }

    /** A backup that was made. */
    static Report of(Retention done, Commands commands) {
        return new BackupReport(done, commands);
    }

    /** The backups of a target, newest first. */
    static Report of(Path target, List<BackupSet> backups, Commands commands) {
        return new BackupListReport(target, backups, commands);
    }

    /** What a restore did. */
    static Report of(Path target, Restore.Restored restored) {
        return new RestoreReport(target, restored);
    }

    /** What programs still call by its old name; {@code write} shows what was changed. */
    static Report of(String target, ReferenceReport references, boolean write) {
        return new ReferencesReport(target, references, write);
    }

    /** A database with what is said about it, as a page of Markdown. */
    static Report of(String target, DatabaseDocument document) {
        return new DocumentReport(target, document);
    }

    /** A refusal; its text is the fault's own three lines. */
    static Report of(Fault fault) {
        return new FaultReport(fault);
    }
}
