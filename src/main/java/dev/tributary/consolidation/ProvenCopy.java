package dev.tributary.consolidation;

import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.copy.Belongings;
import dev.tributary.copy.Copier;
import dev.tributary.copy.CopyResult;
import dev.tributary.fault.Fault;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.CopySpec;
import dev.tributary.plan.TablePlan;
import dev.tributary.source.Beside;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.TableDigest;
import dev.tributary.verify.MergeProof;
import dev.tributary.verify.NewestProof;
import dev.tributary.verify.TableProof;
import dev.tributary.verify.Verifier;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A table that was copied into the target, and proven in the same transaction.
 *
 * @param plan what was to be copied
 * @param result what the copier says, which nobody believes
 * @param proof what both sides say, read again
 */
record ProvenCopy(TablePlan plan, CopyResult result, TableProof proof) {
    private static final String TARGET = "main";

    /**
     * Copies the rows of one table, and proves them.
     *
     * @param connection to the target, inside the transaction that everything belongs to
     * @param alias under which the source is attached to it
     * @throws Fault where the proof fails; the caller rolls back
     */
    static ProvenCopy of(Connection connection, String alias, TablePlan table) throws SQLException {
        CopyResult result = copy(connection, alias, table);
        return proven(
                table, result, new Verifier(connection, alias, TARGET).compare(comparison(table), result.rowidsKept()));
    }

    /** The same; the digest of a source that is the same for every connection is made beside the copying. */
    static ProvenCopy of(Connection connection, SourceDatabase source, String alias, TablePlan table)
            throws SQLException {
        if (!source.sameForAll()) {
            return of(connection, alias, table);
        }
        String from = table.source().name();
        try (Beside<TableDigest> digest = Beside.start(
                source, "digest of " + from, second -> TableDigest.of(second, "main", from, table.columns(), ""))) {
            CopyResult result = copy(connection, alias, table);
            return proven(
                    table,
                    result,
                    new Verifier(connection, alias, TARGET)
                            .compare(comparison(table), result.rowidsKept(), digest::get));
        }
    }

    /** The same for a table in which the newest of equal rows stays. */
    static ProvenCopy ofNewest(Connection connection, CopySpec spec, String alias, TablePlan table, CopyPlan plan)
            throws SQLException {
        CopySpec.Rule.NewestWins rule = spec.newestWins(table.source().name());
        CopyResult result = new Copier(connection, alias, TARGET)
                .replace(table, plan.merge().winners());
        return new ProvenCopy(
                table,
                result,
                new NewestProof(connection, alias, TARGET).require(table, result.copied(), rule.updatedAt()));
    }

    /** What comes with the tables of a plan: indexes, triggers, views and marks, each proven to be there. */
    static void belongings(Connection connection, String alias, CopyPlan plan) throws SQLException {
        new Belongings(connection, TARGET).make(plan.merge());
        new MergeProof(connection, TARGET)
                .require(plan, SqliteCatalog.read(connection, alias), SqliteCatalog.read(connection, TARGET));
    }

    private static CopyResult copy(Connection connection, String alias, TablePlan table) throws SQLException {
        return new Copier(connection, alias, TARGET).copy(table);
    }

    private static Verifier.Comparison comparison(TablePlan table) {
        return new Verifier.Comparison(table.source(), table.target(), table.columns(), table.key());
    }

    private static ProvenCopy proven(TablePlan table, CopyResult result, TableProof proof) {
        Verifier.requireProven(proof, table.targetRows(), result.copied(), table.changed());
        return new ProvenCopy(table, result, proof);
    }
}
