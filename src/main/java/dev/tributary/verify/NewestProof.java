package dev.tributary.verify;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import dev.tributary.fault.Fault;
import dev.tributary.plan.TablePlan;
import dev.tributary.source.TableDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Proves a merge in which the newest row of equal natural key stays. */
public final class NewestProof {
    private final Connection connection;
    private final String source;
    private final String target;

    /** Compares two databases of one connection, given by their aliases. */
    public NewestProof(Connection connection, String source, String target) {
        this.connection = connection;
        this.source = source;
        this.target = target;
    }

    /**
     * Refuses unless the target has every natural key of the source, with the row of the source or one that is not older,
     * and as many rows as it should.
     *
     * @param added rows that the merge says it added
     * @param updatedAt the column that says when a row was written
     */
    public TableProof require(TablePlan plan, long added, String updatedAt) throws SQLException {
        long start = System.nanoTime();
        String from = Identifier.quote(source, plan.source().name());
        String to = Identifier.quote(target, plan.target().name());
        String at = "julianday(%s." + Identifier.quote(updatedAt) + ")";
        long lost = Query.number(
                connection,
                "SELECT count(*) FROM " + from + " AS s WHERE NOT EXISTS (SELECT 1 FROM " + to + " AS d WHERE "
                        + sameKey(plan, "d") + " AND (" + TableDigest.rowText("d", plan.columns()) + " = "
                        + TableDigest.rowText("s", plan.columns()) + " OR coalesce(" + String.format(at, "d")
                        + ", 0) >= coalesce(" + String.format(at, "s") + ", 0)))");
        long rows = Query.number(connection, "SELECT count(*) FROM " + to);
        if (lost > 0 || rows != plan.targetRows() + added) {
            throw new Fault(
                            "the merge of " + plan.target().name() + " could not be proven",
                            lost
                                    + " row(s) of the source have neither themselves nor a newer row in the target, which has "
                                    + rows + " rows and should have " + (plan.targetRows() + added)
                                    + "; everything was rolled back",
                            "run 'plan'; if it says nothing, report this as a defect of Tributary")
                    .at(plan.target().name());
        }
        return new TableProof(
                plan.target().name(),
                0,
                0,
                rows,
                TableDigest.of(connection, source, plan.source().name(), plan.columns(), ""),
                TableDigest.of(
                        connection,
                        target,
                        plan.target().name(),
                        plan.columns(),
                        "EXISTS (SELECT 1 FROM " + from + " AS s WHERE " + sameKey(plan, "t") + ")"),
                List.of(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private static String sameKey(TablePlan plan, String alias) {
        return plan.key().stream()
                .map(column -> alias + "." + Identifier.quote(column) + " IS s." + Identifier.quote(column))
                .collect(Collectors.joining(" AND "));
    }
}
