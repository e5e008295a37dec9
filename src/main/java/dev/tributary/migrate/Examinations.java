package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.source.Beside;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SqliteFiles;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the sources are intact: examined beside the planning and the backup, which read the same pages and take as long
 * together. Nothing may be written to the target before {@link #require} has come back.
 */
final class Examinations implements AutoCloseable {
    private final Map<String, Running> running = new LinkedHashMap<>();

    private record Running(SourceDatabase source, Beside<Boolean> check) {}

    /**
     * Opens a source and begins to examine it.
     *
     * @return the source, open until this is closed: whoever opened the file again meanwhile could not look at its header
     */
    SourceDatabase open(String name, Path file) throws SQLException {
        if (running.containsKey(name)) {
            return source(name); // two versions copy from it
        }
        SourceDatabase source = SourceDatabase.open(name, file);
        try {
            running.put(name, new Running(source, Beside.start(source, "examination of " + name, connection -> {
                source.requireIntact(connection);
                return true;
            })));
            return source;
        } catch (SQLException e) {
            source.close();
            throw SqliteFiles.explain(name, file, e);
        }
    }

    /** The source that was opened under this name. */
    SourceDatabase source(String name) {
        return running.get(name).source();
    }

    /** Waits for all of them, and says what was found. */
    List<Fault> faults() {
        List<Fault> found = new ArrayList<>();
        for (String name : running.keySet()) {
            try {
                require(name);
            } catch (Fault damaged) {
                found.add(damaged);
            }
        }
        return found;
    }

    /** Waits for all of them, and throws the first fault. */
    void require() {
        running.keySet().forEach(this::require);
    }

    /** Waits for one of them. */
    void require(String name) {
        Running one = running.get(name);
        try {
            one.check().get();
        } catch (SQLException e) {
            throw SqliteFiles.explain(name, one.source().file(), e);
        }
    }

    @Override
    public void close() {
        for (Running one : running.values()) {
            try (SourceDatabase source = one.source();
                    Beside<Boolean> check = one.check()) {
                continue; // closed in the reverse order
            } catch (SQLException e) {
                throw SqliteFiles.explain("a source", one.source().file(), e);
            }
        }
    }
}
