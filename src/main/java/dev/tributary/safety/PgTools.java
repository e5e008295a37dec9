package dev.tributary.safety;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own programs for copying a database. A password travels in the environment, never as an argument. Closing
 * ends the programs that are still running.
 *
 * @see <a href="https://www.postgresql.org/docs/17/app-pgdump.html">PostgreSQL: pg_dump</a>
 * @see <a href="https://www.postgresql.org/docs/17/app-pgrestore.html">PostgreSQL: pg_restore</a>
 */
public final class PgTools implements Cleanup.Step {
    static final String DUMP = "pg_dump";
    static final String RESTORE = "pg_restore";

    private static final String PASSWORD = "PGPASSWORD";
    private static final Pattern MAJOR = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final Pattern SERVER = Pattern.compile("(?m)^;\\s+Dumped from database version: (.*)$");

    private final Function<String, List<String>> command;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    private PgTools(Function<String, List<String>> command) {
        this.command = command;
    }

    /** Those that are found on the PATH. */
    public static PgTools onPath() {
        return new PgTools(List::of);
    }

    /**
     * Those of a Docker image, on this machine's network.
     *
     * @param folder the only folder that they see
     */
    public static PgTools inImage(String image, Path folder) {
        String owner;
        try {
            owner = Files.getAttribute(folder, "unix:uid") + ":" + Files.getAttribute(folder, "unix:gid");
        } catch (IOException | UnsupportedOperationException e) {
            throw new Fault(
                            "it is not known whose the folder is: " + folder,
                            String.valueOf(e.getMessage()),
                            "install pg_dump and pg_restore on this machine: they are then used instead of those of "
                                    + image)
                    .revealedBy(e);
        }
        return new PgTools(tool -> List.of(
                "docker",
                "run",
                "--rm",
                "--network=host",
                "--user=" + owner,
                "--env=" + PASSWORD,
                "--env=LC_ALL",
                "--volume=" + folder + ":" + folder,
                "--entrypoint=" + tool,
                image));
    }

    /** Whether both are there and of that major version. */
    public boolean are(int major) {
        return major(DUMP).equals(Optional.of(major)) && major(RESTORE).equals(Optional.of(major));
    }

    /**
     * Refuses programs of another major version than the server: an older one cannot read it, and what a newer one writes
     * need not load into it.
     */
    public void require(int major) {
        for (String tool : List.of(DUMP, RESTORE)) {
            Optional<Integer> found = major(tool);
            String remedy = "install the client programs of PostgreSQL " + major
                    + ", and put their folder first on the PATH, such as /usr/lib/postgresql/" + major + "/bin";
            if (found.isEmpty()) {
                throw new Fault(
                        tool + " does not run: it is not installed, or not on the PATH",
                        "PostgreSQL's own programs copy a database",
                        remedy);
            }
            if (found.get() != major) {
                throw new Fault(
                        tool + " is of version " + found.get() + ", and the server of version " + major,
                        "an older one cannot read the server, and what a newer one writes need not load into it",
                        remedy);
            }
        }
    }

    private Optional<Integer> major(String tool) {
        try {
            Said said = run(tool, List.of("--version"), Optional.empty(), true);
            Matcher matcher = MAJOR.matcher(said.text());
            return said.exit() == 0 && matcher.find()
                    ? Optional.of(Integer.parseInt(matcher.group(1)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // there is no such program
        }
    }

    /** Copies a whole database into a file. */
    void dump(PgDatabase from, Path file, Optional<String> snapshot) {
        List<String> arguments = new ArrayList<>(dumping(from, file));
        snapshot.ifPresent(name -> arguments.add("--snapshot=" + name));
        succeed(DUMP, arguments, from.password(), "there is no complete copy of the database");
    }

    /** Copies a whole database into a new file that only its owner may read; for a copy that is thrown away. */
    public Path copy(PgDatabase from, Path file) {
        try {
            OwnerOnly.createFile(file);
        } catch (IOException e) {
            throw new Fault(
                            "the copy cannot be written: " + file,
                            String.valueOf(e.getMessage()),
                            "name a folder on a disk with space with --in DIR")
                    .revealedBy(e);
        }
        dump(from, file, Optional.empty());
        return file;
    }

    /** What a person types for the same. */
    static List<String> dumping(PgDatabase from, Path file) {
        return List.of(
                "--no-password",
                "--format=custom",
                "--username=" + from.user(),
                "--file=" + file,
                "--dbname=" + from.uri());
    }

    /** Loads a file into a database; stops at the first error. */
    public void restore(Path file, PgDatabase into, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("--no-password", "--exit-on-error", "--username=" + into.user(), "--dbname=" + into.uri()));
        arguments.addAll(List.of(options));
        arguments.add(file.toString());
        succeed(RESTORE, arguments, into.password(), "the copy could not be loaded");
    }

    /**
     * Reads a copy from its beginning to its end, without any server.
     *
     * @return what it holds
     * @throws Fault when any part of it cannot be read
     */
    public PgContents read(Path file) {
        String contents = succeed(
                RESTORE, List.of("--list", file.toString()), Optional.empty(), "the copy is not readable: " + file);
        // the list stands at the beginning; only this unpacks the rows too
        discard(file);
        Matcher server = SERVER.matcher(contents);
        return new PgContents(
                server.find() ? server.group(1).strip() : "",
                contents.lines().filter(line -> line.contains(" TABLE DATA ")).count());
    }

    private void discard(Path file) {
        try {
            Said said = run(RESTORE, List.of("--file=-", file.toString()), Optional.empty(), false);
            if (said.exit() != 0) {
                throw PgToolFaults.of(RESTORE, "the copy is not readable to its end: " + file, said.text());
            }
        } catch (IOException e) {
            throw PgToolFaults.notRun(RESTORE, e);
        }
    }

    private String succeed(String tool, List<String> arguments, Optional<String> password, String otherwise) {
        try {
            Said said = run(tool, arguments, password, true);
            if (said.exit() != 0) {
                throw PgToolFaults.of(tool, otherwise, said.text());
            }
            return said.text();
        } catch (IOException e) {
            throw PgToolFaults.notRun(tool, e);
        }
    }

    private record Said(int exit, String text) {}

    private Said run(String tool, List<String> arguments, Optional<String> password, boolean keepOutput)
            throws IOException {
        List<String> words = new ArrayList<>(command.apply(tool));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).redirectInput(ProcessBuilder.Redirect.PIPE);
        builder.environment().put("LC_ALL", "C"); // their messages are looked at
        password.ifPresent(secret -> builder.environment().put(PASSWORD, secret));
        if (keepOutput) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        Process process = builder.start();
        running.add(process);
        try (InputStream out = keepOutput ? process.getInputStream() : process.getErrorStream()) {
            process.getOutputStream().close();
            String said = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Said(process.waitFor(), said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(tool + " was interrupted", "this process was told to stop", "run it again").revealedBy(e);
        } finally {
            process.destroy();
            running.remove(process);
        }
    }

    /** Ends what is still running. */
    @Override
    public void close() {
        running.forEach(Process::destroy);
    }
}
