package dev.tributary.cli;

import dev.tributary.support.Postgres.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The command line for mcp, in a process of its own: the password is in its environment and nowhere else. */
final class McpProcess {
    private McpProcess() {}

    /** How it ended, and what it said; its errors too, unless it was asked for JSON. */
    record Result(int exit, String said) {}

    /** A command for a database. */
    static Result run(Database database, String name, String... more) {
        List<String> words = new ArrayList<>(List.of(name, "mcp", "--url", database.url(), "--user", database.user()));
        words.addAll(Arrays.asList(more));
        return run(database, words);
    }

    /** Exactly these words. */
    static Result run(Database database, List<String> words) {
        return run(Map.of("PGPASSWORD", database.password()), words);
    }

    /** Exactly these words, with more in the environment. */
    static Result run(Map<String, String> environment, List<String> words) {
        try {
            Process process = start(environment, words);
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The same, still running. */
    static Process start(Map<String, String> environment, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        boolean json = words.contains("--json");
        builder.redirectErrorStream(!json);
        if (json) {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        builder.environment().putAll(environment);
        return builder.start();
    }
}
