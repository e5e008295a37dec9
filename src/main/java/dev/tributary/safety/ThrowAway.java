package dev.tributary.safety;

import dev.tributary.fault.Fault;
import dev.tributary.source.SourceDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder that is gone, with all that is in it, when it is closed: for what is tried out on a copy. */
public final class ThrowAway implements Cleanup.Step {
    /** Work that is still under way when its process is stopped may make one more file meanwhile. */
    private static final int TRIES = 5;

    private final Path folder;

    private ThrowAway(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a folder that only its owner may use.
     *
     * @param parent where; empty for the system's folder for temporary files
     */
    public static ThrowAway make(Optional<Path> parent) {
        try {
            String prefix = "tributary-rehearsal-";
            return new ThrowAway(
                    parent.isPresent()
                            ? Files.createTempDirectory(parent.get(), prefix, OwnerOnly.attributes("rwx------"))
                            : Files.createTempDirectory(prefix, OwnerOnly.attributes("rwx------")));
        } catch (IOException e) {
            throw new Fault(
                            "there is no room for a throw-away copy",
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "name a folder on a disk with space with --in DIR (in which this user may write)")
                    .revealedBy(e);
        }
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** A copy of a database by SQLite's own mechanism, checked; the database itself is only read. */
    public Path copyOf(SourceDatabase database) {
        Path copy = folder.resolve(database.file().getFileName());
        try {
            Backups.copy(database, copy);
            return copy;
        } catch (IOException | SQLException e) {
            throw new Fault(
                            "the throw-away copy could not be made in " + folder,
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "name a folder on a disk with space with --in DIR")
                    .at(database.file())
                    .revealedBy(e);
        }
    }

    /** Removes the folder and everything in it. */
    @Override
    public void close() {
        try {
            for (int i = 1; !removed(); i++) {
                if (i == TRIES) {
                    throw new DirectoryNotEmptyException(folder.toString());
                }
            }
        } catch (IOException e) {
            throw new Fault(
                            "the throw-away copy could not be removed: " + folder,
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "delete that folder by hand")
                    .at(folder)
                    .revealedBy(e);
        }
    }

    /** Removes what is there now, and says whether that was all. */
    private boolean removed() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (DirectoryNotEmptyException | UncheckedIOException e) {
            return false; // made meanwhile, or gone meanwhile: look again
        }
    }
}
