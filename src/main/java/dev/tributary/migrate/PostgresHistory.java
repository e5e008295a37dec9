package dev.tributary.migrate;

import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.Diagnosis.HistoryRow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Flyway's history of mcp, as a diagnosis has read it, held against LEDGER.md. */
record PostgresHistory(List<HistoryRow> rows) {
    PostgresHistory {
        rows = List.copyOf(rows);
    }

    static PostgresHistory of(Diagnosis diagnosis) {
        return of(diagnosis.history());
    }

    static PostgresHistory of(List<HistoryRow> rows) {
        return new PostgresHistory(rows);
    }

    /** The versions that have not run and will, in order: without those that nobody has asked for. */
    List<LedgerFile.Version> pending() {
        return pending(PostgresSettings.defaults());
    }

    /** The same for what a user has asked for. */
    List<LedgerFile.Version> pending(PostgresSettings settings) {
        return notRun().filter(version -> settings.switchTypedColumns() || !isOnRequest(version))
                .toList();
    }

    /** The versions that have not run because nobody has asked for them. */
    List<LedgerFile.Version> onRequest() {
        return notRun().filter(PostgresHistory::isOnRequest).toList();
    }

    private Stream<LedgerFile.Version> notRun() {
        return Target.MCP.ledger().versions().stream().filter(version -> !covers(version));
    }

    /** The last version before the first one that runs on request only; empty when there is none such. */
    static Optional<String> endUnlessAsked() {
        Optional<String> last = Optional.empty();
        for (LedgerFile.Version version : Target.MCP.ledger().versions()) {
            if (isOnRequest(version)) {
                return last;
            }
            last = Optional.of(version.number());
        }
        return Optional.empty();
    }

    /** Whether a version runs only where somebody asks for it. */
    static boolean isOnRequest(LedgerFile.Version version) {
        return version.isJava()
                && new MigrationGuard(Target.MCP).load(version) instanceof LiveMigration migration
                && migration.onRequest();
    }

    boolean covers(LedgerFile.Version version) {
        return rows.stream()
                .filter(row -> row.success() && row.version().matches("\\d+"))
                .anyMatch(row -> "BASELINE".equals(row.type())
                        ? Long.parseLong(version.number()) <= Long.parseLong(row.version())
                        : LedgerFile.sameNumber(version.number(), row.version()));
    }
}
