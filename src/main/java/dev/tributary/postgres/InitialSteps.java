package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the statements that a half-made schema lacks into live steps. What concerns new tables only is done together, in one
 * transaction; what touches a table that was there is a step by itself, because somebody may be writing to it.
 */
final class InitialSteps {
    private static final Pattern REFERENCES = Pattern.compile("REFERENCES mcp\\.(\\w+)");
    private static final Pattern INDEX = Pattern.compile("CREATE INDEX \\w+ ON mcp\\.\\w+ (.*)", Pattern.DOTALL);
    private static final int LONGEST_NAME = 63;

    private final PostgresCatalog live;
    private final Map<String, List<String>> partitions;
    private final Set<String> filled;
    private final List<LiveStep> steps = new ArrayList<>();
    private final List<String> together = new ArrayList<>();

    /**
     * Steps for a schema as it is now.
     *
     * @param partitions of every partitioned table; an empty list where they are partitioned themselves
     * @param filled the tables that hold pages, a partitioned one when one of its partitions does
     */
    InitialSteps(PostgresCatalog live, Map<String, List<String>> partitions, Set<String> filled) {
        this.live = live;
        this.partitions = partitions;
        this.filled = filled;
    }

    /** The steps that these statements become, in their order. */
    List<LiveStep> of(List<SchemaStatement> wanted) {
        Set<PostgresObject> done = new LinkedHashSet<>();
        for (SchemaStatement each : wanted) {
            if (!done.add(each.object())) {
                continue;
            }
            Set<String> touched = touched(each);
            if (touched.isEmpty()) {
                together.add(each.sql());
                continue;
            }
            makeWhatIsTogether();
            switch (each.object().kind()) {
                case INDEX -> index(each);
                case ROW_SECURITY -> {
                    // between the two, the service would see no row of its own
                    List<SchemaStatement> policies = wanted.stream()
                            .filter(other -> other.object().kind() == Kind.POLICY
                                    && other.object()
                                            .table()
                                            .equals(each.object().name()))
                            .toList();
                    policies.forEach(policy -> done.add(policy.object()));
                    List<String> sql = new ArrayList<>(List.of(each.sql()));
                    policies.forEach(policy -> sql.add(policy.sql()));
                    step(each.object(), touched, sql);
                }
                default -> step(each.object(), touched, List.of(each.sql()));
            }
        }
        makeWhatIsTogether();
        return List.copyOf(steps);
    }

    private void makeWhatIsTogether() {
        if (!together.isEmpty()) {
            steps.add(new LiveStep.Once(
                    "make " + together.size() + " objects of the initial schema",
                    LiveStep.Weight.BLOCKS_NOBODY,
                    List.of(),
                    "false",
                    together));
            together.clear();
        }
    }

    private void step(PostgresObject object, Set<String> tables, List<String> sql) {
        steps.add(LiveSteps.once("make the " + object, List.copyOf(tables), "false", sql.toArray(String[]::new)));
    }

    /** The tables that are there already and that the statement locks against writers. */
    private Set<String> touched(SchemaStatement each) {
        Set<String> names = new LinkedHashSet<>();
        switch (each.object().kind()) {
            case INDEX, TRIGGER, POLICY, PARTITION -> names.add(each.object().table());
            case ROW_SECURITY -> names.add(each.object().name());
            case TABLE -> {
                Matcher references = REFERENCES.matcher(each.sql());
                while (references.find()) {
                    names.add(references.group(1));
                }
            }
            default -> {
                // schemas, extensions, functions, grants and rows stop nobody who writes
            }
        }
        names.removeIf(name -> !live.has(new PostgresObject(Kind.TABLE, "", name)));
        return names;
    }

    /** On an empty table at once; on one with rows while others write to it. */
    private void index(SchemaStatement each) {
        String table = each.object().table();
        String index = each.object().name();
        Optional<List<String>> parts = Optional.ofNullable(partitions.get(table));
        if (parts.isEmpty() && isBroken(each.object()) || parts.isEmpty() && filled.contains(table)) {
            steps.add(concurrently(index, table, definition(each)));
        } else if (parts.isPresent()
                && (isBroken(each.object())
                        || filled.contains(table) && !parts.get().isEmpty())) {
            partitioned(index, table, parts.get(), definition(each));
        } else {
            step(each.object(), Set.of(table), List.of(each.sql()));
        }
    }

    /**
     * The server builds no index of a partitioned table while others write: so one of each partition, and then one above
     * them, which becomes valid with the last that joins it.
     */
    private void partitioned(String index, String table, List<String> parts, String definition) {
        String parent = LiveSteps.qualified(index);
        steps.add(LiveSteps.once(
                "make the index " + index + " above its partitions'",
                List.of(table),
                "to_regclass(" + Identifier.literal(parent) + ") IS NOT NULL",
                "CREATE INDEX " + index + " ON ONLY " + LiveSteps.qualified(table) + " " + definition));
        for (String part : parts) {
            String own = nameFor(index, table, part);
            String joined = "EXISTS (SELECT FROM pg_inherits AS i JOIN pg_index AS x ON x.indexrelid = i.inhrelid"
                    + " WHERE i.inhparent = to_regclass(" + Identifier.literal(parent)
                    + ") AND x.indrelid = to_regclass("
                    + Identifier.literal(LiveSteps.qualified(part)) + "))";
            String built = "EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass("
                    + Identifier.literal(LiveSteps.qualified(own)) + ") AND indisvalid)";
            steps.add(new LiveStep.ConcurrentIndex(
                    "build the index " + own,
                    "NOT " + joined + " AND NOT " + built,
                    InitialSchema.SCHEMA,
                    own,
                    false,
                    LiveSteps.qualified(part),
                    definition));
            steps.add(LiveSteps.once(
                    "join the index " + own + " to " + index,
                    List.of(table),
                    joined,
                    "ALTER INDEX " + parent + " ATTACH PARTITION " + LiveSteps.qualified(own)));
        }
    }

    private LiveStep concurrently(String index, String table, String definition) {
        return new LiveStep.ConcurrentIndex(
                "build the index " + index,
                "true",
                InitialSchema.SCHEMA,
                index,
                false,
                LiveSteps.qualified(table),
                definition);
    }

    private boolean isBroken(PostgresObject index) {
        return live.has(index);
    }

    private static String definition(SchemaStatement each) {
        Matcher matcher = INDEX.matcher(each.sql());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the statement of an index: " + each.sql());
        }
        return matcher.group(1);
    }

    private static String nameFor(String index, String table, String partition) {
        String name = index + (partition.startsWith(table) ? partition.substring(table.length()) : "_" + partition);
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }
}
