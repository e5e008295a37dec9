package dev.tributary.postgres;

import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.PostgresObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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
     * Makes what is missing and leaves alone what is there, in the caller's transaction.
     *
     * @return what was made, in order; empty when the schema was complete
     * @throws dev.tributary.fault.Fault when an object is there and is not what it should be
     */
    public static List<PostgresObject> converge(Connection connection) throws SQLException {
        SchemaState before = SchemaState.of(expected(), PostgresCatalog.read(connection, SCHEMA));
        Differences.require(before);
        Set<PostgresObject> missing = Set.copyOf(before.missing());
        // the rows come last: where they are missing, the file was cut off somewhere before its end
        boolean cutOff = !missing.isEmpty() || lacksRows(connection, rows());
        List<PostgresObject> made = new ArrayList<>();
        try (Statement run = connection.createStatement()) {
            for (SchemaStatement each : statements()) {
                boolean wanted = switch (each.object().kind()) {
                    // what an administrator took back in a complete schema stays taken back
                    case GRANT -> cutOff && before.grants().contains(each.object());
                    case ROWS -> lacksRows(connection, each);
                    default -> missing.contains(each.object());
                };
                if (wanted) {
                    run.execute(each.sql());
                    made.add(each.object());
                }
            }
        }
        Differences.requireComplete(SchemaState.of(expected(), PostgresCatalog.read(connection, SCHEMA)));
        Adoption.Traces.leave(
                connection,
                "V001 found " + before.present().size() + " objects of the initial schema present and "
                        + before.missing().size() + " missing, and ran " + made.size() + " statements");
        return made;
    }

    private static SchemaStatement rows() {
        return statements().stream()
                .filter(each -> each.object().kind() == PostgresObject.Kind.ROWS)
                .findFirst()
                .orElseThrow();
    }

    /** One statement inserts them all: where one is there, it has run, and somebody may have deleted others since. */
    private static boolean lacksRows(Connection connection, SchemaStatement insert) throws SQLException {
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
