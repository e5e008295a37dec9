package dev.tributary.safety;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * One finished backup: a folder with the copies and a manifest.
 *
 * @param name the folder's name: when it was made, in UTC, and why
 * @param folder where it is
 * @param createdAt when it was made
 * @param reason what it was made for, such as {@code before-migrate}
 * @param target the database that it belongs to
 * @param targetExisted whether there was a target to copy
 * @param files the copies; the target's first
 */
public record BackupSet(
        String name,
        Path folder,
        Instant createdAt,
        String reason,
        Path target,
        boolean targetExisted,
        List<Copy> files) {
    public BackupSet {
        files = List.copyOf(files);
    }

    /**
     * One database file of a backup.
     *
     * @param role "target", or the source's name
     * @param file the copy's file name inside the folder
     * @param original the file that was copied
     * @param bytes the copy's size
     * @param sha256 the digest of the copy's bytes
     */
    public record Copy(String role, String file, Path original, long bytes, String sha256) {}

    public long bytes() {
        return files.stream().mapToLong(Copy::bytes).sum();
    }
}
