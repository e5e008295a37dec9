package dev.tributary.source;

import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the user says the sources are.
 *
 * @param folder the folder that holds them, searched as each source declares
 * @param named files given by source name; these win over the folder
 * @param declined the user said that there are none ({@code --no-sources})
 */
public record SourceSettings(Optional<Path> folder, Map<String, Path> named, boolean declined) {
    public SourceSettings {
        named = Map.copyOf(new TreeMap<>(named));
        if (declined && (folder.isPresent() || !named.isEmpty())) {
            throw new Fault(
                    "sources were named and declined at the same time",
                    "--no-sources (-Dsources=none) records that there is nothing to copy",
                    "leave out one of the two");
        }
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
        return named.keySet().stream()
                .filter(name -> !known.contains(name))
                .map(name -> new Fault(
                        "there is no source '" + name + "'",
                        "the sources of " + target + " are: " + String.join(", ", known),
                        "correct --source " + name + "=FILE (-Dsource." + name + "=FILE)"))
                .toList();
    }

    /** Whether the user said where any source is. */
    public boolean configured() {
        return folder.isPresent() || !named.isEmpty();
    }
}
