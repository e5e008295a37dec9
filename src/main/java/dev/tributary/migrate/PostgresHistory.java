package dev.tributary.migrate;

import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.Diagnosis.HistoryRow;
import java.util.List;

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

    /** The versions that have not run, in order. */
    List<LedgerFile.Version> pending() {
        return Target.MCP.ledger().versions().stream()
                .filter(version -> !covers(version))
                .toList();
    }

    boolean covers(LedgerFile.Version version) {
        return rows.stream()
                .filter(row -> row.success() && row.version().matches("\\d+"))
                .anyMatch(row -> "BASELINE".equals(row.type())
                        ? Long.parseLong(version.number()) <= Long.parseLong(row.version())
                        : LedgerFile.sameNumber(version.number(), row.version()));
    }
}
