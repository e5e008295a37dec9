package dev.tributary.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything under a folder: each entry's path, and of a file its size, its time of change and the SHA-256 of its bytes.
 * Two equal snapshots are two equal folders.
 *
 * <p>It reads bytes, so it may be taken only while this process has no SQLite connection to any of the files.
 *
 * @param entries by path relative to the folder
 */
public record FolderSnapshot(Map<String, String> entries) {
    public FolderSnapshot {
        entries = Map.copyOf(entries);
    }

    /** Looks at a folder and all folders in it; a folder that does not exist has no entries. */
    public static FolderSnapshot of(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new FolderSnapshot(Map.of());
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return new FolderSnapshot(all.filter(path -> !path.equals(folder))
                    .collect(Collectors.toMap(path -> folder.relativize(path).toString(), FolderSnapshot::describe)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same without the entries of which the path is like this. */
    public FolderSnapshot without(Predicate<String> path) {
        Map<String, String> kept = new TreeMap<>(entries);
        kept.keySet().removeIf(path);
        return new FolderSnapshot(kept);
    }

    /**
     * The same without the content of shared-memory files: SQLite notes in them which rows other processes are reading,
     * so that they change without anybody writing to the database.
     */
    public FolderSnapshot withoutSharedMemoryContent() {
        Map<String, String> kept = new TreeMap<>(entries);
        kept.replaceAll((path, content) -> path.endsWith("-shm") ? "exists" : content);
        return new FolderSnapshot(kept);
    }

    /** The SHA-256 of one file's bytes; the same caution holds. */
    public static String sha256(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String describe(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                return "link to " + Files.readSymbolicLink(path);
            }
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                return Files.isDirectory(path) ? "folder" : "other";
            }
            return Files.size(path) + " bytes, changed " + Files.getLastModifiedTime(path) + ", sha256 " + sha256(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sorted, so that a failing comparison can be read. */
    @Override
    public String toString() {
        return new TreeMap<>(entries)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("\n", "\n", "\n"));
    }
}
