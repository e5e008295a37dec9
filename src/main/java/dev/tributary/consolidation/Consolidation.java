package dev.tributary.consolidation;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.copy.Belongings;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.Ledger;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.CopySpec;
import dev.tributary.plan.MergePlan;
import dev.tributary.plan.Planner;
import dev.tributary.plan.TablePlan;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SourceSearch;
import dev.tributary.source.SourceSettings;
import dev.tributary.source.SqliteFiles;
import dev.tributary.source.TableDigest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Lets one source flow into the target. */
public final class Consolidation {
    /** Raised whenever the same declaration would copy differently: part of every copy's checksum. */
    public static final int SEMANTICS = 1;

    private static final String TARGET = "main";

    private final Connection connection;
    private final String version;
    private final String toolVersion;
    private final Clock clock;
    private final Ledger ledger;
    private final MergeSettings merging;
    private final Map<String, String> renamed = new LinkedHashMap<>();

    /**
     * Prepares a consolidation.
     *
     * @param connection to the target, inside the transaction that everything belongs to
     * @param version the migration's version, for the ledger
     */
    public Consolidation(Connection connection, String version, String toolVersion, Clock clock) {
        this(connection, version, toolVersion, clock, MergeSettings.NONE);
    }

    /** The same for declarations that merge. */
    public Consolidation(
            Connection connection, String version, String toolVersion, Clock clock, MergeSettings merging) {
        this.merging = merging;
        this.connection = connection;
        this.version = version;
        this.toolVersion = toolVersion;
        this.clock = clock;
        this.ledger = new Ledger(connection, TARGET);
    }

    /**
     * Finds the source, copies its tables, proves every one and records it; or records why there was nothing to copy.
     *
     * @return one entry per table, as they now stand in the ledger
     * @throws Fault on any doubt; the caller rolls back
     */
    public List<LedgerEntry> run(CopySpec spec, SourceSettings settings) throws SQLException {
        SourceSearch.Location location = SourceSearch.find(spec.source(), settings);
        if (location instanceof SourceSearch.Found found) {
            return copy(spec, found);
        }
        LedgerEntry.Policy policy = location instanceof SourceSearch.Declined
                ? LedgerEntry.Policy.NO_SOURCES
                : location instanceof SourceSearch.Without
                        ? LedgerEntry.Policy.NO_SUCH_SOURCE
                        : LedgerEntry.Policy.SOURCE_ABSENT;
        makeWithoutSource(spec);
        return List.of(record(nothingCopied(spec.source().name(), policy)));
    }

