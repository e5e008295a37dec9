package dev.tributary.verify;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.plan.RowEquality;
import dev.tributary.plan.UnkeyedRows;
import dev.tributary.source.TableDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a table of the source with a table of the target, value by value and by digest. */
public final class Verifier {
    private static final int EXAMPLES = 5;

    private final Connection connection;
    private final String source;
    private final String target;

    /** Compares two databases of one connection, given by their aliases. */
    public Verifier(Connection connection, String source, String target) {
        this.connection = connection;
        this.source = source;
        this.target = target;
    }

    /** Which tables to compare, over which columns, told apart by which key. */
    public record Comparison(Table source, Table target, List<String> columns, List<String> key) {
        public Comparison {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
        }
    }

    /**
     * Compares one table.
     *
     * @param tryRowids whether equal rows may be expected under equal rowids; only a way to be quicker: where it does not
     *     prove everything, the rows are compared by key
     */
    public TableProof compare(Comparison tables, boolean tryRowids) throws SQLException {
        return compare(
                tables,
                tryRowids,
                () -> TableDigest.of(connection, source, tables.source().name(), tables.columns(), ""));
    }

    /** Where the digest of the source's rows comes from. */
    public interface DigestOfSource {
        TableDigest get() throws SQLException;
    }

    /** The same, with a digest of the source's rows that somebody else makes meanwhile. */
    public TableProof compare(Comparison tables, boolean tryRowids, DigestOfSource digestOfSource) throws SQLException {
        long start = System.nanoTime();
        String from = Identifier.quote(source, tables.source().name());
        String to = Identifier.quote(target, tables.target().name());
        String same = RowEquality.identical(tables.target(), tables.columns());
        String byKey = RowEquality.sameKey(tables.key());
        long sourceRows = Query.number(connection, "SELECT count(*) FROM " + from);
        long targetRows = Query.number(connection, "SELECT count(*) FROM " + to);
        boolean unkeyed = UnkeyedRows.possibleIn(tables.target());
        UnkeyedRows rows = new UnkeyedRows(tables.target(), tables.columns(), from, to);
        long missing = 0;
        long changed = 0;
        List<String> examples = new ArrayList<>();
        if (!(tryRowids && sourceRows == targetRows && provenByRowid(tables, from, to, same, sourceRows))) {
            if (!tables.key().isEmpty()) {
                String lacks = from + " AS s WHERE NOT EXISTS (SELECT 1 FROM " + to + " AS d WHERE " + byKey + ")"
                        + (unkeyed ? " AND NOT " + UnkeyedRows.condition(tables.target(), "s") : "");
                String differs = from + " AS s JOIN " + to + " AS d ON " + byKey + " WHERE NOT (" + same + ")";
                missing = Query.number(connection, "SELECT count(*) FROM " + lacks);
                changed = Query.number(connection, "SELECT count(*) FROM " + differs);
                keys(tables.key(), missing > 0 ? lacks : differs, missing + changed, examples);
            }
            if (unkeyed) {
                missing += Query.number(connection, "SELECT count(*) FROM (" + rows.lacking() + ")");
            }
        }
        boolean onlyCopied = targetRows == sourceRows && missing == 0;
        TableDigest targetDigest = TableDigest.of(
                connection,
                target,
                tables.target().name(),
                tables.columns(),
                onlyCopied ? "" : counterparts(tables, from, unkeyed ? Optional.of(rows) : Optional.empty()));
        TableDigest sourceDigest = digestOfSource.get();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new TableProof(
                tables.target().name(), missing, changed, targetRows, sourceDigest, targetDigest, examples, took);
    }

    /** The target's rows that the source has too: by key, and where no key tells them apart, as many as it has. */
    private static String counterparts(Comparison tables, String from, Optional<UnkeyedRows> unkeyed) {
        String byKey = tables.key().isEmpty()
                ? "FALSE"
                : "EXISTS (SELECT 1 FROM " + from + " AS s WHERE " + RowEquality.sameKey("t", tables.key()) + ")";
        return unkeyed.map(rows -> "(" + byKey + " OR t." + rows.rowid() + " IN (" + rows.matching() + "))")
                .orElse(byKey);
    }

    /**
     * Refuses a copy whose proof is not complete.
     *
     * @param rowsBefore rows in the target before the copy
     * @param copied rows that the copier says it inserted
     * @param changedBefore rows that were there with other content, and were only listed
     */
    public static void requireProven(TableProof proof, long rowsBefore, long copied, long changedBefore) {
        requireProven(proof, rowsBefore, copied, changedBefore, 0);
    }

    /**
     * The same, where rows of the source are to stay missing.
     *
     * @param leftMissing rows that the target has lost, and that the user wants it to do without
     */
    public static void requireProven(
            TableProof proof, long rowsBefore, long copied, long changedBefore, long leftMissing) {
        if (proof.missing() != leftMissing) {
            throw broken(proof, (proof.missing() - leftMissing) + " row(s) of the source are not in the target");
        }
        if (proof.changed() != changedBefore) {
            throw broken(proof, (proof.changed() - changedBefore) + " row(s) differ from the source");
        }
        if (proof.targetRows() != rowsBefore + copied) {
            throw broken(
                    proof, "the target has " + proof.targetRows() + " rows and should have " + (rowsBefore + copied));
        }
        if (changedBefore + leftMissing == 0 && !proof.sourceDigest().equals(proof.targetDigest())) {
            throw broken(
                    proof, "the digests differ: source " + proof.sourceDigest() + ", target " + proof.targetDigest());
        }
    }

    private static Fault broken(TableProof proof, String why) {
        String keys = proof.examples().isEmpty() ? "" : "; first keys: " + String.join(", ", proof.examples());
        return new Fault(
                        "the copy of " + proof.table() + " could not be proven",
                        why + keys + "; everything was rolled back",
                        "run 'plan' to see the table's columns and types; if it says nothing, report this as a defect of Tributary")
                .at(proof.table());
    }

    /** Every row of the source has an identical row under the same rowid, and there are no others. */
    private boolean provenByRowid(Comparison tables, String from, String to, String same, long rows)
            throws SQLException {
        Optional<String> rowid = tables.target().rowidName();
        if (rowid.isEmpty() || !rowid.equals(tables.source().rowidName())) {
            return false;
        }
        long equal = Query.number(
                connection,
                "SELECT count(*) FROM " + from + " AS s JOIN " + to + " AS d ON d." + rowid.get() + " = s."
                        + rowid.get() + " WHERE " + same);
        return equal == rows;
    }

    private void keys(List<String> key, String rows, long expected, List<String> examples) throws SQLException {
        if (expected == 0) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT " + RowEquality.keyLiteral("s", key) + " FROM " + rows + " LIMIT " + EXAMPLES)) {
            while (found.next()) {
                examples.add(found.getString(1));
            }
        }
    }
}
