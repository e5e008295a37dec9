package dev.tributary.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** The commands in the groups in which a person thinks: look, do, undo. */
final class CommandList implements IHelpSectionRenderer {
    private static final Map<String, List<String>> GROUPS = groups();
    private static final int NAME = 20;

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Look, and change nothing", List.of("plan", "verify", "info"));
        groups.put("Do", List.of("migrate", "demo", "backup"));
        groups.put("Undo", List.of("restore"));
        groups.put("Learn", List.of("help", "generate-completion"));
        return groups;
    }

    @Override
    public String render(Help help) {
        StringBuilder text = new StringBuilder();
        Map<String, Help> commands = help.subcommands();
        GROUPS.forEach((group, names) -> {
            text.append(String.format("%n"))
                    .append(help.colorScheme().ansi().string("@|bold " + group + "|@"))
                    .append(String.format("%n"));
            for (String name : names) {
                CommandLine command = commands.get(name).commandSpec().commandLine();
                text.append(String.format("  %-" + NAME + "s %s%n", name, header(command)));
            }
        });
        return text.toString();
    }

    private static String header(CommandLine command) {
        String[] header = command.getCommandSpec().usageMessage().header();
        return header.length == 0 ? "" : header[0];
    }
}
