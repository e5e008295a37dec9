package dev.tributary.consolidation;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.NameMap;
import dev.tributary.plan.Policies;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a merge needs to know besides its declaration.
 *
 * @param policies what becomes of tables that should be empty and are not
 * @param names under which names the target may have a table
 * @param keptStatements by the name of a source, the statements that make its tables where it does not exist
 */
public record MergeSettings(Policies policies, NameMap names, Function<String, Optional<String>> keptStatements) {
    /** The same for one installation: the names are those that it has. */
    MergeSettings in(Catalog installation) {
        return new MergeSettings(policies, names.inUse(installation), keptStatements);
    }

    /** Nothing is merged. */
    public static final MergeSettings NONE =
            new MergeSettings(Policies.NONE, new NameMap(List.of()), source -> Optional.empty());
}
