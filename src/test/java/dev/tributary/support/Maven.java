package dev.tributary.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Maven on a copy of this compiled project, so that what it compiles anew is not what another test's JVM is reading;
 * the test is skipped where there is no Maven.
 */
public final class Maven {
    private static final int LIMIT_MINUTES = 10;

    /** A run of seconds gains nothing from the second compiler. */
    private static final String SHORT_RUN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private Maven() {}

    /** What one run said, and how it ended. */
    public record Run(int code, String output) {}

    /**
     * Runs Maven quietly and waits for its end.
     *
     * @param output a file for what it says, gone afterwards
     * @param profile the target's profile
     */
    public static Run run(Path output, String profile, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(require(), "-B", "-ntp", "-q", "-P" + profile));
        // the repository of the build that runs this test; without the plugin in it, Maven fetches it
        Optional.ofNullable(System.getProperty("localRepository"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        command.addAll(arguments);
        Run run = run(output, environment, command);
        Assumptions.assumeFalse(
                run.output().contains("PluginResolutionException")
                        || run.output().contains("PluginManagerException")
                        || run.output().contains("Could not transfer artifact"),
                "Maven cannot fetch flyway-maven-plugin here");
        return run;
    }

    private static Run run(Path output, Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Project.COPY.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            builder.environment().merge("MAVEN_OPTS", SHORT_RUN, (given, ours) -> given + " " + ours);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("Maven did not end within " + LIMIT_MINUTES + " minutes");
            }
            return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Maven ran", e);
        } finally {
            delete(output);
        }
    }

    /** Made once in a JVM, gone with it. */
    private static final class Project {
        private static final List<String> PARTS =
                List.of("pom.xml", "LICENSE", "db", "src/main", "target/classes", "target/maven-status");

        static final Path COPY = copy();

        private static Path copy() {
            Path project = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
            try {
                Path copy = Files.createTempDirectory("tributary-project-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(copy)));
                for (String part : PARTS) {
                    if (Files.exists(project.resolve(part))) {
                        copy(project.resolve(part), copy.resolve(part));
                    }
                }
                return copy;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** With their times: what is up to date stays so. */
        private static void copy(Path from, Path to) throws IOException {
            Files.createDirectories(to.getParent());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }

        private static void remove(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(Maven::delete);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String require() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry, "mvn"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("there is no mvn on the PATH"));
    }
}
