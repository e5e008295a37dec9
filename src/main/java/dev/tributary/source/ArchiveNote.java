package dev.tributary.source;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What an archived database leaves at its old path: a short text, which no program takes for a database, or a link to the
 * target. The finder follows either to the archive.
 *
 * @param archive the file that was moved aside
 * @param forward whether a link to the target stands at the old path; the text lies beside the archive then
 */
public record ArchiveNote(Path archive, boolean forward) {
    private static final String FIRST = "This database was archived by Tributary";
    private static final String NAME = "Archived as: ";
    /** Four paths, each as long as a path can be, and the words around them. */
    private static final int LONGEST = 20_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

    /** How an archive is called: {@code <name>.archived_<yyyyMMdd_HHmmss>}, in UTC. */
    public static Path archiveName(Path file, Instant at) {
        return file.resolveSibling(file.getFileName() + ".archived_" + TIME.format(at));
    }

    /** Where the text of a forwarded archive lies. */
    public static Path besideArchive(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".txt");
    }

    /** The text: where the rows are now, where the file is, and how to undo it. */
    public static String text(Path archive, Path target, Instant at, String undo) {
        return FIRST + " on " + at.toString().substring(0, 19).replace('T', ' ') + " UTC.\n"
                + "It is not a database any more. All that was to be copied from it is, proven, in:\n"
                + "  " + target + "\n"
                + NAME + archive.getFileName() + "\n"
                + "To undo this: " + undo + "\n";
    }

    /** The newest archive of what was at this path; empty when there is none. */
    public static Optional<Path> newest(Path path) {
        return SourceSearch.newestArchive(path);
    }

    /** What an archived database has left at this path; empty for a database, for anything else, and for nothing. */
    public static Optional<ArchiveNote> at(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                return SourceSearch.newestArchive(path)
                        .filter(archive -> Files.exists(besideArchive(archive)))
                        .map(archive -> new ArchiveNote(archive, true));
            }
            // a database that this process has open is not opened a second time: that would drop SQLite's locks
            if (!Files.isRegularFile(path)
                    || !Files.isReadable(path)
                    || Files.size(path) > LONGEST
                    || Holders.heldByThisProcess(path)) {
                return Optional.empty();
            }
            String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            if (!text.startsWith(FIRST)) {
                return Optional.empty();
            }
            return text.lines()
                    .filter(line -> line.startsWith(NAME))
                    .map(line -> new ArchiveNote(path.resolveSibling(line.substring(NAME.length())), false))
                    .findFirst();
        } catch (IOException e) {
            throw new Fault(
                            "the file cannot be read: " + path,
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "give this user the right to read it")
                    .at(path)
                    .revealedBy(e);
        }
    }
}
