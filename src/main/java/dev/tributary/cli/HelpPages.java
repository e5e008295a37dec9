package dev.tributary.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help: the commands in the groups in which a person thinks (look, do, undo), and examples that no line break cuts. */
final class HelpPages implements IHelpSectionRenderer {
    private static final Map<String, List<String>> GROUPS = groups();
    private static final int NAME = 20;

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put(
                "Look, and change nothing",
                List.of(
                        "doctor",
                        "plan",
                        "rehearse",
                        "verify",
                        "info",
                        "references",
                        "docs",
                        "doctor mcp",
                        "diagnose mcp",
                        "plan mcp",
                        "rehearse mcp",
                        "verify mcp",
                        "info mcp",
                        "docs mcp"));
        groups.put(
                "Do",
                List.of(
                        "migrate",
                        "catch-up",
                        "archive",
                        "demo",
                        "backup",
                        "migrate mcp",
                        "repair mcp",
                        "maintain mcp",
                        "backup mcp"));
        groups.put("Undo", List.of("restore", "undo mcp", "restore mcp", "reset mcp"));
        groups.put("Learn", List.of("help", "completion"));
        return groups;
    }

    private HelpPages() {}

    /** Arranges the help of the tool and of all its commands. */
    static void arrange(CommandLine tool) {
        tool.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new HelpPages());
        tool.getSubcommands().values().forEach(command -> {
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpPages::uncut);
            command.getCommandSpec()
                    .usageMessage()
                    .sortOptions(false)
                    .synopsisHeading("%nUsage: ")
                    .descriptionHeading("%n")
                    .parameterListHeading("%n");
        });
    }

    /** The footer's lines as they are: an example that is broken at the 80th column cannot be copied. */
    private static String uncut(Help help) {
        return Stream.of(help.commandSpec().usageMessage().footer())
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
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
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        return usage.header().length > 0 ? usage.header()[0] : usage.description()[0];
    }
}
