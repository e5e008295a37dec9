package dev.tributary.support;

import dev.tributary.source.SqliteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A program that opens a database, runs statements on it, says {@link #READY}, and keeps the connection open until its
 * standard input ends.
 */
public final class HoldDatabase {
    /** What it says once the statements have run. */
    public static final String READY = "ready";

    private HoldDatabase() {}

    /** Starts it, and returns when it holds the database. */
    public static Child start(Path file, String... statements) {
        String[] arguments = new String[statements.length + 1];
        arguments[0] = file.toAbsolutePath().toUri().toString();
        System.arraycopy(statements, 0, arguments, 1, statements.length);
        return Child.start(HoldDatabase.class, arguments).await(READY);
    }

    /** Puts a file into write-ahead-log mode and runs statements, of which nothing reaches the file itself. */
    public static Child withRowsOnlyInTheLog(Path file, String... statements) {
        String[] all = new String[statements.length + 2];
        all[0] = "PRAGMA journal_mode = WAL";
        all[1] = "PRAGMA wal_autocheckpoint = 0";
        System.arraycopy(statements, 0, all, 2, statements.length);
        return start(file, all);
    }

    /** The file as a URI, for its path may hold what a command line would spoil; then the statements. */
    public static void main(String[] arguments) throws SQLException, IOException {
        try (Connection connection = SqliteFiles.openForWriting(Path.of(java.net.URI.create(arguments[0])));
                Statement statement = connection.createStatement()) {
            for (int i = 1; i < arguments.length; i++) {
                statement.execute(arguments[i]);
            }
            System.out.println(READY);
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
