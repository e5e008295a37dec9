package dev.tributary.safety;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes files and folders that only their owner may use, where the file system knows such rights. */
public final class OwnerOnly {
    private OwnerOnly() {}

    /** Makes an empty file, unless it exists; says whether it made it. */
    public static boolean createFile(Path file) throws IOException {
        try {
            Files.createFile(file, attributes("rw-------"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Removes a file that {@link #createFile} made and nobody has used. */
    public static void deleteFile(Path file) throws IOException {
        Files.delete(file);
    }

    static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, attributes("rwx------"));
    }

    static FileAttribute<?>[] attributes(String rights) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
