package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.postgres.LiveStep.Weight;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;

/** What a schema needs every month, while the service uses it: months ahead, and what is computed from the rows. */
public final class Maintenance {
    private static final List<String> VIEWS = List.of("agent_cost_analytics", "active_embedding_models");
    private static final List<Months> TABLES = List.of(
            new Months("api_key_usage", "api_keys"),
            new Months("audit_log"),
            new Months("embedding_metrics", "embedding_models"),
            new Months("tasks", "agents", "contexts"));

    private final Connection session;
    private final LiveExecutor executor;
    private final LocalDate today;
    private final List<Done> done = new ArrayList<>();
    private final List<String> steps;

    private Maintenance(Connection session, LiveExecutor executor, LocalDate today, List<String> steps) {
        this.session = session;
        this.executor = executor;
        this.today = today;
        this.steps = steps;
    }

    /**
     * One thing that was looked after.
     *
     * @param subject a table, an index or a view
     * @param what was done, in a few words
     * @param changed whether anything was
     * @param needsYou whether something is left that only a person can mend
     */
    public record Done(String subject, String what, boolean changed, boolean needsYou) {}

    private record Months(String table, List<String> referenced) {
        Months(String table, String... referenced) {
            this(table, List.of(referenced));
        }
    }

    /**
     * Does all of it; run again at once, there is nothing left but to refresh the views.
     *
     * @param session a connection that commits by itself
     * @param pace tells the day
     */
    public static List<Done> run(DataSource database, Connection session, LivePace pace, LiveListener listener)
            throws SQLException {
        List<String> steps = new ArrayList<>();
        try (LiveExecutor executor =
                LiveExecutor.open(database, LiveSettings.defaults(), pace, new Recording(listener, steps))) {
            Maintenance maintenance = new Maintenance(session, executor, pace.today(), steps);
            for (Months months : TABLES) {
                maintenance.months(months);
            }
            for (VectorIndexes.Found index : VectorIndexes.find(session)) {
                maintenance.vectorIndex(index);
            }
            maintenance.views();
            return List.copyOf(maintenance.done);
        }
    }

    private void months(Months months) throws SQLException {
        String table = months.table();
        long before = inDefault(table);
        steps.clear();
        executor.run(List.of(LiveMonths.missing(table, months.referenced().toArray(String[]::new))));
        List<String> made = steps.stream()
                .filter(step -> step.matches(".*: \\d{4,}-\\d\\d"))
                .map(step -> step.substring(step.lastIndexOf(' ') + 1))
                .toList();
        String until = YearMonth.from(today).plusMonths(LiveMonths.AHEAD).toString();
        done.add(new Done(
                table,
                made.isEmpty() ? "has its months to " + until : "made " + String.join(", ", made),
                !made.isEmpty(),
                false));
        long left = inDefault(table);
        String moved = before > left ? (before - left) + " rows moved into their months" : "";
        String rest = left > 0 ? left + " rows have no month: their date is infinite" : "";
        done.add(new Done(
                table + "_default",
                moved.isEmpty() && rest.isEmpty()
                        ? "is empty"
                        : moved + (moved.isEmpty() || rest.isEmpty() ? "" : "; ") + rest,
                before > left,
                left > 0));
    }

    private long inDefault(String table) throws SQLException {
        return number("SELECT count(*) FROM " + Identifier.quote(InitialSchema.SCHEMA, table + "_default"));
    }

    private void vectorIndex(VectorIndexes.Found index) {
        boolean rebuild = index.needsRebuild();
        if (rebuild) {
            executor.run(index.rebuild());
        }
        OptionalInt before = index.lists();
        done.add(new Done(
                index.index(),
                rebuild
                        ? "built anew with " + index.fitting() + " lists for " + index.rows() + " rows, had "
                                + (before.isPresent() ? before.getAsInt() : "the default")
                        : "fits its " + index.rows() + " rows",
                rebuild,
                false));
    }

    private void views() throws SQLException {
        executor.run(List.of(new LiveStep.Once(
                "refresh the materialized views",
                Weight.BLOCKS_NOBODY,
                List.of(),
                "false",
                List.of("SELECT mcp.refresh_cost_analytics()"))));
        for (String view : VIEWS) {
            long rows = number("SELECT count(*) FROM " + Identifier.quote(InitialSchema.SCHEMA, view));
            done.add(new Done(view, "refreshed, " + rows + " rows", true, false));
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Passes everything on, and keeps the names of the steps that did something. */
    private record Recording(LiveListener listener, List<String> steps) implements LiveListener {
        @Override
        public void stepDone(String step, boolean changed) {
            if (changed) {
                steps.add(step);
            }
            listener.stepDone(step, changed);
        }

        @Override
        public void waiting(String step, int tried, String blockedBy) {
            listener.waiting(step, tried, blockedBy);
        }

        @Override
        public void reported(String step, String finding) {
            listener.reported(step, finding);
        }
    }
}
