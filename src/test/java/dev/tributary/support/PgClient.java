package dev.tributary.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** PostgreSQL's own programs, alone in a folder that a test puts on the PATH. */
public final class PgClient {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+).*");
    private static final int MAJOR = 17;

    private PgClient() {}

    /**
     * The real pg_dump and pg_restore: those of this machine if they are of the server's version, else those in the server's
     * own image. Each writes its arguments into the file {@code arguments} first.
     *
     * @param folder the only folder that they see
     */
    public static void real(Path folder, Path tools) throws IOException {
        for (String tool : List.of("pg_dump", "pg_restore")) {
            Path arguments = folder.resolve("arguments");
            script(tools, tool, "echo \"" + tool + " $@\" >> '" + arguments + "'", real(folder, tool));
        }
    }

    /** Programs of their own words; asked for their version they say 17, as the server would need. */
    public static void fake(Path tools, String tool, String... lines) throws IOException {
        script(
                tools,
                tool,
                "if [ \"$1\" = --version ]; then echo '" + tool + " (PostgreSQL) 17.2'; exit 0; fi\n"
                        + String.join("\n", lines));
    }

    /** Exactly these lines. */
    public static void script(Path tools, String tool, String... lines) throws IOException {
        Path script = tools.resolve(tool);
        Files.writeString(
                script, "#!/bin/sh\nPATH='" + System.getenv("PATH") + "'\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private static String real(Path folder, String tool) {
        Matcher version = VERSION.matcher(said(tool, "--version"));
        if (version.find() && Integer.parseInt(version.group(1)) == MAJOR) {
            return "exec " + tool + " \"$@\"";
        }
        boolean docker = said("docker", "--version").startsWith("Docker");
        if (!docker && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(
                    "CI=true, and neither " + tool + " 17 nor the docker command: a copy must be made there");
        }
        Assumptions.assumeTrue(docker, "skipped: neither " + tool + " 17 nor the docker command, so no copy");
        return "exec docker run --rm --network host --user \"$(id -u):$(id -g)\" --env PGPASSWORD --env LC_ALL --volume '"
                + folder + ":" + folder + "' --entrypoint " + tool + " "
                + Postgres.server().getDockerImageName() + " \"$@\"";
    }

    private static String said(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            return ""; // there is no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
