package dev.tributary.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A {@link Child} in a JVM of its own, and what it has said so far. */
final class ChildJvm implements AutoCloseable {
    private static final int PATIENCE_S = 300;

    private final Process process;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ChildJvm(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "reads " + process.pid());
        this.reader.setDaemon(true);
        this.reader.start();
    }

    static ChildJvm start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                Child.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (said) {
                    said.add(line);
                    said.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the child has said such a line; false when it ended without. */
    boolean awaitLine(Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        synchronized (said) {
            while (said.stream().noneMatch(wanted)) {
                if (!reader.isAlive()) {
                    return false;
                }
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("the child hangs after: " + said);
                }
                said.wait(10);
            }
            return true;
        }
    }

    boolean hasSaid(Predicate<String> wanted) {
        return said.stream().anyMatch(wanted);
    }

    List<String> said() {
        return said;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, and waits until the process is gone and what it had said is read to the end. */
    void kill() throws InterruptedException {
        sigkill();
        process.waitFor();
        reader.join();
    }

    /** By its handle: the process itself would close our end of the pipe, under the reader and before the last line. */
    private void sigkill() {
        process.toHandle().destroyForcibly();
    }

    /** Sends a signal, such as INT, which Ctrl-C sends. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for the end and gives the exit code. */
    int await() throws InterruptedException {
        return await(Duration.ofSeconds(PATIENCE_S));
    }

    int await(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            sigkill();
            throw new AssertionError("the child hangs after: " + said);
        }
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        sigkill();
    }
}
