package dev.tributary.consolidation;

import dev.tributary.catalog.Identifier;
import dev.tributary.copy.Belongings;
import dev.tributary.copy.CatchUpCopier;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.Ledger;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.CopySpec;
import dev.tributary.plan.RowEquality;
import dev.tributary.plan.SourceCatchUp;
import dev.tributary.plan.TableCatchUp;
import dev.tributary.plan.TablePlan;
import dev.tributary.source.TableDigest;
import dev.tributary.verify.NewestProof;
import dev.tributary.verify.TableProof;
import dev.tributary.verify.Verifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Carries out a {@link SourceCatchUp} in the caller's transaction, proves it there, and records it. */
public final class CaughtUp {
    private static final String TARGET = "main";

    private final Connection connection;
    private final String toolVersion;
    private final Clock clock;

    /** On a connection to the target, inside the transaction that everything belongs to. */
    public CaughtUp(Connection connection, String toolVersion, Clock clock) {
        this.connection = connection;
        this.toolVersion = toolVersion;
        this.clock = clock;
    }

    /**
     * Brings what the plan says.
     *
     * @param spec the declaration that the plan was made for
     * @param alias under which the source is attached
     * @return what the ledger gained: one entry per table that had changed
     * @throws Fault on any doubt; the caller rolls back
     */
    public List<LedgerEntry> run(SourceCatchUp plan, CopySpec spec, String alias) throws SQLException {
        List<LedgerEntry> entries = new ArrayList<>();
        String fingerprint = TableDigest.ofText(plan.tables().stream()
                .map(table -> table.rows().source().sql() + "\n" + table.sourceDigest())
                .collect(Collectors.joining("\n")));
        for (TableCatchUp table : plan.tables()) {
            if (!table.nothingToDo()) {
                entries.add(
                        table.newestWins()
                                ? newest(plan, spec, alias, table, fingerprint)
                                : bring(plan, alias, table, fingerprint));
            }
        }
        for (CopyPlan carried : plan.carried()) {
            entries.add(carry(plan, alias, carried, fingerprint));
        }
        for (SourceCatchUp.Left left : plan.left()) {
            if (left.changed()) {
                entries.add(entry(
                        plan,
                        left.name(),
                        fingerprint,
                        new Rows(left.rows(), 0, 0, 0, left.digest(), ""),
                        left.rows() == 0 ? LedgerEntry.Policy.EXPECTED_EMPTY : LedgerEntry.Policy.LEFT,
                        Duration.ZERO));
            }
        }
        Ledger ledger = new Ledger(connection, TARGET);
        for (LedgerEntry entry : entries) {
            ledger.record(entry);
        }
        return entries;
    }

    private LedgerEntry bring(SourceCatchUp plan, String alias, TableCatchUp table, String fingerprint)
            throws SQLException {
        TablePlan rows = table.rows();
        String others = othersThan(alias, rows);
        TableDigest before = TableDigest.of(connection, TARGET, rows.target().name(), rows.columns(), others);
        CatchUpCopier.Brought brought = new CatchUpCopier(connection, alias, TARGET).bring(table);
        TableProof proof = new Verifier(connection, alias, TARGET)
                .compare(new Verifier.Comparison(rows.source(), rows.target(), rows.columns(), rows.key()), false);
        Verifier.requireProven(
                proof,
                rows.targetRows(),
                brought.inserted(),
                table.staysDifferent(),
                table.leavesLost() ? table.lost() : 0);
        TableDigest after = TableDigest.of(connection, TARGET, rows.target().name(), rows.columns(), others);
        requirePlanned(table, brought, proof, before.equals(after));
        raiseMark(alias, table);
        return entry(
                plan,
                rows.target().name(),
                fingerprint,
                new Rows(
                        rows.sourceRows(),
                        brought.inserted() + brought.updated(),
                        rows.identical(),
                        table.staysDifferent() + (table.leavesLost() ? table.lost() : 0),
                        proof.sourceDigest().hex(),
                        proof.targetDigest().hex()),
                LedgerEntry.Policy.CAUGHT_UP,
                brought.took().plus(proof.took()));
    }

