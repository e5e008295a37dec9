package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.configuration.Configuration;

/** The look at a file before Flyway's goals that write its history without running a version. */
record BaselineAndRepair(SqliteRun run) {
    /** Lets a baseline be recorded only at the first version, and only where its tables are. */
    void beforeBaseline() throws SQLException {
        Configuration configuration = run.configuration();
        String first = run.target().ledger().first().number();
        if (!LedgerFile.sameNumber(first, configuration.getBaselineVersion().getVersion())) {
            throw new Fault(
                    "a baseline at version " + configuration.getBaselineVersion() + " is refused",
                    "it would record copies that never ran; only version " + first + " can be there without Tributary",
                    "leave out -Dflyway.baselineVersion");
        }
        MigrationPlan found = run.preflight().run(Optional.of(first));
        found.requirePossible();
        if (!found.missingTables().isEmpty()) {
            throw new Fault(
                    "a baseline is refused: tables are missing: " + found.missingTables(),
                    "a baseline makes no tables",
                    "run flyway:migrate instead");
        }
        if (!found.exists()) {
            throw new Fault(
                    "a baseline of an empty file is refused",
                    "version " + first + " would never run",
                    "run flyway:migrate instead");
        }
    }

    /** Lets the history be repaired only where every applied version is really there. */
    void beforeRepair() throws SQLException {
        run.connection().beginWriting();
        Preflight preflight = run.preflight();
        preflight.requireOwnHistory(run.connection());
        new MigrationGuard(run.target()).requireAgreement(run.configuration());
        // with no version wanted, only what was applied is compared with what is there
        preflight.run(Optional.of("")).requirePossible();
    }
}
