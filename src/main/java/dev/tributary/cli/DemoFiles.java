package dev.tributary.cli;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.Target;
import dev.tributary.source.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The small databases of a demo, made of SQL text that the jar brings.
 *
 * @param folder where all of them are
 * @param target the one that the others flow into, as its own program would have left it
 */
record DemoFiles(Path folder, Path target) {
    /** Makes them in a folder of the user's, or in a new temporary one. */
    static DemoFiles make(Target target, Optional<Path> wanted) {
        Path folder = wanted.map(DemoFiles::empty).orElseGet(DemoFiles::temporary);
        Path file = folder.resolve(target.name() + ".db");
        String first = target.ledger().versions().get(0).file();
        make(file, target.text("migrations/" + first), target.text("demo/" + target.name() + ".sql"));
        for (String source : target.sourceNames()) {
            target.find("demo/" + source + ".sql")
                    .ifPresent(rows -> make(
                            folder.resolve(source + ".db"),
                            target.find("sources/" + source + ".sql").orElse(""),
                            rows));
        }
        return new DemoFiles(folder, file);
    }

    private static void make(Path file, String... scripts) {
        try (Connection connection = SqliteFiles.openForWriting(file);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String script : scripts) {
                statement.executeUpdate(script);
            }
            connection.commit();
        } catch (SQLException e) {
            throw SqliteFiles.explain("the demo's file", file, e);
        }
    }

    private static Path empty(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            if (Files.exists(absolute)) {
                requireEmpty(absolute);
            } else {
                Files.createDirectories(absolute);
            }
            return absolute;
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new Fault("the demo's folder is a file: " + folder, "it needs a folder", "name another with --in DIR")
                    .at(folder);
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new Fault(
                                "the demo's folder is not empty: " + folder,
                                "the demo makes files of its own, and touches nobody else's",
                                "name an empty or a new folder with --in DIR, or leave it out")
                        .at(folder);
            }
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("tributary-demo-");
        } catch (IOException e) {
            throw unusable(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    private static Fault unusable(Path folder, IOException e) {
        return new Fault(
                        "the demo's folder cannot be made: " + folder,
                        e.getClass().getSimpleName() + ": " + e.getMessage(),
                        "name a folder that this user may write, with --in DIR")
                .at(folder)
                .revealedBy(e);
    }
}
