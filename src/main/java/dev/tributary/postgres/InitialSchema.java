package dev.tributary.postgres;

import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.PostgresObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The schema {@code mcp} as golang-migrate's file 1 leaves it: {@code db/mcp/initial-schema.sql} makes it, and
 * {@code db/mcp/catalog/V001.txt} says what it then is.
 */
public final class InitialSchema {
    /** The schema in which everything lives. */
    public static final String SCHEMA = "mcp";

    private static final String STATEMENTS = "/db/mcp/initial-schema.sql";
    private static final String CATALOG = "/db/mcp/catalog/V001.txt";

    private InitialSchema() {}

    /** Its statements in an order in which they run on an empty database; each makes one object. */
    public static List<SchemaStatement> statements() {
        return SqlScript.split(text(STATEMENTS)).stream()
                .map(SchemaStatement::of)
                .toList();
    }

    /** What it should be. */
    public static PostgresCatalog expected() {
        return PostgresCatalog.parse(text(CATALOG));
    }

    /** Covers what V001 runs and what it compares with. */
    public static int checksum() {
        CRC32 crc = new CRC32();
        crc.update(text(STATEMENTS).getBytes(StandardCharsets.UTF_8));
        crc.update(text(CATALOG).getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /**
     * What completes the schema while others use it; reads only. Where everything is there, nothing but a remark of that is
     * left in the history.
     *
     * @param connection commits by itself
     * @throws dev.tributary.fault.Fault when an object is there and is not what it should be
     */
    public static List<LiveStep> completing(Connection connection) throws SQLException {
        PostgresCatalog live = PostgresCatalog.read(connection, SCHEMA);
        SchemaState before = SchemaState.of(expected(), live);
        Differences.require(before);
        Set<PostgresObject> missing = new HashSet<>(before.missing());
        before.differences().stream()
                .filter(Differences::isBrokenOff)
                .map(SchemaState.Difference::object)
                .forEach(missing::add);
        // the rows come last: where they are missing, the file was cut off somewhere before its end
        boolean cutOff = !before.missing().isEmpty() || lacksRows(connection, live, rows());
        List<SchemaStatement> wanted = new ArrayList<>();
        for (SchemaStatement each : statements()) {
            boolean isWanted = switch (each.object().kind()) {
                // what an administrator took back in a complete schema stays taken back
                case GRANT -> cutOff && before.grants().contains(each.object());
                case ROWS -> lacksRows(connection, live, each);
                default -> missing.contains(each.object());
            };
            if (isWanted) {
                wanted.add(each);
            }
        }
        TablesInUse tables = TablesInUse.of(connection);
        List<LiveStep> steps = new ArrayList<>();
        steps.add(Adoption.Traces.leave("V001 found " + before.present().size()
                + " objects of the initial schema present and " + missing.size() + " missing"));
        steps.addAll(new InitialSteps(live, tables.partitions(), tables.filled()).of(wanted));
        return List.copyOf(steps);
    }

    /** Refuses when anything is missing, or is not what it should be. */
    public static void requireComplete(Connection connection) throws SQLException {
        Differences.requireComplete(SchemaState.of(expected(), PostgresCatalog.read(connection, SCHEMA)));
    }

    /** The tables of the schema: which are partitioned and into what, and which hold anything. */
    private record TablesInUse(Map<String, List<String>> partitions, Set<String> filled) {
        static TablesInUse of(Connection connection) throws SQLException {
            Map<String, List<String>> partitions = new HashMap<>();
            Set<String> filled = new HashSet<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("""
                            SELECT t.relname, t.relkind = 'p',
                                   coalesce((SELECT max(pg_relation_size(relid)) FROM pg_partition_tree(t.oid) WHERE isleaf),
                                            pg_relation_size(t.oid)) > 0,
                                   CASE WHEN (SELECT bool_and(isleaf) FROM pg_partition_tree(t.oid) WHERE level = 1)
                                        THEN (SELECT array_agg(c.relname::text ORDER BY c.relname) FROM pg_partition_tree(t.oid)
                                                JOIN pg_catalog.pg_class c ON c.oid = relid
                                               WHERE level = 1 AND c.relnamespace = t.relnamespace) END
                              FROM pg_catalog.pg_class t
                              JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
                             WHERE n.nspname = 'mcp' AND t.relkind IN ('r', 'p') AND NOT t.relispartition""")) {
                while (row.next()) {
                    if (row.getBoolean(2)) {
                        Array leaves = row.getArray(4);
                        partitions.put(
                                row.getString(1), leaves == null ? List.of() : List.of((String[]) leaves.getArray()));
                    }
                    if (row.getBoolean(3)) {
                        filled.add(row.getString(1));
                    }
                }
            }
            return new TablesInUse(partitions, filled);
        }
    }

    private static SchemaStatement rows() {
        return statements().stream()
                .filter(each -> each.object().kind() == PostgresObject.Kind.ROWS)
                .findFirst()
                .orElseThrow();
    }

    /** One statement inserts them all: where one is there, it has run, and somebody may have deleted others since. */
    private static boolean lacksRows(Connection connection, PostgresCatalog live, SchemaStatement insert)
            throws SQLException {
        if (!live.has(new PostgresObject(
                PostgresObject.Kind.TABLE, "", insert.object().name()))) {
            return true;
        }
        String sql = insert.sql();
        String columns = sql.substring(sql.indexOf('('), sql.indexOf(')') + 1);
        String values = sql.substring(sql.indexOf("VALUES"));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT NOT EXISTS (SELECT FROM mcp."
                        + insert.object().name() + " JOIN (" + values + ") AS known " + columns
                        + " USING (provider, model_name))")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    static String text(String resource) {
        try (InputStream in = InitialSchema.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
