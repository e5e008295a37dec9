package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes views. One that exists is held against a temporary one of the wanted query, in the server's own words for both. */
public final class LiveViews {
    private static final Pattern VIEW =
            Pattern.compile("CREATE (MATERIALIZED )?VIEW mcp\\.(\\w+) (WITH \\([^)]*\\) )?AS\\s+(.*)", Pattern.DOTALL);
    private static final Pattern INDEX =
            Pattern.compile("CREATE UNIQUE INDEX (\\w+) ON mcp\\.(\\w+) .*", Pattern.DOTALL);
    private static final String WANTED = "pg_temp.tributary_wanted_view";

    private final Connection connection;
    private final LiveSettings settings;

    LiveViews(Connection connection, LiveSettings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    /**
     * The views that a file below {@code db/mcp/views} creates, each with the indexes that follow it there.
     *
     * @param file its name
     */
    public static List<LiveStep> views(String file) {
        List<LiveStep> steps = new ArrayList<>();
        for (String sql : SqlScript.split(InitialSchema.text("/db/mcp/views/" + file))) {
            Matcher index = INDEX.matcher(sql);
            Matcher view = VIEW.matcher(sql);
            if (index.matches()) {
                LiveStep.View of = (LiveStep.View) steps.remove(steps.size() - 1);
                List<LiveStep.NamedSql> indexes = new ArrayList<>(of.indexes());
                indexes.add(new LiveStep.NamedSql(LiveSteps.qualified(index.group(1)), sql));
                steps.add(
                        new LiveStep.View(of.name(), of.view(), of.materialized(), of.options(), of.query(), indexes));
            } else if (view.matches()) {
                steps.add(new LiveStep.View(
                        "create the view " + view.group(2),
                        LiveSteps.qualified(view.group(2)),
                        view.group(1) != null,
                        Optional.ofNullable(view.group(3)).orElse("").strip(),
                        view.group(4),
                        List.of()));
            } else {
                throw new IllegalArgumentException("neither a view nor its index: "
                        + sql.lines().findFirst().orElse(""));
            }
        }
        return List.copyOf(steps);
    }

    /** Makes it, or what it lacks; returns whether it did anything. */
    boolean make(LiveStep.View step) throws SQLException {
        return LiveSql.inTransaction(connection, settings.patience(), statement -> {
            boolean made = !exists(statement, step.view());
            if (made) {
                statement.execute("CREATE " + (step.materialized() ? "MATERIALIZED " : "") + "VIEW " + step.view() + " "
                        + step.options() + " AS " + step.query());
            } else {
                requireSame(statement, step);
            }
            for (LiveStep.NamedSql index : step.indexes()) {
                if (!exists(statement, index.name())) {
                    statement.execute(index.sql());
                    made = true;
                }
            }
            return made;
        });
    }

    private static boolean exists(Statement statement, String name) throws SQLException {
        return LiveSql.holds(statement, "to_regclass(" + Identifier.literal(name) + ") IS NOT NULL");
    }

    private static void requireSame(Statement statement, LiveStep.View step) throws SQLException {
        statement.execute("CREATE TEMPORARY VIEW tributary_wanted_view " + step.options() + " AS " + step.query());
        String look =
                "SELECT relkind::text || ' ' || coalesce(array_to_string(reloptions, ', '), '') || ' ' || CASE WHEN relkind IN"
                        + " ('v', 'm') THEN pg_get_viewdef(oid) ELSE '' END FROM pg_class WHERE oid = ";
        String found = text(statement, look + Identifier.literal(step.view()) + "::regclass");
        String wanted = text(statement, look + "'" + WANTED + "'::regclass");
        statement.execute("DROP VIEW " + WANTED);
        if (!found.substring(1).equals(wanted.substring(1)) || found.charAt(0) != (step.materialized() ? 'm' : 'v')) {
            String kind = found.startsWith("m") ? "MATERIALIZED VIEW" : found.startsWith("v") ? "VIEW" : "TABLE";
            throw new Fault(
                            step.view() + " exists and is not what it should be",
                            "somebody made it before, and programs may read it; it is not replaced",
                            "rename it, and run this again: ALTER " + kind + " " + step.view() + " RENAME TO "
                                    + step.view().substring(step.view().indexOf('.') + 1) + "_before;")
                    .at(step.view());
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
