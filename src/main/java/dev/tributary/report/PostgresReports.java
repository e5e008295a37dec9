package dev.tributary.report;

import dev.tributary.migrate.PostgresBackups;
import dev.tributary.migrate.PostgresMaintenance;
import dev.tributary.migrate.PostgresPlan;
import dev.tributary.migrate.PostgresRehearsal;
import dev.tributary.migrate.PostgresRepair;
import dev.tributary.migrate.PostgresReport;
import dev.tributary.migrate.PostgresRestoring;
import dev.tributary.migrate.PostgresUndo;
import dev.tributary.migrate.PostgresVerification;
import dev.tributary.postgres.Diagnosis;
import dev.tributary.safety.PgBackup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The reports of the target mcp. Each is told the complete command line for a command's name. */
public final class PostgresReports {
    private PostgresReports() {}

    /** What really happened. */
    public static Report of(Diagnosis diagnosis, UnaryOperator<String> line) {
        return new DiagnosisReport(diagnosis, line);
    }

    /** What a migration would do. */
    public static Report of(PostgresPlan plan, UnaryOperator<String> line) {
        return new PostgresPlanReport(plan, line, true);
    }

    /** What a migration did to a throw-away copy. */
    public static Report of(PostgresRehearsal rehearsal, UnaryOperator<String> line) {
        return new PostgresRehearsalReport(rehearsal, line);
    }

    /** The versions and their state. */
    public static Report info(PostgresPlan plan, UnaryOperator<String> line) {
        return new PostgresPlanReport(plan, line, false);
    }

    /** What a migration did. */
    public static Report of(PostgresReport migration, Optional<Path> backup, UnaryOperator<String> line) {
        return new PostgresResult(migration, backup, line);
    }

    /** What a reset did. */
    public static Report of(PostgresReport migration, UnaryOperator<String> line) {
        return new PostgresResult(migration, Optional.empty(), line);
    }

    /** Whether everything is as the last version makes it. */
    public static Report of(PostgresVerification found, UnaryOperator<String> line) {
        return new PostgresVerificationReport(found, line);
    }

    /** What going back did. */
    public static Report of(PostgresUndo undo, UnaryOperator<String> line) {
        return new PostgresUndoReport(undo, line);
    }

    /** A backup that was made. */
    public static Report of(PostgresBackups.Made made, UnaryOperator<String> line) {
        return new PostgresBackupReport(made, line);
    }

    /** The backups in a folder, newest first, for somebody who looks for one to put into that database. */
    public static Report of(String database, Path folder, List<PgBackup> backups, UnaryOperator<String> line) {
        return new PostgresBackupListReport(database, folder, backups, line);
    }

    /** What a restore did. */
    public static Report of(PostgresRestoring.Restored restored, UnaryOperator<String> line) {
        return new PostgresRestoreReport(restored, line);
    }

    /** What was looked after. */
    public static Report of(PostgresMaintenance maintenance) {
        return new PostgresMaintenanceReport(maintenance);
    }

    /** What a repair did. */
    public static Report of(PostgresRepair repair, UnaryOperator<String> line) {
        return new PostgresRepairReport(repair, line);
    }
}
