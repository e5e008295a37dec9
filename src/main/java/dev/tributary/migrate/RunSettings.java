package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.plan.Policies;
import dev.tributary.source.SourceSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a user may say about a run. Flyway's placeholders are the one way by which it travels, because that is the only
 * one that Maven has; an empty placeholder was not said.
 *
 * @param sources where the sources are
 * @param createMissing make base tables that the target lacks
 * @param dump add the target as SQL text to the backup
 * @param dropBrokenViews drop views and triggers that are broken already, where they would stop a rename
 * @param policies what becomes of tables that should be empty and are not
 * @param until the stage after which a migration stops; empty to go to the end. Under Maven it is flyway.target.
 */
public record RunSettings(
        SourceSettings sources,
        boolean createMissing,
        boolean dump,
        boolean dropBrokenViews,
        Policies policies,
        Optional<String> until) {
    private static final String FOLDER = "sources";
    private static final String NAMED = "source.";
    private static final String CREATE_MISSING = "create.missing";
    private static final String DUMP = "dump";
    private static final String TARGET = "target";
    private static final String LEAVE = ".leave";
    private static final String CARRY = ".carry";
    private static final String DROP_BROKEN_VIEWS = "roadmap.drop.broken.views";

    /** Nothing said. */
    public static RunSettings defaults() {
        return new RunSettings(SourceSettings.none(), false, false, false, Policies.NONE, Optional.empty());
    }

    /** The same, with these sources. */
    public RunSettings withSources(SourceSettings others) {
        return new RunSettings(others, createMissing, dump, dropBrokenViews, policies, until);
    }

    /** The same, saying whether base tables that the target lacks are made. */
    public RunSettings withCreateMissing(boolean wanted) {
        return new RunSettings(sources, wanted, dump, dropBrokenViews, policies, until);
    }

    /** The same, saying whether the backup holds the target as SQL text too. */
    public RunSettings withDump(boolean wanted) {
        return new RunSettings(sources, createMissing, wanted, dropBrokenViews, policies, until);
    }

    /** The same, saying whether broken views and triggers may be dropped. */
    public RunSettings withDropBrokenViews(boolean wanted) {
        return new RunSettings(sources, createMissing, dump, wanted, policies, until);
    }

    /** The same, with these policies. */
    public RunSettings withPolicies(Policies others) {
        return new RunSettings(sources, createMissing, dump, dropBrokenViews, others, until);
    }

    /** The same, stopping after a stage. */
    public RunSettings withUntil(Optional<String> stage) {
        return new RunSettings(sources, createMissing, dump, dropBrokenViews, policies, stage);
    }

    /** Reads them from Flyway's placeholders. */
    static RunSettings from(Map<String, String> placeholders) {
        String folder = placeholders.getOrDefault(FOLDER, "");
        Map<String, Path> named = new TreeMap<>();
        Set<String> without = new TreeSet<>();
        placeholders.forEach((key, value) -> {
            String name = key.startsWith(NAMED) ? key.substring(NAMED.length()) : "";
            if (!name.isEmpty() && SourceSettings.NONE.equals(value)) {
                without.add(name);
            } else if (!name.isEmpty() && !value.isEmpty()) {
                named.put(name, path(key, value));
            }
        });
        boolean declined = SourceSettings.NONE.equals(folder);
        Optional<Path> sources = declined || folder.isEmpty() ? Optional.empty() : Optional.of(path(FOLDER, folder));
        return new RunSettings(
                new SourceSettings(sources, named, without, declined),
                flag(placeholders, CREATE_MISSING),
                flag(placeholders, DUMP),
                flag(placeholders, DROP_BROKEN_VIEWS),
                Policies.parse(
                        placeholders.getOrDefault(placeholders.get(TARGET) + LEAVE, ""),
                        placeholders.getOrDefault(placeholders.get(TARGET) + CARRY, "")),
                Optional.empty());
    }

    /** Writes them as Flyway's placeholders. */
    Map<String, String> asPlaceholders(String target) {
        Map<String, String> placeholders = new TreeMap<>();
        placeholders.put(target + LEAVE, String.join(",", policies.leave()));
        placeholders.put(target + CARRY, String.join(",", policies.carry()));
        placeholders.put(
                FOLDER,
                sources.declined()
                        ? SourceSettings.NONE
                        : sources.folder().map(Path::toString).orElse(""));
        sources.named().forEach((name, file) -> placeholders.put(NAMED + name, file.toString()));
        sources.without().forEach(name -> placeholders.put(NAMED + name, SourceSettings.NONE));
        placeholders.put(CREATE_MISSING, Boolean.toString(createMissing));
        placeholders.put(DUMP, Boolean.toString(dump));
        placeholders.put(DROP_BROKEN_VIEWS, Boolean.toString(dropBrokenViews));
        return placeholders;
    }

    private static Path path(String setting, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new Fault(
                            "the setting " + setting + " is not a path: " + value,
                            String.valueOf(e.getReason()),
                            "correct it")
                    .revealedBy(e);
        }
    }

    private static boolean flag(Map<String, String> placeholders, String name) {
        String value = placeholders.getOrDefault(name, "");
        return switch (value) {
            case "", "false" -> false;
            case "true" -> true;
            default ->
                throw new Fault(
                        "the setting " + name + " is neither true nor false: " + value,
                        "nothing is guessed",
                        "say -D" + name + "=true");
        };
    }
}
