package dev.tributary.safety;

import dev.tributary.fault.Fault;
import dev.tributary.source.ArchiveNote;
import dev.tributary.source.SqliteFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Moves a database aside, and back. The old path is never empty meanwhile: a second name is made for the file, and what
 * stays at the old path then takes the first name away from it, in one step. So no program finds nothing there, and makes
 * an empty database; and a run that is killed anywhere can be repeated.
 */
public final class Archive {
    private static final List<String> SIDECARS = List.of("-wal", "-shm");

    private final Path target;
    private final UnaryOperator<String> undo;

    /**
     * Archives what has flown into a target.
     *
     * @param undo the command that undoes it, for the text at the old path; given the path of what was archived
     */
    public Archive(Path target, UnaryOperator<String> undo) {
        this.target = target.toAbsolutePath().normalize();
        this.undo = undo;
    }

    /** What a file was when it was verified. */
    public record Seen(Path file, Hold.Stamp stamp) {
        /** Now. */
        public static Seen now(Path file) {
            return new Seen(file, Hold.Stamp.of(file));
        }
    }

    /** Refuses where the file cannot be moved: it is in use, or its folder may not be written. Writes nothing. */
    public static void requireMovable(String name, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isWritable(folder)) {
            throw new Fault(
                            name + " cannot be moved aside: " + file,
                            "this user may not write to the folder " + folder,
                            "give this user the right, or run as the user who owns the folder")
                    .at(file);
        }
        Hold.requireFree(name, file);
    }

    /**
     * Moves one database aside.
     *
     * @param name how to call it in a fault
     * @param forward leave a link to the target at the old path, and not a text
     * @return the archive
     * @throws Fault when somebody uses it, or has written to it since it was seen
     */
    public Path moveAside(String name, Seen seen, boolean forward, Instant at) {
        Path file = real(seen.file());
        Path left = leftover(file);
        try {
            forgetBrokenOff(file, left);
            Path archive = unused(file, at);
            try (Hold hold = Hold.take(name, file, seen.stamp())) {
                moveHeld(file, left, archive, forward, at);
            }
            for (String suffix : SIDECARS) {
                // emptied into the file, under the lock; beside the text they would belong to nothing
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            }
            Backups.sync(file.getParent());
            return archive;
        } catch (IOException e) {
            throw failed(name, file, e);
        } catch (SQLException e) {
            throw SqliteFiles.explain(name, file, e);
        }
    }

    private void moveHeld(Path file, Path left, Path archive, boolean forward, Instant at) throws IOException {
        try {
            prepare(file, left, archive, forward, at);
            move(file, left, archive);
        } catch (IOException e) {
            try {
                if (!Files.exists(file)) {
                    Files.move(archive, file, StandardCopyOption.ATOMIC_MOVE);
                }
                forgetBrokenOff(file, left);
                Files.deleteIfExists(ArchiveNote.besideArchive(archive));
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** What stays at the old path is made beside it first, and is on the disk before anything is moved. */
    private void prepare(Path file, Path left, Path archive, boolean forward, Instant at) throws IOException {
        String text = ArchiveNote.text(archive, target, at, undo.apply(file.toString()));
        Path note = forward ? ArchiveNote.besideArchive(archive) : left;
        Files.deleteIfExists(note);
        Files.write(note, text.getBytes(StandardCharsets.UTF_8));
        Backups.sync(note);
        if (Files.getFileStore(note).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(note, PosixFilePermissions.fromString("r--r--r--"));
        }
        if (forward) {
            Files.createSymbolicLink(left, target);
        }
    }

    private static void move(Path file, Path left, Path archive) throws IOException {
        try {
            Files.createLink(archive, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(
                    file, archive, StandardCopyOption.ATOMIC_MOVE); // no second names here: for a moment there is none
        }
        Backups.sync(file.getParent());
        Files.move(left, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A run that was killed may have left the second name, or what was to stay at the old path. */
    private static void forgetBrokenOff(Path file, Path left) throws IOException {
        for (Path archive : archives(file)) {
            if (Files.exists(file) && Files.isSameFile(file, archive)) {
                Files.delete(archive); // the file itself still has its first name
                Files.deleteIfExists(ArchiveNote.besideArchive(archive));
            }
        }
        Files.deleteIfExists(left);
    }

    /**
     * What an archive command that was killed on a file system without second names has left: the file is aside, and
     * nothing at the old path.
     */
    public boolean complete(Path old) {
        Path left = leftover(old);
        try {
            if (Files.exists(old) || !Files.exists(left, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Files.move(left, old, StandardCopyOption.ATOMIC_MOVE);
            Backups.sync(old.toAbsolutePath().getParent());
            return true;
        } catch (IOException e) {
            throw failed("the database", old, e);
        }
    }

    /**
     * Where the database is that belongs to an old path; writes nothing.
     *
     * @param old the path at which its program looks for it
     * @return empty when it is not archived
     * @throws Fault when it is archived and cannot be put back
     */
    public static Optional<Path> find(String name, Path old) {
        Optional<ArchiveNote> note = ArchiveNote.at(old);
        if (Files.exists(old) && note.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> archive = note.map(ArchiveNote::archive).or(() -> ArchiveNote.newest(old));
        archive.ifPresent(found -> {
            requireArchive(name, old, found);
            requireMovable("the archive of " + name, found);
        });
        return archive;
    }

    /**
     * Puts an archived database back to its old path.
     *
     * @return where it came from; empty when it is not archived
     */
    public static Optional<Path> putBack(String name, Path old) {
        Optional<Path> archive = find(name, old);
        try {
            if (archive.isEmpty()) {
                forgetBrokenOff(old, leftover(old));
                return archive;
            }
            Files.move(archive.get(), old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Backups.sync(old.toAbsolutePath().getParent());
            Files.deleteIfExists(ArchiveNote.besideArchive(archive.get()));
            Files.deleteIfExists(leftover(old));
            return archive;
        } catch (IOException e) {
            throw new Fault(
                            name + " could not be put back: " + old,
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "mend the rights, and run this again; the archive lies beside it")
                    .at(old)
                    .revealedBy(e);
        }
    }

    private static void requireArchive(String name, Path old, Path archive) {
        if (!Files.exists(archive)) {
            throw new Fault(
                            "the archive of " + name + " is gone: " + archive,
                            "what lies at " + old + " says that the database was moved there",
                            "find out who moved it, and bring it back to that name")
                    .at(old);
        }
    }

    private static List<Path> archives(Path file) throws IOException {
        String begin = file.getFileName() + ".archived_";
        try (var entries = Files.list(file.toAbsolutePath().getParent())) {
            return entries.filter(entry -> {
                        String name = entry.getFileName().toString();
                        return name.startsWith(begin)
                                && name.substring(begin.length()).matches("\\d{8}_\\d{6}");
                    })
                    .sorted()
                    .toList();
        }
    }

    private static Path unused(Path file, Instant at) {
        Instant time = at;
        while (Files.exists(ArchiveNote.archiveName(file, time))) {
            time = time.plusSeconds(1);
        }
        return ArchiveNote.archiveName(file, time);
    }

    private static Path leftover(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".archiving");
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw failed("the database", file, e);
        }
    }

    private static Fault failed(String name, Path file, IOException e) {
        return new Fault(
                        name + " could not be moved aside: " + file,
                        e.getClass().getSimpleName() + ": " + e.getMessage(),
                        "free space or mend the rights, and run this again; it goes on where it stopped")
                .at(file)
                .revealedBy(e);
    }
}
