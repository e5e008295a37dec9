package dev.tributary.source;

/**
 * How a file is read without writing to its folder.
 *
 * @see <a href="https://www.sqlite.org/uri.html#recognized_query_parameters">SQLite: recognized query parameters</a>
 */
enum ReadMode {
    /** Nobody writes meanwhile: no locks, and no files beside it. */
    IMMUTABLE("mode=ro&immutable=1"),

    /**
     * A log with shared memory lies beside it: both are read, and neither is written to. The parameter is SQLite's own,
     * from its unix VFS: without it a reader leaves its mark in the shared memory.
     */
    WITH_LOG("mode=ro&readonly_shm=1"),

    /** A rollback journal, or a log without shared memory, which SQLite then makes. */
    PLAIN("mode=ro");

    private final String parameters;

    ReadMode(String parameters) {
        this.parameters = parameters;
    }

    String parameters() {
        return parameters;
    }
}
