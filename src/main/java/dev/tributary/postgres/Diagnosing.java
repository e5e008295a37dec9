package dev.tributary.postgres;

import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import dev.tributary.fault.Fault;
import dev.tributary.postgres.Diagnosis.Advice;
import dev.tributary.postgres.Diagnosis.Classification;
import dev.tributary.postgres.Diagnosis.HistoryRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a {@link Diagnosis} in a READ ONLY transaction that it ends. */
public final class Diagnosing {
    private static final String ADOPTION = "002";
    private static final String HISTORY = "flyway_schema_history";

    private final Connection connection;
    private final Clock clock;

    /** Looks through this connection, which must not be inside a transaction. */
    public Diagnosing(Connection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /** Looks at everything; one moment's view of it. */
    public Diagnosis run() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            try {
                statement.execute("SET LOCAL lock_timeout = '5s'"); // whoever only looks waits for nobody for long
                return look();
            } finally {
                statement.execute("ROLLBACK");
            }
        }
    }

    private Diagnosis look() throws SQLException {
        List<Tracker> trackers = Tracker.find(connection);
        List<HistoryRow> history = history();
        PostgresCatalog live = PostgresCatalog.read(connection, InitialSchema.SCHEMA);
        Optional<String> version = Catalogs.lastApplied(history);
        SchemaState objects = SchemaState.of(Catalogs.after(version), live);
        List<Fault> problems = new ArrayList<>(Preconditions.problems(connection));
        UndoMark.find(connection).map(UndoMark::refusal).ifPresent(problems::add);
        history.stream().filter(row -> !row.ours()).findFirst().ifPresent(row -> problems.add(foreign(row)));
        if (version.filter(each -> each.compareTo(ADOPTION) >= 0).isEmpty()) {
            Adoption.problems(trackers).forEach(problems::add);
            List<SchemaState.Difference> refused = Differences.refused(objects);
            if (!refused.isEmpty()) {
                problems.add(Differences.fault(refused));
            }
        }
        Classification classification = classify(trackers, history, version, objects);
        SchemaRisks risks = new SchemaRisks(connection);
        TenantRisks tenants = new TenantRisks(connection);
        List<String> invalid = risks.invalidIndexes();
        return new Diagnosis(
                text("SELECT current_database()"),
                connection.getMetaData().getDatabaseProductVersion(),
                text("SELECT current_user"),
                classification,
                trackers,
                history,
                version.orElse("001"),
                objects,
                invalid,
                risks.unvalidated(),
                risks.rows(),
                PartitionGaps.find(connection, LocalDate.now(clock)),
                risks.grants(),
                new Diagnosis.Tenants(tenants.withoutRowSecurity(), tenants.disabledOnPartitions(), tenants.unmapped()),
                problems,
                advice(classification, problems, invalid, history));
    }

    private static Classification classify(
            List<Tracker> trackers, List<HistoryRow> history, Optional<String> version, SchemaState objects) {
        if (history.stream().anyMatch(row -> !row.ours())) {
            return Classification.FOREIGN_SCHEMA;
        }
        if (version.isPresent()) {
            return Classification.MIGRATED;
        }
        List<Tracker> services = Adoption.ofTheService(trackers);
        if (services.stream().anyMatch(tracker -> tracker.rows().stream().anyMatch(row -> row.version() != 1))) {
            return Classification.ANOTHER_VERSION;
        }
        if (!Differences.refused(objects).isEmpty()
                || services.stream().anyMatch(tracker -> tracker.shape() == Tracker.Shape.OTHER)) {
            return Classification.FOREIGN_SCHEMA;
        }
        if (services.size() > 1) {
            return Classification.TWO_TRACKERS;
        }
        if (objects.present().stream().noneMatch(Diagnosing::isMadeByTheSchema)) {
            return Classification.NOTHING_MADE;
        }
        if (!objects.missing().isEmpty()) {
            return Classification.PARTIAL;
        }
        boolean dirty =
                services.stream().flatMap(tracker -> tracker.rows().stream()).anyMatch(Tracker.Row::dirty);
        return dirty ? Classification.COMPLETE_BUT_DIRTY : Classification.COMPLETE;
    }

    private static Fault foreign(HistoryRow row) {
        return new Fault(
                        "the Flyway history of the schema mcp is not one of this target: version '" + row.version()
                                + "' is " + row.script(),
                        "another sequence of migrations owns this schema, or a newer Tributary has migrated it",
                        "use the newest Tributary, or name the right database")
                .at(HISTORY);
    }

    /** The schema itself and the extensions may be there for other reasons. */
    private static boolean isMadeByTheSchema(PostgresObject object) {
        return object.kind() != Kind.SCHEMA && object.kind() != Kind.EXTENSION && object.kind() != Kind.GRANT;
    }

    private static Advice advice(
            Classification classification, List<Fault> problems, List<String> invalid, List<HistoryRow> history) {
        if (!problems.isEmpty()) {
            return new Advice(
                    "First: " + problems.get(0).what(), problems.get(0).next(), false);
        }
        if (!invalid.isEmpty() || history.stream().anyMatch(row -> !row.success())) {
            return new Advice("Sweep what a broken-off run has left", "repair", true);
        }
        return switch (classification) {
            case NOTHING_MADE -> new Advice("Build the schema", "migrate", true);
            case PARTIAL -> new Advice("Complete the schema and mark it clean; no row is touched", "migrate", true);
            case COMPLETE_BUT_DIRTY -> new Advice("Mark it clean, and bring it up to date", "migrate", true);
            case TWO_TRACKERS -> new Advice("Let both trackers say the truth", "migrate", true);
            case COMPLETE -> new Advice("Bring it up to date", "migrate", true);
            case MIGRATED -> new Advice("See whether a version is pending", "info", true);
            case ANOTHER_VERSION, FOREIGN_SCHEMA ->
                new Advice("Nothing here can repair it; look at what was found", "diagnose", true);
        };
    }

    /** What the server and the role lack, each with the statement that mends it. */
    public List<Fault> preconditions() throws SQLException {
        return Preconditions.problems(connection);
    }

    /** Flyway's history of the schema; needs no transaction of its own. */
    public List<HistoryRow> history() throws SQLException {
        List<HistoryRow> rows = new ArrayList<>();
        String readable = text("""
                SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'mcp' AND c.relname = '%s'
                   AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')""".formatted(HISTORY));
        if ("0".equals(readable)) {
            return rows; // where it is there and is not ours to read, the preconditions say so
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(version, ''), type, script, success FROM mcp."
                        + HISTORY + " ORDER BY installed_rank")) {
            while (row.next()) {
                rows.add(new HistoryRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        Catalogs.isOurs(row.getString(2), row.getString(3))));
            }
        }
        return rows;
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
