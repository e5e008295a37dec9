package dev.tributary.plan;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the user says about rows that changed on both sides since they were copied, by the name of the target's table.
 *
 * @param tables by table, the side whose rows stay; a table that is not named is refused where such rows are
 */
public record Preferences(Map<String, Side> tables) {
    /** Nothing said. */
    public static final Preferences NONE = new Preferences(Map.of());

    /** One of two sides. */
    public enum Side {
        SOURCE,
        TARGET
    }

    public Preferences {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /** The same, and this table too. */
    public Preferences with(String table, Side side) {
        Map<String, Side> more = new TreeMap<>(tables);
        more.put(table, side);
        return new Preferences(more);
    }

    /** What is said about a table, under whichever of its names. */
    Optional<Side> of(List<String> names) {
        return tables.entrySet().stream()
                .filter(each -> names.stream().anyMatch(name -> Identifier.same(name, each.getKey())))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** One fault for every name that no table of the sources has: a typing error must not look like an answer. */
    public List<Fault> unknownNames(String target, List<String> known) {
        return tables.keySet().stream()
                .sorted()
                .filter(name -> known.stream().noneMatch(each -> Identifier.same(each, name)))
                .map(name -> new Fault(
                        "there is no table '" + name + "' that a source flows into",
                        "those of " + target + " are: " + String.join(", ", known),
                        "correct --prefer " + name + "=.."))
                .toList();
    }
}
