package dev.tributary.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A small disk for a program of its own, in a mount namespace of its own: gone with the process, whatever happens. */
public final class SmallDisk {
    private static final String FILLER = "filler";

    private SmallDisk() {}

    /**
     * Starts a program to which a folder is such a disk. Skips the test, and counts it as skipped, where the system does
     * not let us.
     *
     * @param size as mount takes it, such as {@code 8m}
     */
    public static Child start(Path folder, String size, Class<?> program, String... arguments) {
        List<String> alone = new ArrayList<>(List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=" + size + " none \"$0\" && exec \"$@\"",
                folder.toString()));
        List<String> probe = new ArrayList<>(alone);
        probe.add("true");
        Assumptions.assumeTrue(Command.succeeds(probe), "no disk of one's own here: unshare and mount do not work");
        return Child.startBehind(alone, program, arguments);
    }

    /** Fills the disk on which this folder is to its last byte. */
    public static void fill(Path folder) {
        for (int size = 1 << 16; size > 0; size /= 2) {
            try (OutputStream out = Files.newOutputStream(
                    folder.resolve(FILLER), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(new byte[size]);
                }
            } catch (IOException e) {
                continue; // no room for so much: try less
            }
        }
    }

    /** Fills the disk on which this folder is, except for so many KiB. */
    public static void fill(Path folder, long kibLeft) {
        if (kibLeft == 0) {
            fill(folder);
            return;
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve(FILLER))) {
            byte[] kilobyte = new byte[1024];
            for (long left = Files.getFileStore(folder).getUsableSpace() / 1024 - kibLeft; left > 0; left--) {
                out.write(kilobyte);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives all that back. */
    public static void free(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(FILLER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
