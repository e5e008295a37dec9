package dev.tributary.safety;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A finished backup of a PostgreSQL database: a folder with a dump and a manifest. It was read to its end when it was made.
 *
 * @param name the folder's name: when it was made, in UTC, and why
 * @param folder where it is
 * @param createdAt when it was made
 * @param reason what it was made for, such as {@code before-migrate}
 * @param database the name of the database
 * @param version the last version of Tributary that had run; empty when none had
 * @param server the version of the server
 * @param bytes the dump's size
 * @param sha256 the digest of its bytes
 * @param rows how many rows each table had at that moment, by its qualified name
 */
public record PgBackup(
        String name,
        Path folder,
        Instant createdAt,
        String reason,
        String database,
        Optional<String> version,
        String server,
        long bytes,
        String sha256,
        Map<String, Long> rows) {
    static final String FILE = "database.dump";

    public PgBackup {
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    }

    /** The dump. */
    public Path file() {
        return folder.resolve(FILE);
    }

    /** What can be seen of it without reading it: empty when it is as it was proven, else what is wrong. */
    public Optional<String> flaw() {
        if (!Files.isRegularFile(file())) {
            return Optional.of("its file is missing");
        }
        long now = dev.tributary.source.SqliteFiles.size(file());
        return now == bytes ? Optional.empty() : Optional.of("its file has " + now + " bytes");
    }

    /** All rows of all tables. */
    public long allRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }
}
