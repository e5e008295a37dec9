package dev.tributary.postgres;

import java.util.List;

/**
 * One step of a migration on a live database, as a value. Every step may be run again at any time: it looks first
 * whether its work is done. {@code onlyIf} and {@code done} are SQL conditions.
 */
public sealed interface LiveStep {
    /** What the step does, in a few words; names it in messages. */
    String name();

    /** Everything that decides what the step does: the checksum covers it. */
    default String text() {
        return toString();
    }

    /** What a step's lock does to others. */
    enum Weight {
        /** Writers queue behind it: it waits for {@link LiveSettings#lockTimeout} at most. */
        BLOCKS_WRITERS,
        /** Only other schema changes and vacuum queue behind it: it may wait longer. */
        BLOCKS_NOBODY
    }

    /**
     * Statements in one transaction.
     *
     * @param tables the existing tables that it locks, qualified
     * @param done true once the work is done
     */
    record Once(String name, Weight weight, List<String> tables, String done, List<String> sql) implements LiveStep {
        public Once {
            tables = List.copyOf(tables);
            sql = List.copyOf(sql);
        }
    }

    /**
     * Refuses when a query finds rows.
     *
     * @param query its first column says what was found, its second one how to mend it
     * @param what what is wrong; the findings follow
     * @param next what to do; the second column's texts follow
     */
    record Refuse(String name, String onlyIf, String query, String what, String why, String next) implements LiveStep {}

    /** Passes on what a query finds, one text a row, and goes on. */
    record Report(String name, String onlyIf, String query) implements LiveStep {}

    /**
     * Changes rows in small transactions.
     *
     * @param key the primary key's columns with their types, {@code id uuid}; empty for a table that has none, or a
     *     random one, which is then read page by page
     * @param todo true for a row {@code t} that is still to be changed, and false once it is
     * @param set the assignments
     */
    record Backfill(String name, String onlyIf, String table, List<String> key, String todo, String set)
            implements LiveStep {
        public Backfill {
            key = List.copyOf(key);
        }
    }

    /**
     * An index that is built while others write. An invalid one of that name, left by an attempt that failed, goes first.
     *
     * @param table qualified
     * @param definition what follows {@code ON table}
     */
    record ConcurrentIndex(
            String name, String onlyIf, String schema, String index, boolean unique, String table, String definition)
            implements LiveStep {}

    /**
     * A view, made when it is missing and compared when it is there.
     *
     * @param view its name, qualified
     * @param options such as {@code WITH (security_invoker = true)}; empty for none
     * @param query what it selects
     * @param indexes of a materialized one: name, and the statement that makes it
     */
    record View(String name, String view, boolean materialized, String options, String query, List<NamedSql> indexes)
            implements LiveStep {
        public View {
            indexes = List.copyOf(indexes);
        }
    }

    /**
     * An index that is built while others write, on a partitioned table: one of each partition, and one above them that
     * they join. Which partitions there are is seen when it runs.
     *
     * @param table qualified
     * @param definition what follows {@code ON table}
     */
    record PartitionedIndex(String name, String onlyIf, String index, String table, String definition)
            implements LiveStep {}

    /**
     * One transaction for each row of a query, so that what one locks is not held for the others.
     *
     * @param tables the existing tables that each locks, qualified
     * @param query its first column says what the transaction does, its second one is the statement; it has no row once
     *     all is done
     */
    record Each(String name, Weight weight, List<String> tables, String query) implements LiveStep {
        public Each {
            tables = List.copyOf(tables);
        }
    }

    /** A statement and the name of what it makes. */
    record NamedSql(String name, String sql) {}
}