    /** After a run: the tables that the target calls otherwise than the source does, and what it calls them. */
    public Map<String, String> renamed() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(renamed));
    }

    /** Without a source its tables are made all the same, empty: programs rely on them. */
    private void makeWithoutSource(CopySpec spec) throws SQLException {
        Optional<String> statements =
                merging.keptStatements().apply(spec.source().name());
        if (statements.isEmpty()) {
            return;
        }
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement()) {
            statement.executeUpdate(statements.get());
            MergePlan plan = Planner.withoutSource(
                    spec, SqliteCatalog.read(memory, TARGET), SqliteCatalog.read(connection, TARGET), merging.names());
            new Belongings(connection, TARGET).make(plan);
        }
    }

    private List<LedgerEntry> copy(CopySpec spec, SourceSearch.Found found) throws SQLException {
        SourceDatabase source =
                SourceDatabase.open("the source '" + spec.source().name() + "'", found.file());
        // an attached database cannot be detached inside a transaction, so it is tidied up after the connection
        connection.unwrap(ManagedConnection.class).afterClose(source::close);
        try {
            return copy(spec, found, source);
        } catch (SQLException | Fault e) {
            source.requireUnchangedAfter(e);
            throw e;
        }
    }

    private List<LedgerEntry> copy(CopySpec spec, SourceSearch.Found found, SourceDatabase source) throws SQLException {
        String alias = "source_" + version;
        source.attachTo(connection, alias);
        Catalog sourceCatalog = SqliteCatalog.read(connection, alias);
        CopyPlan plan = new Planner(
                        connection,
                        new Planner.Side(alias, sourceCatalog),
                        new Planner.Side(TARGET, SqliteCatalog.read(connection, TARGET)),
                        changesAllowed(found.archived()),
                        merging.policies(),
                        merging.names())
                .plan(spec, found.file(), found.archived());
        plan.requirePossible();
        List<ProvenCopy> copied = new ArrayList<>();
        for (TablePlan table : plan.tables()) {
            if (!Identifier.same(table.source().name(), table.target().name())) {
                renamed.put(table.source().name(), table.target().name());
            }
            copied.add(
                    table.way() == TablePlan.Way.NEWEST_WINS
                            ? ProvenCopy.ofNewest(connection, spec, alias, table, plan)
                            : ProvenCopy.of(connection, source, alias, table));
        }
        ProvenCopy.belongings(connection, alias, plan);
        source.requireUnchanged();
        String fingerprint = fingerprint(copied);
        List<LedgerEntry> entries = new ArrayList<>();
        for (ProvenCopy one : copied) {
            entries.add(record(entry(spec, found.file(), fingerprint, one)));
        }
        for (MergePlan.Unmerged each : plan.merge().unmerged()) {
            entries.add(record(unmerged(spec, found.file(), fingerprint, alias, sourceCatalog, each)));
        }
        return entries;
    }

    /** Changed rows are only listed where somebody has consolidated by hand before: see the ledger's adoptions. */
    private Predicate<String> changesAllowed(boolean archived) throws SQLException {
        List<String> adopted = ledger.entries().stream()
                .filter(entry -> entry.policy() == LedgerEntry.Policy.ADOPTED)
                .map(LedgerEntry::table)
                .toList();
        return table -> archived && adopted.stream().anyMatch(one -> Identifier.same(one, table));
    }

    /** What identifies the state of a source: the statements that made its tables, and the digests of their rows. */
    private static String fingerprint(List<ProvenCopy> copied) {
        return TableDigest.ofText(copied.stream()
                .map(one -> one.plan().source().sql() + "\n" + one.proof().sourceDigest())
                .collect(Collectors.joining("\n")));
    }

    private LedgerEntry entry(CopySpec spec, Path file, String fingerprint, ProvenCopy copied) throws SQLException {
        TablePlan plan = copied.plan();
        LedgerEntry.Policy policy = policy(plan);
        boolean newest = plan.way() == TablePlan.Way.NEWEST_WINS;
        return new LedgerEntry(
                version,
                spec.source().name(),
                file.toAbsolutePath().normalize().toString(),
                fingerprint,
                plan.target().name(),
                plan.sourceRows(),
                copied.result().copied(),
                plan.identical(),
                newest ? plan.sourceRows() - plan.identical() - copied.result().copied() : plan.changed(),
                copied.proof().sourceDigest().hex(),
                copied.proof().targetDigest().hex(),
                policy,
                toolVersion,
                now(),
                copied.result().took().plus(copied.proof().took()).truncatedTo(ChronoUnit.MILLIS));
    }

    private LedgerEntry.Policy policy(TablePlan plan) throws SQLException {
        return switch (plan.way()) {
            case NEWEST_WINS -> LedgerEntry.Policy.MERGED;
            case CARRIED -> LedgerEntry.Policy.CARRIED;
            case MERGED, COPIED ->
                ledger.adopted(plan.target().name()) ? LedgerEntry.Policy.ADOPTED : LedgerEntry.Policy.COPIED;
        };
    }

    /** A table that stays in its source, with the digest of its rows, so that verify can tell when it changes. */
    private LedgerEntry unmerged(
            CopySpec spec, Path file, String fingerprint, String alias, Catalog source, MergePlan.Unmerged left)
            throws SQLException {
        Optional<Table> table = source.table(left.table());
        String digest = table.isEmpty()
                ? ""
                : TableDigest.of(
                                connection,
                                alias,
                                table.get().name(),
                                table.get().columnNames(),
                                "")
                        .hex();
        return new LedgerEntry(
                version,
                spec.source().name(),
                file.toAbsolutePath().normalize().toString(),
                fingerprint,
                left.name(),
                left.rows(),
                0,
                0,
                0,
                digest,
                "",
                left.rows() == 0 ? LedgerEntry.Policy.EXPECTED_EMPTY : LedgerEntry.Policy.LEFT,
                toolVersion,
                now(),
                Duration.ZERO);
    }

    private LedgerEntry nothingCopied(String source, LedgerEntry.Policy policy) {
        return LedgerEntry.withoutRows(version, source, "", policy, toolVersion, now());
    }

    private LedgerEntry record(LedgerEntry entry) throws SQLException {
        ledger.record(entry);
        return entry;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
