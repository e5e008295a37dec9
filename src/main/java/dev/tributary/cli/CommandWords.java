package dev.tributary.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes one word of a command and its target mcp. A PostgreSQL database needs other options than a file does, so
 * {@code migrate mcp} is a command of its own, with a help of its own.
 */
final class CommandWords {
    private static final String MCP = "mcp";

    private CommandWords() {}

    static String[] of(String... args) {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        if (words.indexOf("references") == 0) {
            return args; // it looks into programs, and mcp is one of its targets, or a folder of that name
        }
        for (int i = 1; i < words.size(); i++) {
            boolean isValue = words.get(i - 1).startsWith("--")
                    && !words.get(i - 1).matches("--(json|verbose|help|lose-rows|container|same-server)");
            if (MCP.equals(words.get(i)) && !isValue && !words.get(0).startsWith("-")) {
                words.remove(i);
                if ("help".equals(words.get(0)) && words.size() > 1) {
                    words.set(1, words.get(1) + " " + MCP);
                } else {
                    words.set(0, words.get(0) + " " + MCP);
                }
                break;
            }
        }
        return words.toArray(String[]::new);
    }
}
