package dev.tributary.source;

import java.util.List;

/**
 * What a target declares about one of its sources.
 *
 * @param name how people call it, as in {@code --source task_queue=FILE}
 * @param searched file paths relative to the sources folder, tried in this order
 * @param needed whether a migration refuses when it is not found
 */
public record SourceSpec(String name, List<String> searched, boolean needed) {
    public SourceSpec {
        searched = List.copyOf(searched);
    }
}
