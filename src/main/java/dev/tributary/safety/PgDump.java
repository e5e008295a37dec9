package dev.tributary.safety;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A backup of one PostgreSQL database by its own tool, readable by its owner only. The password travels in the environment,
 * never as an argument.
 *
 * @see <a href="https://www.postgresql.org/docs/17/app-pgdump.html">PostgreSQL: pg_dump</a>
 */
public final class PgDump {
    /** What pg_dump understands of a JDBC URL; the driver's other parameters are its own affair. */
    private static final List<String> SHARED = List.of("sslmode=", "sslcert=", "sslkey=", "sslrootcert=");

    private final String uri;
    private final String user;
    private final Optional<String> password;

    /** A dump of the database behind a JDBC URL that holds no password. */
    public PgDump(String url, String user, Optional<String> password) {
        this.uri = libpq(url.substring("jdbc:".length()));
        this.user = user;
        this.password = password;
    }

    private static String libpq(String url) {
        int question = url.indexOf('?');
        if (question < 0) {
            return url;
        }
        List<String> all = Arrays.asList(url.substring(question + 1).split("&"));
        List<String> kept = all.stream()
                .filter(each -> SHARED.stream().anyMatch(each::startsWith))
                .collect(Collectors.toCollection(ArrayList::new));
        // to the driver, ssl alone means that the server must prove who it is
        if (kept.stream().noneMatch(each -> each.startsWith("sslmode="))
                && all.stream().anyMatch(each -> each.equals("ssl") || each.equals("ssl=true"))) {
            kept.add("sslmode=verify-full");
        }
        return url.substring(0, question) + (kept.isEmpty() ? "" : "?" + String.join("&", kept));
    }

    /** What a person types to make one by hand. */
    public String command(Path file) {
        return arguments(file).stream()
                .map(word -> word.matches("[\\w./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /**
     * Writes the dump under a temporary name, and renames it once pg_dump has ended well and it is on the disk.
     *
     * @return the file
     * @throws Fault when there is no complete dump; nothing of it is left then
     */
    public Path run(Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            if (Files.exists(file) || !OwnerOnly.createFile(unfinished)) {
                throw new Fault(
                        "the backup file is there already: " + (Files.exists(file) ? file : unfinished),
                        "a backup is never written over",
                        "name another one with --backup");
            }
        } catch (IOException e) {
            throw new Fault(
                            "the backup file cannot be made: " + file,
                            String.valueOf(e),
                            "name one with --backup in a folder that exists and may be written")
                    .revealedBy(e);
        }
        try {
            dump(unfinished);
            return Files.move(unfinished, file);
        } catch (IOException e) {
            throw new Fault(
                            "the backup could not be made: " + file,
                            String.valueOf(e.getMessage()),
                            "install pg_dump of version 17 or newer, or migrate without --backup")
                    .revealedBy(e);
        } finally {
            remove(unfinished);
        }
    }

    private void dump(Path file) throws IOException {
        ProcessBuilder dump = new ProcessBuilder(arguments(file)).redirectErrorStream(true);
        password.ifPresent(secret -> dump.environment().put("PGPASSWORD", secret));
        Process process = dump.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new Fault(
                        "pg_dump failed, so there is no backup",
                        said.replaceAll("\\s+", " "),
                        "mend that, or migrate without --backup");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new Fault("the backup was interrupted", "this process was told to stop", "run it again")
                    .revealedBy(e);
        }
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (written.size() == 0) {
                throw new Fault(
                        "pg_dump ended well and wrote nothing",
                        "an empty backup is none",
                        "try it by hand: " + command(file));
            }
            written.force(true);
        }
    }

    /** Half a backup looks like one. */
    private static void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
