package dev.tributary.source;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A copy of a file and its log in a folder of our own, for when the log must be read and its folder not be written. */
final class PrivateCopy {
    private PrivateCopy() {}

    static Path of(String name, Path file, FileStamp before) {
        try {
            Path folder = Files.createTempDirectory("tributary-");
            Path copy = folder.resolve(file.getFileName().toString());
            Files.copy(file, copy);
            Files.copy(SqliteFiles.beside(file, "-wal"), SqliteFiles.beside(copy, "-wal"));
            if (!FileStamp.of(file).equals(before)) {
                remove(copy);
                throw new Fault(
                                name + " was written to while it was being copied: " + file,
                                "its folder may not be written, so a private copy is read, and that needs a quiet moment",
                                "run this again")
                        .at(file);
            }
            return copy;
        } catch (IOException e) {
            throw new Fault(
                            name + " cannot be read: " + file,
                            "its newest rows are in " + SqliteFiles.beside(file, "-wal")
                                    + ", its folder may not be written, and a private copy failed: " + e.getMessage(),
                            "make room in the folder for temporary files, or allow this user to write to the source's folder")
                    .at(file)
                    .revealedBy(e);
        }
    }

    static void remove(Path copy) {
        for (String suffix : new String[] {"", "-wal", "-shm"}) {
            delete(SqliteFiles.beside(copy, suffix));
        }
        delete(copy.getParent());
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Fault(
                            "a file of ours could not be removed: " + file,
                            String.valueOf(e.getMessage()),
                            "delete it by hand")
                    .at(file)
                    .revealedBy(e);
        }
    }
}
