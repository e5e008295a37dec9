package dev.tributary.source;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** What tells that a file was written to: its size, its time of change, and what lies beside it. */
record FileStamp(long size, FileTime modified, boolean log, boolean journal) {
    private static final int QUIET_MS = 25;
    private static final int QUIET_COARSE_MS = 2_100;
    private static final int TRIES = 5;

    static FileStamp of(Path file) {
        try {
            return new FileStamp(
                    Files.size(file),
                    Files.getLastModifiedTime(file),
                    hasContent(SqliteFiles.beside(file, "-wal")),
                    hasContent(SqliteFiles.beside(file, "-journal")));
        } catch (IOException e) {
            throw new Fault(
                            "the file disappeared while it was being read: " + file,
                            String.valueOf(e.getMessage()),
                            "find out who moved it, and run this again")
                    .at(file)
                    .revealedBy(e);
        }
    }

    /** The same, once the last change is so old that a later one must show in the time of change. */
    static FileStamp quiet(Path file) {
        FileStamp stamp = of(file);
        for (int i = 0; i < TRIES; i++) {
            boolean fineClock = stamp.modified().toInstant().getNano() != 0;
            long age = System.currentTimeMillis() - stamp.modified().toMillis();
            long quiet = fineClock ? QUIET_MS : QUIET_COARSE_MS;
            if (age < 0 || age > quiet) {
                return stamp;
            }
            sleep(quiet - age + 1);
            stamp = of(file);
        }
        return stamp;
    }

    private static boolean hasContent(Path sidecar) throws IOException {
        return Files.exists(sidecar) && Files.size(sidecar) > 0;
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("the run was interrupted", "somebody asked this process to stop", "run it again")
                    .revealedBy(e);
        }
    }
}
