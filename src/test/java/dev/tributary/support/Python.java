package dev.tributary.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Python's sqlite3 module, with which most of the old programs are written. */
public final class Python {
    private static final int LIMIT_S = 120;

    private Python() {}

    /** Skips the test, and counts it as skipped, where there is no python3 with sqlite3. */
    public static void required() {
        assumeTrue(works(), "skipped: there is no python3 with the module sqlite3");
    }

    private static boolean works() {
        try {
            return run(List.of("-c", "import sqlite3")).exitCode() == 0;
        } catch (UncheckedIOException e) {
            return false; // there is no such program
        }
    }

    /** How a program of its own ended. */
    private record Ended(int exitCode, String output) {}

    private static Ended run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("python3 did not end: " + output);
            }
            return new Ended(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What differs when Python runs these statements on two copies; the same words as {@link Replay.Difference#kinds}. */
    public static List<JsonNode> differences(Path folder, Path before, Path after, List<String> statements) {
        ObjectMapper json = new ObjectMapper();
        try {
            Path script = Files.writeString(folder.resolve("replay.py"), Resources.text("/roadmap/replay.py"));
            Path list = Files.writeString(folder.resolve("statements.json"), json.writeValueAsString(statements));
            Ended ended = run(List.of(script.toString(), before.toString(), after.toString(), list.toString()));
            List<String> lines = Arrays.asList(ended.output().split("\\R"));
            if (ended.exitCode() != 0 || !lines.get(lines.size() - 1).equals("replayed")) {
                throw new IllegalStateException("the replay failed: " + ended.output());
            }
            return lines.subList(0, lines.size() - 1).stream()
                    .map(json::readTree)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
