package dev.tributary.migrate;

import dev.tributary.migrate.Examination.Finding;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at what any run needs of this machine. Writes nothing. */
final class MachineLook {
    private static final int OLDEST_JAVA = 17;
    private static final int NEWEST_TESTED = 25; // of the build's matrix
    private static final long MEGABYTE = 1_000_000;
    private static final long SPACE_FOR_TEMPORARIES = 64 * MEGABYTE;
    private static final int ANSWER_S = 10;
    private static final int PG_DUMP = 17;
    private static final Pattern MAJOR = Pattern.compile("\\b(\\d+)(?:\\.|\\s|beta|rc)");

    private MachineLook() {}

    static List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java(Integer.parseInt(System.getProperty("java.specification.version"))));
        findings.add(sqlite());
        findings.add(temporaryFolder(Path.of(System.getProperty("java.io.tmpdir"))));
        findings.add(docker(List.of("docker", "version", "--format", "{{.Server.Version}}")));
        return findings;
    }

    static Finding java(int feature) {
        String found = System.getProperty("java.version") + " of " + System.getProperty("java.vendor") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (feature < OLDEST_JAVA) {
            return Finding.needsYou("Java", found, "use a Java " + OLDEST_JAVA + " or newer");
        }
        return feature > NEWEST_TESTED
                ? Finding.warning("Java", found, "it was tested up to Java " + NEWEST_TESTED)
                : Finding.ok("Java", found);
    }

    /** Opening a database in memory unpacks and loads the native library. */
    private static Finding sqlite() {
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement();
                ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
            row.next();
            return Finding.ok("SQLite", row.getString(1) + ", its library loads");
        } catch (SQLException | LinkageError e) {
            return Finding.needsYou(
                    "SQLite",
                    "its library does not load: " + e.getMessage(),
                    "let this user write to and run from the temporary folder, or name another one:"
                            + " java -Dorg.sqlite.tmpdir=DIR");
        }
    }

    static Finding temporaryFolder(Path folder) {
        String remedy = "name another one: java -Djava.io.tmpdir=DIR";
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            return Finding.needsYou("Temporary", folder + " is not a folder that this user may write to", remedy);
        }
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            return free < SPACE_FOR_TEMPORARIES
                    ? Finding.warning("Temporary", folder + ": " + megabytes(free) + " free", "free some, or " + remedy)
                    : Finding.ok("Temporary", folder + ": writable, " + megabytes(free) + " free");
        } catch (IOException e) {
            return Finding.warning("Temporary", folder + ": its space is not known: " + e.getMessage(), remedy);
        }
    }

    /** Space as people read it. */
    static String megabytes(long bytes) {
        return bytes < MEGABYTE ? "less than 1 MB" : String.format(Locale.ROOT, "%,d MB", bytes / MEGABYTE);
    }

    /** Only a container of our own for PostgreSQL needs one. */
    static Finding docker(List<String> command) {
        Answer answer = ask(command);
        return answer.ok()
                ? Finding.ok("Docker", answer.said())
                : Finding.warning(
                        "Docker",
                        "no engine answers (" + answer.said() + ")",
                        "nothing to do, unless you want a PostgreSQL in a container: then start one");
    }

    /** The dump before a migration of PostgreSQL is made by its own tool. */
    static Finding pgDump(List<String> command) {
        Answer answer = ask(command);
        Matcher major = MAJOR.matcher(answer.said() + " ");
        int found = answer.ok() && major.find() ? Integer.parseInt(major.group(1)) : 0;
        if (found == PG_DUMP) {
            return Finding.ok("pg_dump", answer.said());
        }
        return Finding.warning(
                "pg_dump",
                found == 0
                        ? "it does not run (" + answer.said() + ")"
                        : answer.said() + " is " + (found < PG_DUMP ? "older" : "newer") + " than the server",
                "install version " + PG_DUMP + ", or make the backup your own way: migrate mcp --backup needs it");
    }

    private record Answer(boolean ok, String said) {}

    private static Answer ask(List<String> command) {
        Optional<Process> started = Optional.empty();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            started = Optional.of(process);
            process.getOutputStream().close();
            if (!process.waitFor(ANSWER_S, TimeUnit.SECONDS)) {
                return new Answer(false, command.get(0) + " gave no answer within " + ANSWER_S + " s");
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .replaceAll("\\s+", " ");
            return new Answer(process.exitValue() == 0, said.isEmpty() ? command.get(0) + " said nothing" : said);
        } catch (IOException e) {
            return new Answer(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(false, "interrupted");
        } finally {
            started.ifPresent(Process::destroy);
        }
    }
}
