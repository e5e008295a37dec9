package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Takes a database over from golang-migrate: once the initial schema is proven, its trackers say (1, clean), so that the old
 * service starts again; what they said before is kept in {@code mcp.schema_adoption}.
 */
public final class Adoption {
    private static final int SEMANTICS = 1; // raised whenever V002 would do something else
    private static final List<String> SEARCH_PATH = List.of("mcp", "public");
    private static final String TABLE = """
            CREATE TABLE mcp.schema_adoption (
              id              INTEGER     NOT NULL GENERATED ALWAYS AS IDENTITY,
              tracker_schema  TEXT        NOT NULL,
              tracker_table   TEXT        NOT NULL,
              tracker_existed BOOLEAN     NOT NULL,
              found_version   BIGINT,
              found_dirty     BOOLEAN,
              schema_found    TEXT        NOT NULL,
              adopted_at      TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
              CONSTRAINT schema_adoption_pkey PRIMARY KEY (id)
            )""";

    private Adoption() {}

    /** Covers what V002 makes. */
    public static int checksum() {
        CRC32 crc = new CRC32();
        crc.update((SEMANTICS + TABLE).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** The trackers on the service's search path. Those of other schemas are other services' and are only reported. */
    static List<Tracker> ofTheService(List<Tracker> trackers) {
        return trackers.stream()
                .filter(tracker -> SEARCH_PATH.contains(tracker.schema()))
                .toList();
    }

    /** Why these trackers cannot be adopted, if they cannot. */
    static List<Fault> problems(List<Tracker> trackers) {
        List<Fault> problems = new ArrayList<>();
        for (Tracker tracker : ofTheService(trackers)) {
            switch (tracker.shape()) {
                case OTHER ->
                    problems.add(new Fault(
                                    "the tracker " + tracker.name() + " is not golang-migrate's: its columns are "
                                            + String.join(", ", tracker.columns()),
                                    "golang-migrate's are version bigint, dirty boolean; another tool's state cannot be told from here",
                                    "find out which tool keeps it; if it serves another program, move it to that program's schema")
                            .at(tracker.name()));
                case UNREADABLE ->
                    problems.add(new Fault(
                                    "this role may not read the tracker " + tracker.name(),
                                    "what it says decides what may be done",
                                    "its owner or an administrator runs: GRANT SELECT, INSERT, UPDATE ON "
                                            + tracker.name() + " TO the migrating role;")
                            .at(tracker.name()));
                case GOLANG_MIGRATE -> version(tracker, problems);
            }
        }
        return problems;
    }

    private static void version(Tracker tracker, List<Fault> problems) {
        if (tracker.rows().size() > 1) {
            problems.add(new Fault(
                            "the tracker " + tracker.name() + " has "
                                    + tracker.rows().size() + " rows: " + tracker.asText(),
                            "golang-migrate keeps one; somebody has written into it",
                            "delete the rows that are wrong, then run this again")
                    .at(tracker.name()));
        }
        tracker.rows().stream()
                .filter(row -> row.version() != 1)
                .findFirst()
                .ifPresent(row -> problems.add(new Fault(
                                "the tracker " + tracker.name() + " is at " + row.asText(),
                                "these migrations begin at golang-migrate's version 1; what later files have made is not known here",
                                "if file 1 is the only one that was really applied, set it right:"
                                        + " UPDATE " + tracker.name() + " SET version = 1, dirty = true;"
                                        + " otherwise this database is not for this target")
                        .at(tracker.name())));
    }

    /** Adopts, in the caller's transaction. */
    public static void run(Connection connection) throws SQLException {
        List<Tracker> trackers = Tracker.find(connection);
        List<Fault> problems = problems(trackers);
        if (!problems.isEmpty()) {
            throw problems.get(0);
        }
        Differences.requireComplete(
                SchemaState.of(InitialSchema.expected(), PostgresCatalog.read(connection, InitialSchema.SCHEMA)));
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            List<Tracker> services = ofTheService(trackers);
            String found = Traces.ofInitialSchema(connection);
            if (services.isEmpty()) {
                // without one the old service would run file 1 over the finished schema, and mark it dirty
                statement.execute(
                        "CREATE TABLE mcp.schema_migrations (version BIGINT NOT NULL PRIMARY KEY, dirty BOOLEAN NOT NULL)");
                statement.execute("INSERT INTO mcp.schema_migrations (version, dirty) VALUES (1, FALSE)");
                keep(
                        connection,
                        new Tracker("mcp", Tracker.NAME, List.of(), Tracker.Shape.GOLANG_MIGRATE, List.of()),
                        false,
                        found);
            }
            for (Tracker tracker : services) {
                String name = Identifier.quote(tracker.schema(), tracker.table());
                if (tracker.rows().isEmpty()) {
                    statement.execute("INSERT INTO " + name + " (version, dirty) VALUES (1, FALSE)");
                } else {
                    statement.execute("UPDATE " + name + " SET dirty = FALSE WHERE version = 1 AND dirty");
                }
                keep(connection, tracker, true, found);
            }
        }
    }

    private static void keep(Connection connection, Tracker tracker, boolean existed, String found)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO mcp.schema_adoption
                  (tracker_schema, tracker_table, tracker_existed, found_version, found_dirty, schema_found)
                VALUES (?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, tracker.schema());
            insert.setString(2, tracker.table());
            insert.setBoolean(3, existed);
            if (tracker.rows().isEmpty()) {
                insert.setNull(4, java.sql.Types.BIGINT);
                insert.setNull(5, java.sql.Types.BOOLEAN);
            } else {
                insert.setLong(4, tracker.rows().get(0).version());
                insert.setBoolean(5, tracker.rows().get(0).dirty());
            }
            insert.setString(6, found);
            insert.executeUpdate();
        }
    }

    /** What V001 found first, kept until V002 as a comment on the history: a kill may lie between the two. */
    static final class Traces {
        private static final String HISTORY = "mcp.flyway_schema_history";
        private static final String COMMENT = "obj_description(to_regclass('" + HISTORY + "'), 'pg_class')";

        private Traces() {}

        static LiveStep leave(String found) {
            return new LiveStep.Once(
                    "keep what was found",
                    LiveStep.Weight.BLOCKS_NOBODY,
                    List.of(),
                    "to_regclass('" + HISTORY + "') IS NULL OR " + COMMENT + " IS NOT NULL",
                    List.of("COMMENT ON TABLE " + HISTORY + " IS " + Identifier.literal(found)));
        }

        static String ofInitialSchema(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT coalesce(" + COMMENT + ", 'not recorded')")) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
