package dev.tributary.references;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a folder's programs say.
 *
 * @param folder where was looked
 * @param filesRead how many files were read
 * @param files those in which something was found, in the order of their paths
 * @param unread files that could not be read, and why
 * @param skipped folders and links that were not looked into
 */
public record ReferenceReport(
        Path folder, int filesRead, List<FileReferences> files, List<Unread> unread, List<Path> skipped) {
    public ReferenceReport {
        files = List.copyOf(files);
        unread = List.copyOf(unread);
        skipped = List.copyOf(skipped);
    }

    /**
     * One file.
     *
     * @param file its path below the folder
     * @param references in the order of their places
     * @param diff what was changed, or would be, as a unified diff; empty when nothing can be
     * @param written whether the file was changed
     */
    public record FileReferences(Path file, List<Reference> references, String diff, boolean written) {
        public FileReferences {
            references = List.copyOf(references);
        }

        /** Those that stand there still. */
        public List<Reference> left() {
            return written
                    ? references.stream().filter(each -> !each.isReplaceable()).toList()
                    : references;
        }
    }

    /** A file that nothing is known about, and why. */
    public record Unread(Path file, String why) {}

    /** How many references are left. */
    public long left() {
        return files.stream().mapToLong(file -> file.left().size()).sum();
    }

    /** How many were replaced. */
    public long replaced() {
        return files.stream().mapToLong(file -> file.references().size()).sum() - left();
    }

    /** Every reference that is left. */
    public Stream<Reference> allLeft() {
        return files.stream().flatMap(file -> file.left().stream());
    }

    /** Whether a person has something to do: something is left, or nothing is known about a file. */
    public boolean needsYou() {
        return left() > 0 || !unread.isEmpty();
    }
}
