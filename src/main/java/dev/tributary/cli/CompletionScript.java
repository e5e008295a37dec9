package dev.tributary.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The completion script of the words that a person types. To picocli, {@code migrate mcp} is a command of its own; to a
 * shell, mcp is the second word of migrate. Here the two become one: its targets and the options of both.
 */
final class CompletionScript {
    private static final String NAME = "tributary";
    private static final String MCP = "mcp";

    private CompletionScript() {}

    /** The script, and a command of that name where there is none. */
    static String of(String invocation) {
        return AutoComplete.bash(NAME, new CommandLine(asTyped()))
                + "\n# The command that is completed, where nobody has made one.\n"
                + "command -v " + NAME + " >/dev/null 2>&1 || " + NAME + "() { " + invocation + " \"$@\"; }\n";
    }

    private static CommandSpec asTyped() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CommandSpec tool = CommandSpec.forAnnotatedObject(new Tool(new Output(nowhere, nowhere, Terminal.NONE)));
        Map<String, List<CommandSpec>> byFirstWord = new LinkedHashMap<>();
        tool.subcommands()
                .forEach((name, line) -> byFirstWord
                        .computeIfAbsent(name.split(" ")[0], ignored -> new ArrayList<>())
                        .add(line.getCommandSpec()));
        CommandSpec typed = CommandSpec.create().name(NAME);
        tool.options()
                .forEach(option -> typed.addOption(OptionSpec.builder(option).build()));
        byFirstWord.forEach((name, commands) -> typed.addSubcommand(name, merged(name, commands)));
        return typed;
    }

    private static CommandSpec merged(String name, List<CommandSpec> commands) {
        CommandSpec merged = CommandSpec.create().name(name);
        boolean mcp = commands.stream().anyMatch(command -> command.name().endsWith(" " + MCP));
        for (CommandSpec command : commands) {
            command.options().stream()
                    .filter(option -> merged.findOption(option.longestName()) == null)
                    .forEach(option ->
                            merged.addOption(OptionSpec.builder(option).build()));
            command.positionalParameters().forEach(each -> merged.addPositional(withMcp(each, mcp)));
        }
        if (mcp && merged.positionalParameters().isEmpty()) {
            merged.addPositional(PositionalParamSpec.builder()
                    .index("0")
                    .type(String.class)
                    .completionCandidates(List.of(MCP))
                    .build());
        }
        return merged;
    }

    private static PositionalParamSpec withMcp(PositionalParamSpec target, boolean mcp) {
        List<String> candidates = new ArrayList<>(candidates(target));
        if (mcp && !candidates.isEmpty()) {
            candidates.add(MCP);
        }
        return PositionalParamSpec.builder(target)
                .completionCandidates(candidates.isEmpty() ? null : candidates)
                .build();
    }

    private static List<String> candidates(ArgSpec argument) {
        List<String> candidates = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(candidates::add);
        }
        return candidates;
    }
}
