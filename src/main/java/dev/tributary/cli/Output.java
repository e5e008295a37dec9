package dev.tributary.cli;

import dev.tributary.fault.Fault;
import dev.tributary.report.Report;
import dev.tributary.report.Style;
import java.io.PrintStream;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a command's words go: results to one stream, refusals and waiting to the other.
 *
 * @param out results
 * @param err refusals, warnings, logs
 */
record Output(PrintStream out, PrintStream err, Terminal terminal) {
    Style style() {
        return new AnsiStyle(terminal.ansi());
    }

    /** One line on the way to a result. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** A result in words. */
    void text(Report report) {
        out.print(report.text(style()));
        out.flush();
    }

    /** A refusal in its three lines, and with its whole history when somebody wants to see it. */
    void fault(Fault fault, boolean withStackTrace) {
        out.flush();
        err.print(Report.of(fault).text(style()));
        if (withStackTrace) {
            fault.printStackTrace(err);
        }
        err.flush();
    }

    /** The one JSON document of a command. */
    void json(String command, ExitCode exit, String key, ObjectNode content) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("command", command);
        document.put("exit_code", exit.code());
        document.set(key, content);
        // ASCII only: the document is the same whatever encoding this machine's standard output has
        out.println(JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .writeValueAsString(document));
        out.flush();
    }
}
