package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * A remark on Flyway's history that a way back of several transactions has begun. A kill may lie between two of them, and
 * then neither the version's migration nor the service may go on as if nothing were.
 */
public final class UndoMark {
    /** Takes it away; harmless where there is none. */
    static final String REMOVE = "COMMENT ON CONSTRAINT flyway_schema_history_pk ON mcp.flyway_schema_history IS NULL";

    private static final String BEGUN = "Tributary: the way back has begun from version ";
    /** Asks the catalog: to_regclass would be refused to a role that may not use the schema, before anybody could say so. */
    private static final String FOUND = """
            (SELECT substr(obj_description(oid, 'pg_constraint'), %d) FROM pg_catalog.pg_constraint
              WHERE conrelid = (SELECT oid FROM pg_catalog.pg_class
                                 WHERE relnamespace = to_regnamespace('mcp') AND relname = 'flyway_schema_history')
                AND conname = 'flyway_schema_history_pk'
                AND obj_description(oid, 'pg_constraint') LIKE '%s%%')""".formatted(BEGUN.length() + 1, BEGUN);

    private UndoMark() {}

    static LiveStep set(String version) {
        return new LiveStep.Once(
                "say that the way back from " + version + " has begun",
                LiveStep.Weight.BLOCKS_NOBODY,
                List.of(),
                FOUND + " = " + Identifier.literal(version),
                List.of("COMMENT ON CONSTRAINT flyway_schema_history_pk ON mcp.flyway_schema_history IS "
                        + Identifier.literal(BEGUN + version)));
    }

    /** The version whose way back was broken off. */
    public static Optional<String> find(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + FOUND)) {
            row.next();
            return Optional.ofNullable(row.getString(1));
        }
    }

    /** Why nothing else may be done meanwhile. */
    public static Fault refusal(String version) {
        return new Fault(
                "the way back from version " + version + " was broken off",
                "the schema is neither at that version nor at the one before it",
                "finish it: undo mcp --to %03d; after that 'migrate mcp' goes forward again"
                        .formatted(Integer.parseInt(version) - 1));
    }
}
