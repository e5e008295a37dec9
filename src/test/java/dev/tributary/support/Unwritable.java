package dev.tributary.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/**
 * A file or folder that may not be written until this is closed. Rights do not bind root, so that for root the file
 * system's attribute "immutable" does it; where neither works, the test is skipped and says so.
 */
public final class Unwritable implements AutoCloseable {
    private final Path path;
    private final Set<PosixFilePermission> before;

    private Unwritable(Path path, Set<PosixFilePermission> before) {
        this.path = path;
        this.before = before;
    }

    /** Makes it so. */
    public static Unwritable of(Path path) {
        Assumptions.assumeTrue(
                path.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "this file system has no rights that could be taken away");
        try {
            Unwritable made = new Unwritable(path, Files.getPosixFilePermissions(path));
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--"));
            if (Files.isWritable(path)) {
                chattr("+i", path);
            }
            if (Files.isWritable(path)) {
                made.close();
                Assumptions.abort("this user may write everything, and chattr +i does not work here");
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (!Files.isWritable(path)) {
                chattr("-i", path);
            }
            Files.setPosixFilePermissions(path, before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it worked is seen by asking for the right to write. */
    private static void chattr(String change, Path path) throws IOException {
        try {
            new ProcessBuilder("chattr", change, path.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
