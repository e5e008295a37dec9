package dev.tributary.migrate;

import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.LiveStep;
import dev.tributary.postgres.LiveSteps;
import dev.tributary.postgres.SchemaState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What can be made again without a doubt, because nothing is lost by it: indexes and views that are missing, and functions
 * that are missing or have another text. Their statements are those of the versions that have run.
 */
final class Restoring {
    private static final Pattern FUNCTION =
            Pattern.compile("(?:CREATE OR REPLACE|ALTER) FUNCTION mcp\\.(\\w+)\\s*\\(.*", Pattern.DOTALL);
    private static final Pattern INDEX =
            Pattern.compile("CREATE (UNIQUE )?INDEX (\\w+) ON mcp\\.(\\w+) (.*)", Pattern.DOTALL);

    private static final Pattern STORED = Pattern.compile(" WITH \\([^)]*\\)$");

    private final Diagnosis found;
    private final Set<PostgresObject> missing;
    private final Set<String> functions = new TreeSet<>();

    Restoring(Diagnosis found) {
        this.found = found;
        this.missing = new LinkedHashSet<>(found.objects().missing());
        missing.stream()
                .filter(object -> object.kind() == Kind.FUNCTION)
                .forEach(object -> functions.add(baseName(object)));
        found.objects().differences().stream()
                .map(SchemaState.Difference::object)
                .filter(object -> object.kind() == Kind.FUNCTION || object.kind() == Kind.BODY)
                .forEach(object -> functions.add(baseName(object)));
    }

    /** The steps, in the order of the versions; indexes last. */
    List<LiveStep> steps() {
        Set<String> views = missing.stream()
                .filter(object -> object.kind() == Kind.VIEW)
                .map(object -> LiveSteps.qualified(object.name()))
                .collect(Collectors.toSet());
        List<LiveStep> steps = new ArrayList<>();
        for (LiveStep step : declared()) {
            if (step instanceof LiveStep.View view && views.contains(view.view())) {
                steps.add(view);
            }
            if (step instanceof LiveStep.Once once) {
                once.sql().stream().filter(this::isWanted).forEach(sql -> steps.add(putBack(sql)));
            }
        }
        missing.stream()
                .filter(object -> object.kind() == Kind.INDEX)
                .sorted()
                .map(this::index)
                .forEach(steps::add);
        return steps;
    }

    /** The texts of the functions that will be replaced, as the server has them now. */
    List<String> former(Connection connection) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT pg_get_functiondef(p.oid) FROM pg_catalog.pg_proc p"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'mcp' AND p.proname = ANY (?)"
                        + " ORDER BY 1")) {
            query.setArray(1, connection.createArrayOf("text", functions.toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1).strip());
                }
            }
        }
        return texts;
    }

    private static String baseName(PostgresObject function) {
        return function.name().substring(0, function.name().indexOf('('));
    }

    private boolean isWanted(String sql) {
        Matcher matcher = FUNCTION.matcher(sql);
        return matcher.matches() && functions.contains(matcher.group(1));
    }

    private static LiveStep putBack(String sql) {
        Matcher matcher = FUNCTION.matcher(sql);
        return new LiveStep.Once(
                "put the function " + (matcher.matches() ? matcher.group(1) : "") + " back",
                LiveStep.Weight.BLOCKS_NOBODY,
                List.of(),
                "false",
                List.of(sql));
    }

    private LiveStep index(PostgresObject object) {
        Matcher matcher = INDEX.matcher(found.expected(object));
        if (!matcher.matches()) {
            throw new IllegalStateException("not an index: " + found.expected(object));
        }
        String name = matcher.group(2);
        String table = matcher.group(3);
        if (found.expected(new PostgresObject(Kind.TABLE, "", table)).startsWith("PARTITION BY")) {
            return LiveSteps.partitionedIndex(name, table, matcher.group(4));
        }
        return new LiveStep.ConcurrentIndex(
                "build the index " + name,
                "true",
                "mcp",
                name,
                matcher.group(1) != null,
                LiveSteps.qualified(table),
                stored(name, matcher.group(4)));
    }

    /** The definition, stored as the version that made the index says it: how it is stored is not in the catalog. */
    private String stored(String index, String definition) {
        return declared().stream()
                .filter(step -> step instanceof LiveStep.ConcurrentIndex made
                        && made.index().equals(index))
                .map(step -> STORED.matcher(((LiveStep.ConcurrentIndex) step).definition()))
                .filter(Matcher::find)
                .findFirst()
                .map(with -> definition + with.group())
                .orElse(definition);
    }

    /** What the live versions up to the one that the schema is at declare. */
    private List<LiveStep> declared() {
        List<LiveStep> steps = new ArrayList<>();
        for (LedgerFile.Version version : Target.MCP.ledger().versions()) {
            if (version.isJava() && version.number().compareTo(found.comparedWith()) <= 0) {
                try {
                    Object migration = Class.forName("db.mcp.migrations." + version.scriptName())
                            .getConstructor()
                            .newInstance();
                    if (migration instanceof LiveMigration live) {
                        steps.addAll(live.steps());
                    }
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("the guard has found it on the class path", e);
                }
            }
        }
        return steps;
    }
}
