package dev.tributary.safety;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** A backup of one PostgreSQL database by its own tool. The password travels in the environment, never as an argument. */
public final class PgDump {
    private final String uri;
    private final String user;
    private final Optional<String> password;

    /** A dump of the database behind a JDBC URL that holds no password. */
    public PgDump(String url, String user, Optional<String> password) {
        this.uri = url.substring("jdbc:".length());
        this.user = user;
        this.password = password;
    }

    /** What a person types to make one by hand. */
    public String command(Path file) {
        return String.join(" ", arguments(file));
    }

    /**
     * Writes the dump under a temporary name and renames it once pg_dump has ended well.
     *
     * @return the file
     */
    public Path run(Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        if (Files.exists(file) || Files.exists(unfinished)) {
            throw new Fault(
                    "the backup file is there already: " + (Files.exists(file) ? file : unfinished),
                    "a backup is never written over",
                    "name another one with --backup");
        }
        try {
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            ProcessBuilder dump = new ProcessBuilder(arguments(unfinished)).redirectErrorStream(true);
            password.ifPresent(secret -> dump.environment().put("PGPASSWORD", secret));
            Process process = dump.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                Files.deleteIfExists(unfinished);
                throw new Fault(
                        "pg_dump failed, so there is no backup", said, "mend that, or migrate without --backup");
            }
            return Files.move(unfinished, file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("the backup was interrupted", "this process was told to stop", "run it again")
                    .revealedBy(e);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(unfinished);
            } catch (IOException second) {
                throw new UncheckedIOException(second);
            }
            throw new Fault(
                            "the backup could not be made: " + file,
                            String.valueOf(e.getMessage()),
                            "install pg_dump of version 17 or newer, or migrate without --backup")
                    .revealedBy(e);
        }
    }

    private List<String> arguments(Path file) {
        return List.of(
                "pg_dump",
                "--no-password",
                "--format=custom",
                "--username=" + user,
                "--file=" + file,
                "--dbname=" + uri);
    }
}
