package dev.tributary.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is gone when it is closed, for tests of an engine that knows no {@code @TempDir}. */
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /** Makes an empty one. */
    public static TemporaryFolder make() throws IOException {
        return new TemporaryFolder(Files.createTempDirectory("tributary-"));
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> entries = Files.walk(path)) {
            all = entries.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : all) {
            Files.delete(entry);
        }
    }
}
