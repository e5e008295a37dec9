package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which files 'archive' moves aside, and whether it may.
 *
 * @param target the target's file
 * @param forward whether a link to the target is left at the old paths, and not a text
 * @param verification what was found just now
 * @param items one entry per file, in the order of the versions; left-over files last
 * @param notes what stays in an archived file, because nothing copies it, or because the user said so
 * @param problems everything that makes it impossible; empty when it may go ahead
 */
public record ArchivePlan(
        Path target,
        boolean forward,
        Verification verification,
        List<Item> items,
        List<String> notes,
        List<Fault> problems) {
    public ArchivePlan {
        items = List.copyOf(items);
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }

    /**
     * One file.
     *
     * @param name the source's name; for a left-over file its path
     * @param file where its programs look for it
     * @param archive where it is now, when it was archived before
     * @param source whether rows were copied from it
     */
    public record Item(String name, Path file, Optional<Path> archive, boolean source) {
        /** How it is called in a fault. */
        String called() {
            return source ? "the source '" + name + "'" : "the file " + name;
        }
    }

    /** The files that will be moved. */
    public List<Item> toMove() {
        return items.stream().filter(item -> item.archive().isEmpty()).toList();
    }

    /** Throws the first problem, saying how many more there are. */
    public void requirePossible() {
        if (problems.isEmpty()) {
            return;
        }
        Fault first = problems.get(0);
        throw problems.size() == 1 ? first : first.withMore(problems.size() - 1, "archive --dry-run");
    }
}