    /** The target's rows that the source has nothing to say about. */
    private static String othersThan(String alias, TablePlan rows) {
        return rows.key().isEmpty()
                ? "FALSE" // rows without a key are counted by their content, in the proof itself
                : "NOT EXISTS (SELECT 1 FROM "
                        + Identifier.quote(alias, rows.source().name()) + " AS s WHERE "
                        + RowEquality.sameKey("t", rows.key()) + ") AND NOT ("
                        + rows.key().stream()
                                .map(key -> "t." + Identifier.quote(key) + " IS NULL")
                                .collect(Collectors.joining(" OR "))
                        + ")";
    }

    private static void requirePlanned(
            TableCatchUp table, CatchUpCopier.Brought brought, TableProof proof, boolean othersAsBefore) {
        String name = table.rows().target().name();
        if (!proof.sourceDigest().hex().equals(table.sourceDigest())) {
            throw new Fault(
                            "the source was written to while it was read: " + name,
                            "its rows are not those that were planned; everything was rolled back",
                            "run this again; it is safe to repeat")
                    .at(name);
        }
        if (brought.inserted() != table.toInsert() || brought.updated() != table.toUpdate() || !othersAsBefore) {
            throw new Fault(
                            "the catching up of " + name + " could not be proven",
                            "planned were " + table.toInsert() + " new and " + table.toUpdate()
                                    + " overwritten rows, written were " + brought.inserted() + " and "
                                    + brought.updated()
                                    + (othersAsBefore ? "" : "; other rows of the target are not as they were")
                                    + "; everything was rolled back",
                            "run 'catch-up --dry-run'; if it says nothing, report this as a defect of Tributary")
                    .at(name);
        }
    }

    /** Keys that the source has given out since are not given out again. */
    private void raiseMark(String alias, TableCatchUp table) throws SQLException {
        if (table.rows().way() != TablePlan.Way.COPIED) {
            new Belongings(connection, TARGET)
                    .raiseMark(
                            alias,
                            table.rows().source().name(),
                            table.rows().target().name());
        }
    }

    private LedgerEntry newest(SourceCatchUp plan, CopySpec spec, String alias, TableCatchUp table, String fingerprint)
            throws SQLException {
        TablePlan rows = table.rows();
        CatchUpCopier.Brought brought = new CatchUpCopier(connection, alias, TARGET).bring(table);
        TableProof proof = new NewestProof(connection, alias, TARGET)
                .require(
                        rows,
                        brought.inserted(),
                        spec.newestWins(rows.source().name()).updatedAt());
        return entry(
                plan,
                rows.target().name(),
                fingerprint,
                new Rows(
                        rows.sourceRows(),
                        brought.inserted(),
                        rows.identical(),
                        rows.sourceRows() - rows.identical() - brought.inserted(),
                        proof.sourceDigest().hex(),
                        proof.targetDigest().hex()),
                LedgerEntry.Policy.MERGED,
                brought.took().plus(proof.took()));
    }

    private LedgerEntry carry(SourceCatchUp plan, String alias, CopyPlan carried, String fingerprint)
            throws SQLException {
        ProvenCopy copy = ProvenCopy.of(connection, alias, carried.tables().get(0));
        ProvenCopy.belongings(connection, alias, carried);
        TablePlan table = copy.plan();
        return entry(
                plan,
                table.target().name(),
                fingerprint,
                new Rows(
                        table.sourceRows(),
                        copy.result().copied(),
                        table.identical(),
                        table.changed(),
                        copy.proof().sourceDigest().hex(),
                        copy.proof().targetDigest().hex()),
                LedgerEntry.Policy.CARRIED,
                copy.result().took().plus(copy.proof().took()));
    }

    /** The counts and digests of one entry. */
    private record Rows(
            long read, long copied, long identical, long changed, String sourceDigest, String targetDigest) {}

    private LedgerEntry entry(
            SourceCatchUp plan, String table, String fingerprint, Rows rows, LedgerEntry.Policy policy, Duration took) {
        return new LedgerEntry(
                plan.version(),
                plan.source(),
                plan.file().toAbsolutePath().normalize().toString(),
                fingerprint,
                table,
                rows.read(),
                rows.copied(),
                rows.identical(),
                rows.changed(),
                rows.sourceDigest(),
                rows.targetDigest(),
                policy,
                toolVersion,
                now(),
                took.truncatedTo(ChronoUnit.MILLIS));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
