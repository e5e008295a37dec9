package dev.tributary.safety;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which files the sources were when the run was planned. Another file under the same name would be copied and proven like
 * any, and neither plan nor backup would hold what was read. New rows in the same file are no reason to stop.
 */
public record SourceIdentity(Map<Path, Optional<Object>> keys) {
    /** Nothing is read. */
    public static final SourceIdentity NONE = new SourceIdentity(Map.of());

    public SourceIdentity {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    /** What these files are now. */
    public static SourceIdentity of(Collection<Path> files) {
        Map<Path, Optional<Object>> keys = new LinkedHashMap<>();
        files.forEach(file -> keys.put(file, key(file)));
        return new SourceIdentity(keys);
    }

    /**
     * Refuses when one of them is another file now.
     *
     * @throws Fault naming the file
     */
    public void requireSame() {
        keys.forEach((file, key) -> {
            if (!key(file).equals(key)) {
                throw new Fault(
                                "a source was replaced while the migration ran: " + file,
                                "under this name there is another file now than the one that was planned and backed up",
                                "find out who exchanged it, and run this again")
                        .at(file);
            }
        });
    }

    /** What the file system tells files apart by; empty where it has nothing of the kind. */
    private static Optional<Object> key(Path file) {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            throw new Fault(
                            "a source disappeared while the migration ran: " + file,
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "find out who moved it, and run this again")
                    .at(file)
                    .revealedBy(e);
        }
    }
}
