package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.postgres.LiveStep.Weight;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Vector indexes (ivfflat), and into how many lists they should divide their rows. The centres of the lists are chosen when
 * the index is built: one that was built on an empty table finds little, and has to be built anew.
 *
 * @see <a href="https://github.com/pgvector/pgvector#ivfflat">pgvector: rows / 1000 lists up to 1M rows, sqrt(rows) over 1M</a>
 */
final class VectorIndexes {
    private static final int ROWS_PER_LIST = 1000;
    private static final long MANY = 1_000_000;
    /** The server's own choice, and that of the initial schema: an index that has it was never fitted, so we never choose it. */
    private static final int UNFITTED = 100;

    private static final int SAMPLES_PER_LIST = 50;
    private static final int FEWEST_SAMPLES = 10_000;
    private static final int FLOAT = 4;

    private static final Pattern LISTS_UNSAID = Pattern.compile("USING ivfflat \\((\\w+)[^)]*\\)");

    private VectorIndexes() {}

    /**
     * One index.
     *
     * @param definition what follows {@code ON table}, without its options
     * @param lists as it was built; empty when nobody said
     * @param rows that it has to hold
     */
    record Found(String index, String table, String definition, OptionalInt lists, int dimensions, long rows) {
        /** How many lists are good for that many rows. */
        int fitting() {
            long lists = rows <= MANY ? Math.max(1, rows / ROWS_PER_LIST) : (long) Math.sqrt(rows);
            return (int) (lists == UNFITTED ? UNFITTED + 1 : Math.min(lists, 32_768));
        }

        /** Whether it is off by more than a factor of two, or was never fitted. */
        boolean needsRebuild() {
            int now = lists.orElse(UNFITTED);
            return rows > 0 && now != fitting() && (now == UNFITTED || now > 2L * fitting() || fitting() > 2L * now);
        }

        /** Builds the new one beside the old one, and puts it in its place; the comment goes along. */
        List<LiveStep> rebuild() {
            String next = index + "_next";
            String old = Identifier.quote(InitialSchema.SCHEMA, index);
            String made = Identifier.quote(InitialSchema.SCHEMA, next);
            return List.of(
                    new LiveStep.Once(
                            "give the build of " + next + " the memory that it needs",
                            Weight.BLOCKS_NOBODY,
                            List.of(),
                            "(SELECT setting::bigint FROM pg_settings WHERE name = 'maintenance_work_mem') >= "
                                    + memoryKb(),
                            List.of("SET maintenance_work_mem = '" + memoryKb() + "kB'")),
                    LiveSteps.index(next, table, definition + " WITH (lists = " + fitting() + ")"),
                    new LiveStep.Once(
                            "put " + next + " in the place of " + index,
                            Weight.BLOCKS_WRITERS,
                            List.of(LiveSteps.qualified(table)),
                            "to_regclass(" + Identifier.literal(made) + ") IS NULL",
                            List.of("""
                                    DO $swap$
                                    DECLARE
                                      note TEXT := obj_description(%1$s::regclass, 'pg_class');
                                    BEGIN
                                      DROP INDEX %2$s;
                                      ALTER INDEX %3$s RENAME TO %4$s;
                                      EXECUTE format('COMMENT ON INDEX %%s IS %%L', %1$s::regclass, note);
                                    END
                                    $swap$""".formatted(Identifier.literal(old), old, made, Identifier.quote(index)))));
        }

        /** Twice what pgvector's k-means asks for at most: its samples, their distances to the centres, the centres. */
        private long memoryKb() {
            long vector = (long) dimensions * FLOAT + 8;
            long samples = Math.min(Math.max((long) fitting() * SAMPLES_PER_LIST, FEWEST_SAMPLES), rows);
            long bytes =
                    samples * (vector + (long) fitting() * FLOAT) + fitting() * (3 * vector + (long) fitting() * FLOAT);
            return Math.min(2 * bytes / 1024 + 1024, Integer.MAX_VALUE);
        }
    }

    /**
     * The definition of an index that is about to be built. A vector index whose lists nobody has said gets those that fit
     * the rows that are there, and this session the memory for it; any other is as it was. With too few lists a search reads
     * too much, and so does a write: after a vacuum one insert walks a whole list to find room.
     */
    static String fitted(Connection connection, String table, String definition) throws SQLException {
        Matcher vector = LISTS_UNSAID.matcher(definition);
        if (!vector.matches()) {
            return definition;
        }
        String column = vector.group(1);
        try (Statement statement = connection.createStatement()) {
            Found made;
            try (ResultSet row = statement.executeQuery(
                    "SELECT count(" + Identifier.quote(column) + "), (SELECT greatest(atttypmod, 0) FROM pg_attribute"
                            + " WHERE attrelid = " + Identifier.literal(table) + "::regclass AND attname = "
                            + Identifier.literal(column) + ") FROM " + table)) {
                row.next();
                made = new Found("", "", definition, OptionalInt.empty(), row.getInt(2), row.getLong(1));
            }
            statement.execute("SELECT set_config('maintenance_work_mem', greatest(setting::bigint, " + made.memoryKb()
                    + ") || 'kB', false) FROM pg_settings WHERE name = 'maintenance_work_mem'");
            return definition + " WITH (lists = " + made.fitting() + ")";
        }
    }

    /** All of them in the schema; counts their rows. */
    static List<Found> find(Connection connection) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            try {
                statement.execute("SET LOCAL search_path = mcp, public");
                record Seen(
                        String index, String table, String column, String definition, String lists, int dimensions) {}
                List<Seen> seen = new ArrayList<>();
                try (ResultSet row = statement.executeQuery("""
                        SELECT c.relname, t.relname, a.attname,
                               regexp_replace(substring(pg_get_indexdef(c.oid) FROM ' (USING .*)$'), ' WITH \\(.*\\)', ''),
                               (SELECT substring(o FROM '^lists=(\\d+)$') FROM unnest(c.reloptions) AS o WHERE o LIKE 'lists=%'),
                               greatest(a.atttypmod, 0)
                          FROM pg_index AS i
                          JOIN pg_class AS c ON c.oid = i.indexrelid AND c.relkind = 'i'
                          JOIN pg_am AS m ON m.oid = c.relam AND m.amname = 'ivfflat'
                          JOIN pg_class AS t ON t.oid = i.indrelid
                          JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
                         WHERE c.relnamespace = 'mcp'::regnamespace AND i.indpred IS NULL AND c.relname NOT LIKE '%\\_next'
                         ORDER BY 1""")) {
                    while (row.next()) {
                        seen.add(new Seen(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getInt(6)));
                    }
                }
                for (Seen each : seen) {
                    try (ResultSet row = statement.executeQuery("SELECT count(" + Identifier.quote(each.column())
                            + ") FROM " + Identifier.quote(InitialSchema.SCHEMA, each.table()))) {
                        row.next();
                        found.add(new Found(
                                each.index(),
                                each.table(),
                                each.definition(),
                                each.lists() == null
                                        ? OptionalInt.empty()
                                        : OptionalInt.of(Integer.parseInt(each.lists())),
                                each.dimensions(),
                                row.getLong(1)));
                    }
                }
            } finally {
                statement.execute("ROLLBACK");
            }
        }
        return found;
    }
}
