package dev.tributary.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one command said and how it ended.
 *
 * @param exit the exit code
 * @param out standard output
 * @param err standard error
 */
record Cli(int exit, String out, String err) {
    /** Runs a command as a script would: no terminal on the other side. */
    static Cli run(String... args) {
        return run(Terminal.NONE, args);
    }

    static Cli run(Terminal terminal, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(
                new Output(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        terminal),
                args);
        return new Cli(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Standard output, which must be one JSON document. */
    JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }

    /** The result in the JSON document of a command that was not refused. */
    JsonNode result() {
        return json().required("result");
    }

    JsonNode fault() {
        return json().required("fault");
    }
}
