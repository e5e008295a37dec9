package dev.tributary.source;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds a source's file: by name if it was named, else along its search list, archived files last. */
public final class SourceSearch {
    private static final Pattern ARCHIVED = Pattern.compile("\\.archived_\\d{8}_\\d{6}$");

    private SourceSearch() {}

    /** Where a source is, or why there is none. */
    public sealed interface Location {}

    /**
     * The file to read.
     *
     * @param archived its name ends in {@code .archived_<yyyyMMdd_HHmmss>}: somebody consolidated it before
     */
    public record Found(Path file, boolean archived) implements Location {}

    /** An optional source that is in none of the places where it could be. */
    public record Absent(List<Path> looked) implements Location {}

    /** The user said that there are no sources. */
    public record Declined() implements Location {}

    /** The user said that this installation does not have this source. */
    public record Without() implements Location {}

    /**
     * Looks for a source.
     *
     * @throws Fault when a named file or the configured folder is missing, or a needed source is nowhere: a typing error
     *     must never look like an empty success
     */
    public static Location find(SourceSpec spec, SourceSettings settings) {
        if (settings.declined()) {
            return new Declined();
        }
        if (settings.without().contains(spec.name())) {
            return new Without();
        }
        Path named = settings.named().get(spec.name());
        if (named != null) {
            return found(spec, existing(spec, named));
        }
        if (settings.folder().isEmpty()) {
            if (!spec.needed()) {
                return new Absent(List.of());
            }
            throw new Fault(
                    "it is not said where the source '" + spec.name() + "' is",
                    "other sources are configured, and this one is needed",
                    "name it with --source " + spec.name() + "=FILE (-Dsource." + spec.name()
                            + "=FILE), or name the folder with --sources DIR (-Dsources=DIR); if there is none, say --source "
                            + spec.name() + "=none");
        }
        return inFolder(spec, folder(settings.folder().get()));
    }

    private static Location inFolder(SourceSpec spec, Path folder) {
        List<Path> looked = spec.searched().stream().map(folder::resolve).toList();
        for (Path candidate : looked) {
            if (Files.exists(candidate)) {
                return found(spec, candidate);
            }
        }
        for (Path candidate : looked) {
            Optional<Path> archived = newestArchive(candidate);
            if (archived.isPresent()) {
                return new Found(archived.get(), true);
            }
        }
        if (!spec.needed()) {
            return new Absent(looked);
        }
        throw new Fault(
                        "the source '" + spec.name() + "' was not found under " + folder,
                        "it is needed, and none of these exists, nor an archived one: "
                                + String.join(", ", spec.searched()),
                        "check --sources (-Dsources), or name the file with --source " + spec.name()
                                + "=FILE (-Dsource." + spec.name()
                                + "=FILE); if this installation has none, say --source "
                                + spec.name() + "=none (-Dsource." + spec.name() + "=none)")
                .at(folder);
    }

    /** The file itself, or the archive to which what was left in its place leads. */
    private static Found found(SourceSpec spec, Path file) {
        Optional<ArchiveNote> note = ArchiveNote.at(file);
        if (note.isPresent() && !Files.exists(note.get().archive())) {
            throw new Fault(
                            "the archive of the source '" + spec.name() + "' is gone: "
                                    + note.get().archive(),
                            "what lies at " + file + " says that the database was moved there",
                            "find out who moved it, and name it with --source " + spec.name() + "=FILE (-Dsource."
                                    + spec.name() + "=FILE)")
                    .at(file);
        }
        return note.map(left -> new Found(left.archive(), true)).orElseGet(() -> new Found(file, isArchived(file)));
    }

    private static Path folder(Path folder) {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        throw new Fault(
                        "the sources folder " + folder
                                + (Files.exists(folder) ? " is not a folder" : " does not exist"),
                        "--sources (-Dsources) names the folder that holds the source databases",
                        "correct the path, or leave it out to stop before the copies")
                .at(folder);
    }

    private static Path existing(SourceSpec spec, Path file) {
        if (Files.exists(file)) {
            return file;
        }
        throw new Fault(
                        "the source '" + spec.name() + "' does not exist: " + file,
                        "it was named with --source " + spec.name() + " (-Dsource." + spec.name() + ")",
                        "correct the path")
                .at(file);
    }

    private static boolean isArchived(Path file) {
        return ARCHIVED.matcher(file.getFileName().toString()).find();
    }

    static Optional<Path> newestArchive(Path live) {
        Path folder = live.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        String name = live.getFileName().toString();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> archives = new ArrayList<>(files.filter(file -> {
                        String candidate = file.getFileName().toString();
                        return candidate.startsWith(name)
                                && ARCHIVED.matcher(candidate.substring(name.length()))
                                        .matches();
                    })
                    .toList());
            return archives.stream().max(Comparator.comparing(Path::getFileName));
        } catch (IOException e) {
            throw new Fault(
                            "the folder " + folder + " cannot be listed",
                            String.valueOf(e.getMessage()),
                            "give this user the right to read the folder")
                    .at(folder)
                    .revealedBy(e);
        }
    }
}
