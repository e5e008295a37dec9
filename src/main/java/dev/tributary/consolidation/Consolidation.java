package dev.tributary.consolidation;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.copy.Copier;
import dev.tributary.copy.CopyResult;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.Ledger;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.CopySpec;
import dev.tributary.plan.Planner;
import dev.tributary.plan.TablePlan;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SourceSearch;
import dev.tributary.source.SourceSettings;
import dev.tributary.source.TableDigest;
import dev.tributary.verify.TableProof;
import dev.tributary.verify.Verifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * Prepares a consolidation.
     *
     * @param connection to the target, inside the transaction that everything belongs to
     * @param version the migration's version, for the ledger
     */
    public Consolidation(Connection connection, String version, String toolVersion, Clock clock) {
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
                : LedgerEntry.Policy.SOURCE_ABSENT;
        return List.of(record(nothingCopied(spec.source().name(), policy)));
    }

    private List<LedgerEntry> copy(CopySpec spec, SourceSearch.Found found) throws SQLException {
        SourceDatabase source =
                SourceDatabase.open("the source '" + spec.source().name() + "'", found.file());
        // an attached database cannot be detached inside a transaction, so it is tidied up after the connection
        connection.unwrap(ManagedConnection.class).afterClose(source::close);
        String alias = "source_" + version;
        source.attachTo(connection, alias);
        Catalog sourceCatalog = SqliteCatalog.read(connection, alias);
        CopyPlan plan = new Planner(
                        connection,
                        new Planner.Side(alias, sourceCatalog),
                        new Planner.Side(TARGET, SqliteCatalog.read(connection, TARGET)),
                        changesAllowed(found.archived()))
                .plan(spec, found.file(), found.archived());
        plan.requirePossible();
        List<Copied> copied = new ArrayList<>();
        for (TablePlan table : plan.tables()) {
            copied.add(copyAndProve(source, alias, table));
        }
        source.requireUnchanged();
        String fingerprint = fingerprint(copied);
        List<LedgerEntry> entries = new ArrayList<>();
        for (Copied one : copied) {
            entries.add(record(entry(spec, found.file(), fingerprint, one)));
        }
        return entries;
    }

    /** A table that was copied and proven. */
    private record Copied(TablePlan plan, CopyResult result, TableProof proof) {}

    private Copied copyAndProve(SourceDatabase source, String alias, TablePlan table) throws SQLException {
        if (!source.sameForAll()) {
            CopyResult result = copyRows(alias, table);
            return proven(
                    table,
                    result,
                    new Verifier(connection, alias, TARGET).compare(comparison(table), result.rowidsKept()));
        }
        try (SourceDigest digest = SourceDigest.start(source, table.source().name(), table.columns())) {
            CopyResult result = copyRows(alias, table);
            return proven(
                    table,
                    result,
                    new Verifier(connection, alias, TARGET)
                            .compare(comparison(table), result.rowidsKept(), digest::get));
        }
    }

    private CopyResult copyRows(String alias, TablePlan table) throws SQLException {
        return new Copier(connection, alias, TARGET).copy(table);
    }

    private static Verifier.Comparison comparison(TablePlan table) {
        return new Verifier.Comparison(table.source(), table.target(), table.columns(), table.key());
    }

    private static Copied proven(TablePlan table, CopyResult result, TableProof proof) {
        Verifier.requireProven(proof, table.targetRows(), result.copied(), table.changed());
        return new Copied(table, result, proof);
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
    private static String fingerprint(List<Copied> copied) {
        return TableDigest.ofText(copied.stream()
                .map(one -> one.plan().source().sql() + "\n" + one.proof().sourceDigest())
                .collect(Collectors.joining("\n")));
    }

    private LedgerEntry entry(CopySpec spec, Path file, String fingerprint, Copied copied) throws SQLException {
        TablePlan plan = copied.plan();
        boolean adopted = ledger.adopted(plan.target().name());
        return new LedgerEntry(
                version,
                spec.source().name(),
                file.toAbsolutePath().normalize().toString(),
                fingerprint,
                plan.target().name(),
                plan.sourceRows(),
                copied.result().copied(),
                plan.identical(),
                plan.changed(),
                copied.proof().sourceDigest().hex(),
                copied.proof().targetDigest().hex(),
                adopted ? LedgerEntry.Policy.ADOPTED : LedgerEntry.Policy.COPIED,
                toolVersion,
                now(),
                copied.result().took().plus(copied.proof().took()).truncatedTo(ChronoUnit.MILLIS));
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
