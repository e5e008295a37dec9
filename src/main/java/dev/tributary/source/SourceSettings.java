package dev.tributary.source;

import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where the user says the sources are.
 *
 * @param folder the folder that holds them, searched as each source declares
 * @param named files given by source name; these win over the folder
 * @param without names of sources of which the user said that this installation has none ({@code --source NAME=none})
 * @param declined the user said that there are none at all ({@code --no-sources})
 */
public record SourceSettings(Optional<Path> folder, Map<String, Path> named, Set<String> without, boolean declined) {
    /** What stands in the place of a file where there is none; a file of that name can be given as {@code ./none}. */
    public static final String NONE = "none";

    public SourceSettings {
        named = Collections.unmodifiableMap(new TreeMap<>(named));
        without = Collections.unmodifiableSet(new TreeSet<>(without));
        if (declined && (folder.isPresent() || !named.isEmpty() || !without.isEmpty())) {
            throw new Fault(
                    "sources were named and declined at the same time",
                    "--no-sources (-Dsources=none) records that there is nothing to copy",
                    "leave out one of the two");
        }
    }

    /** The same without a word about single sources that are not there. */
    public SourceSettings(Optional<Path> folder, Map<String, Path> named, boolean declined) {
        this(folder, named, Set.of(), declined);
    }

    /** The same, looking in this folder. */
    public SourceSettings in(Path other) {
        return new SourceSettings(Optional.of(other), named, without, declined);
    }

    /** The same, and one source is this file, or is not there: see {@link #NONE}. */
    public SourceSettings with(String name, Path file) {
        Map<String, Path> files = new TreeMap<>(named);
        Set<String> none = new TreeSet<>(without);
        files.remove(name);
        none.remove(name);
        if (Path.of(NONE).equals(file)) {
            none.add(name);
        } else {
            files.put(name, file);
        }
        return new SourceSettings(folder, files, none, declined);
    }

    /** Nothing said about sources: a migration stops before the first copy. */
    public static SourceSettings none() {
        return new SourceSettings(Optional.empty(), Map.of(), false);
    }

    /** The user said that there are no sources: copies are recorded without rows. */
    public static SourceSettings declinedByUser() {
        return new SourceSettings(Optional.empty(), Map.of(), true);
    }

    /**
     * One fault for every source that was named and does not exist: a typing error must not look like a success.
     *
     * @param known the names that the target declares
     */
    public List<Fault> unknownNames(String target, List<String> known) {
        return Stream.concat(named.keySet().stream(), without.stream())
                .filter(name -> !known.contains(name))
                .sorted()
                .map(name -> new Fault(
                        "there is no source '" + name + "'",
                        "the sources of " + target + " are: " + String.join(", ", known),
                        "correct --source " + name + "=FILE (-Dsource." + name + "=FILE)"))
                .toList();
    }

    /** Whether the user said where any source is, or that it is nowhere. */
    public boolean configured() {
        return folder.isPresent() || !named.isEmpty() || !without.isEmpty();
    }
}
