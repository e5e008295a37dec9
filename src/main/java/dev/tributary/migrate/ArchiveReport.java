package dev.tributary.migrate;

import java.nio.file.Path;
import java.util.List;

/**
 * What 'archive' did, or 'restore --archive'.
 *
 * @param target the target's file
 * @param moved one entry per file that was moved
 * @param forward whether a link to the target was left at the old paths
 * @param notes what stays in an archived file
 */
public record ArchiveReport(Path target, List<Moved> moved, boolean forward, List<String> notes) {
    public ArchiveReport {
        moved = List.copyOf(moved);
        notes = List.copyOf(notes);
    }

    /** One file, from where to where. */
    public record Moved(String name, Path from, Path to) {}
}
