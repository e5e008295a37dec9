package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.SchemaComparison;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.Ledger;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.MergePlan;
import dev.tributary.plan.TablePlan;
import dev.tributary.verify.Health;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Stands around every version, inside the one transaction: what it throws rolls back all of them. */
final class VersionGuard {
    private static final String MAIN = "main";

    private final Connection connection;
    private final Target target;
    private final MigrationPlan plan;
    private final Clock clock;

    VersionGuard(Connection connection, Target target, MigrationPlan plan, Clock clock) {
        this.connection = connection;
        this.target = target;
        this.plan = plan;
        this.clock = clock;
    }

    /** Before a version: it was planned, nothing before it is missing, and the first one is prepared. */
    LedgerFile.Version before(String number, String historyTable) throws SQLException {
        LedgerFile.Version version = plan.pending().stream()
                .filter(each -> LedgerFile.sameNumber(each.number(), number))
                .findFirst()
                .orElseThrow(() -> new Fault(
                        "version " + number + " was about to run and was not planned",
                        "planned were: "
                                + plan.pending().stream()
                                        .map(LedgerFile.Version::number)
                                        .toList(),
                        "report this as a defect of Tributary, with the output of 'info'"));
        requireNoGap(version, historyTable);
        if (version.equals(plan.pending().get(0))) {
            for (String table : plan.missingTables()) {
                make(table);
                note(version, table, LedgerEntry.Policy.CREATED_MISSING);
            }
            for (String table : plan.adopted()) {
                note(version, table, LedgerEntry.Policy.ADOPTED);
            }
        }
        return version;
    }

    /** After a version; after the last one, everything that should be there is there, and sound. */
    void after(String number) throws SQLException {
        LedgerFile.Version last = plan.pending().get(plan.pending().size() - 1);
        if (LedgerFile.sameNumber(last.number(), number)) {
            requireSchema(last);
            NameMap names = target.names(connection);
            List<MergePlan.Orphan> brought = plan.copies().stream()
                    .flatMap(copy -> copy.merge().orphans().stream())
                    .toList();
            Health.of(connection, MAIN, copiedWhole())
                    .called(names::newName)
                    .requireNoWorseThan(plan.healthBefore().and(brought).called(names::newName));
        }
    }

    /** Tables that were empty, by the alias under which their source is still attached. */
    private List<Health.Origin> copiedWhole() throws SQLException {
        List<Health.Origin> copied = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet attached = statement.executeQuery("PRAGMA database_list")) {
            while (attached.next()) {
                String alias = attached.getString("name");
                String file = attached.getString("file");
                plan.copies().stream()
                        .filter(copy -> copy.file()
                                .toAbsolutePath()
                                .normalize()
                                .toString()
                                .equals(file))
                        .flatMap(copy -> copy.tables().stream())
                        .filter(table -> table.keepsRowids() && table.way() != TablePlan.Way.NEWEST_WINS)
                        .forEach(table -> copied.add(new Health.Origin(
                                alias, table.source().name(), table.target().name())));
            }
        }
        return copied;
    }

    private void requireNoGap(LedgerFile.Version version, String historyTable) throws SQLException {
        History history = History.read(connection, MAIN, historyTable);
        for (LedgerFile.Version earlier : target.ledger().versions()) {
            if (earlier.equals(version)) {
                return;
            }
            // what was planned for this run counts only when it ran: a baseline does not stand in for it
            boolean there = plan.pending().contains(earlier) ? history.applied(earlier) : history.covers(earlier);
            if (!there) {
                throw new Fault(
                        "version " + version.number() + " was about to run over a gap: " + earlier.file()
                                + " did not run",
                        "every version relies on the ones before it",
                        "run: mvn clean process-classes; then 'info'");
            }
        }
    }

    private void make(String name) throws SQLException {
        Table table =
                target.schemaAt(target.ledger().first().number()).table(name).orElseThrow();
        try (Statement statement = connection.createStatement()) {
            statement.execute(table.sql());
            for (Index index : table.createdIndexes()) {
                statement.execute(index.sql().orElseThrow());
            }
        }
    }

    private void note(LedgerFile.Version version, String table, LedgerEntry.Policy policy) throws SQLException {
        new Ledger(connection, MAIN)
                .record(LedgerEntry.withoutRows(
                        version.number(),
                        "",
                        table,
                        policy,
                        ToolVersion.current(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    private void requireSchema(LedgerFile.Version last) throws SQLException {
        Catalog live = SqliteCatalog.read(connection, MAIN);
        Catalog base = target.schemaAt(target.ledger().first().number());
        for (Table expected : target.schemaAt(last.number()).tables()) {
            SchemaComparison found = target.compare(expected, live);
            boolean wasThere = plan.exists() && base.table(expected.name()).isPresent();
            boolean indexesAreRight = wasThere
                    || found.missingIndexes().isEmpty()
                            && found.indexConflicts().isEmpty();
            if (found.missingTable() || !found.conflicts().isEmpty() || !indexesAreRight) {
                throw new Fault(
                                "after the last version the table " + expected.name() + " is not what it should be",
                                "missing: " + found.missingTable() + ", columns: " + found.conflicts() + ", indexes: "
                                        + found.missingIndexes().stream()
                                                .map(Index::name)
                                                .toList()
                                        + found.indexConflicts() + "; everything was rolled back",
                                "report this as a defect of Tributary, with the output of 'plan'")
                        .at(expected.name());
            }
        }
    }
}
