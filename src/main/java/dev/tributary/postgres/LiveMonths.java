package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.postgres.LiveStep.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The steps that keep a table partitioned by months ahead of time; see {@link LiveSteps}. */
public final class LiveMonths {
    /** How many months after this one have a partition. */
    public static final int AHEAD = 6;

    private static final String TODAY = "current_setting('tributary.today')::date";

    private LiveMonths() {}

    /**
     * Every month that is needed has a partition, and behind them is a default partition.
     *
     * @param referenced the tables to which its foreign keys refer: attaching a partition locks them too
     */
    public static List<LiveStep> months(String table, String... referenced) {
        String parent = LiveSteps.qualified(table);
        String fallback = table + "_default";
        String hasDefault = "(SELECT partdefid <> 0 FROM pg_partitioned_table WHERE partrelid = to_regclass("
                + Identifier.literal(parent) + "))";
        return List.of(
                new LiveStep.Refuse(
                        "look for a default partition of " + table,
                        hasDefault,
                        "SELECT c.relname, format('ALTER TABLE mcp.%I RENAME TO %I;', c.relname, "
                                + Identifier.literal(fallback)
                                + ") FROM pg_partitioned_table AS p JOIN pg_class AS c ON c.oid = p.partdefid WHERE"
                                + " p.partrelid = to_regclass(" + Identifier.literal(parent) + ") AND c.relname <> "
                                + Identifier.literal(fallback),
                        "the default partition of " + table + " has another name",
                        "it would be taken for no part of the schema, and what empties it would not find it",
                        "rename it, and run this again:"),
                missing(table, referenced),
                new LiveStep.Once(
                        "attach a default partition to " + table,
                        Weight.BLOCKS_WRITERS,
                        locked(table, referenced),
                        hasDefault,
                        List.of(
                                "CREATE TABLE " + LiveSteps.qualified(fallback) + " (LIKE " + parent
                                        + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE"
                                        + " INCLUDING COMPRESSION)",
                                "ALTER TABLE " + parent + " ATTACH PARTITION " + LiveSteps.qualified(fallback)
                                        + " DEFAULT")),
                settings(table));
    }

    /** The months that are missing, each in a transaction of its own, with its rows out of the default partition. */
    static LiveStep missing(String table, String... referenced) {
        String name = Identifier.literal(table);
        return new LiveStep.Each(
                "make the months of " + table,
                Weight.BLOCKS_WRITERS,
                locked(table, referenced),
                "SELECT to_char(m, 'YYYY-MM'), format('SELECT mcp.create_monthly_partitions(%L, %L, %L)', " + name
                        + ", m, m) FROM mcp.missing_monthly_partitions(" + name + ", " + TODAY + ", (" + TODAY
                        + " + interval '" + AHEAD + " months')::date) AS m ORDER BY m");
    }

    /** What vacuum does with a month; one that somebody has set stays as it is. */
    private static LiveStep settings(String table) {
        String without = """
                SELECT c.oid::regclass AS name FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
                WHERE i.inhparent = to_regclass(%s) AND c.relkind = 'r'
                  AND NOT EXISTS (SELECT FROM unnest(c.reloptions) AS o WHERE o LIKE 'autovacuum\\_%%')""".formatted(Identifier.literal(LiveSteps.qualified(table)));
        return new LiveStep.Once(
                "set the autovacuum of the partitions of " + table,
                Weight.BLOCKS_NOBODY,
                List.of(),
                "NOT EXISTS (" + without + ")",
                List.of("""
                        DO $set$
                        DECLARE
                          part RECORD;
                        BEGIN
                          FOR part IN %s LOOP
                            EXECUTE format('ALTER TABLE %%s SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05,'
                                           ' autovacuum_vacuum_insert_scale_factor = 0.1)', part.name);
                          END LOOP;
                        END
                        $set$""".formatted(without)));
    }

    private static List<String> locked(String table, String... referenced) {
        List<String> tables = new ArrayList<>(List.of(LiveSteps.qualified(table)));
        Arrays.stream(referenced).map(LiveSteps::qualified).forEach(tables::add);
        return tables;
    }
}
