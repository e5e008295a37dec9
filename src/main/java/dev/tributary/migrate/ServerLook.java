package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.Examination.Finding;
import dev.tributary.postgres.AdvisoryLocks;
import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.PostgresFaults;
import dev.tributary.postgres.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Looks at a PostgreSQL server and at everything about it that a run will need. Writes nothing. */
final class ServerLook {
    /** What a run opens at once: Flyway's two, one that holds the locks, one for live steps. */
    private static final int CONNECTIONS = 4;

    private static final String WAITS =
            "a step that needs a lock waits for them, at most 30 s: end them, or migrate later";

    private final PostgresMigration migration;
    private final DataSource dataSource;
    private final List<Finding> findings = new ArrayList<>();

    ServerLook(PostgresMigration migration, DataSource dataSource) {
        this.migration = migration;
        this.dataSource = dataSource;
    }

    List<Finding> findings() {
        findings.add(MachineLook.pgDump(List.of("pg_dump", "--version")));
        try {
            diagnosed(migration.diagnose());
            others();
        } catch (Fault refused) {
            findings.add(Finding.needsYou("Server", refused));
        }
        return findings;
    }

    private void diagnosed(Diagnosis found) {
        findings.add(Finding.ok(
                "Server", "PostgreSQL " + found.server() + ", database " + found.database() + ", as " + found.role()));
        for (Fault problem : found.problems()) {
            findings.add(Finding.needsYou("Server", problem));
        }
        if (found.problems().isEmpty()) {
            findings.add(Finding.ok("Rights", "version, extensions, ownership and row-level security are as needed"));
        }
        findings.add(Finding.ok("Schema", found.classification().asText()));
        List<LedgerFile.Version> pending = PostgresHistory.of(found).pending();
        findings.add(Finding.ok(
                "Versions",
                pending.isEmpty()
                        ? "every version has run"
                        : pending.size() + " to run, the next: "
                                + pending.get(0).number()));
        if (!found.invalidIndexes().isEmpty()) {
            findings.add(Finding.warning(
                    "Indexes",
                    "their build was broken off: " + String.join(", ", found.invalidIndexes()),
                    "run: repair mcp"));
        }
    }

    private void others() {
        try (Connection connection = dataSource.getConnection()) {
            Sessions sessions = Sessions.read(connection);
            findings.add(
                    sessions.free() >= CONNECTIONS
                            ? Finding.ok("Connections", sessions.free() + " free, " + CONNECTIONS + " needed")
                            : Finding.needsYou(
                                    "Connections",
                                    sessions.free() + " free, " + CONNECTIONS + " needed",
                                    "end some, or raise max_connections"));
            Optional<String> holder = new AdvisoryLocks(connection).holder();
            findings.add(holder.map(who -> Finding.warning("Lock", who, "a run waits for it: let it end"))
                    .orElseGet(() -> Finding.ok("Lock", "nobody migrates this database now")));
            findings.add(
                    sessions.inSchema().isEmpty()
                            ? Finding.ok("In use", "no session holds a lock on the schema now")
                            : Finding.ok(
                                    "In use",
                                    String.join("; ", sessions.inSchema()) + "; they may go on during a migration"));
            if (!sessions.longTransactions().isEmpty()) {
                findings.add(Finding.warning(
                        "Transactions", "long ones: " + String.join("; ", sessions.longTransactions()), WAITS));
            }
        } catch (SQLException e) {
            throw PostgresFaults.explain("the look at mcp", e);
        }
    }
}
