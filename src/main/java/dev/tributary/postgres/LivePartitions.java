package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import dev.tributary.postgres.LiveStep.Weight;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Indexes of partitioned tables. The server builds none while others write: so one of each partition, and one above them,
 * which becomes valid with the last that joins it.
 */
final class LivePartitions {
    private static final int LONGEST_NAME = 63;

    private final Connection connection;

    LivePartitions(Connection connection) {
        this.connection = connection;
    }

    /** The steps that are left to be done for an index, by the partitions that there are now. */
    List<LiveStep> steps(LiveStep.PartitionedIndex step) throws SQLException {
        String parent = LiveSteps.qualified(step.index());
        String table = step.table().substring(step.table().indexOf('.') + 1);
        List<LiveStep> steps = new ArrayList<>();
        steps.add(new LiveStep.Once(
                step.name() + ": above its partitions'",
                Weight.BLOCKS_WRITERS,
                List.of(step.table()),
                "to_regclass(" + Identifier.literal(parent) + ") IS NOT NULL",
                List.of("CREATE INDEX " + Identifier.quote(step.index()) + " ON ONLY " + step.table() + " "
                        + step.definition())));
        for (String partition : partitions(step.table())) {
            String own = nameFor(step.index(), table, partition);
            String joined = "EXISTS (SELECT FROM pg_inherits AS i JOIN pg_index AS x ON x.indexrelid = i.inhrelid"
                    + " WHERE i.inhparent = to_regclass(" + Identifier.literal(parent)
                    + ") AND x.indrelid = to_regclass("
                    + Identifier.literal(Identifier.quote(InitialSchema.SCHEMA, partition)) + "))";
            steps.add(new LiveStep.ConcurrentIndex(
                    step.name() + " of " + partition,
                    "NOT " + joined,
                    InitialSchema.SCHEMA,
                    own,
                    false,
                    Identifier.quote(InitialSchema.SCHEMA, partition),
                    step.definition()));
            steps.add(new LiveStep.Once(
                    step.name() + ": joined by " + partition + "'s",
                    Weight.BLOCKS_WRITERS,
                    List.of(step.table()),
                    joined,
                    List.of("ALTER INDEX " + parent + " ATTACH PARTITION "
                            + Identifier.quote(InitialSchema.SCHEMA, own))));
        }
        return steps;
    }

    private List<String> partitions(String table) throws SQLException {
        return Query.texts(
                connection,
                "SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid WHERE i.inhparent = "
                        + Identifier.literal(table) + "::regclass AND c.relkind = 'r' ORDER BY 1");
    }

    /** The same in SQL, of an index and a partition that these expressions name. */
    static String nameOfPart(String index, String table, String partition) {
        return "left(" + index + " || CASE WHEN starts_with(" + partition + ", " + Identifier.literal(table)
                + ") THEN substr(" + partition + ", " + (table.length() + 1) + ") ELSE '_' || " + partition + " END, "
                + LONGEST_NAME + ")";
    }

    private static String nameFor(String index, String table, String partition) {
        String name = index + (partition.startsWith(table) ? partition.substring(table.length()) : "_" + partition);
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }
}
