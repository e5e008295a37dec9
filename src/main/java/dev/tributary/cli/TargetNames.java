package dev.tributary.cli;

import dev.tributary.migrate.Target;
import java.util.Iterator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The targets by name, for parsing and for completion. */
final class TargetNames implements Iterable<String> {
    /** The target of that name; a misspelt one is a wrong usage. */
    static Target target(CommandSpec command, String name) {
        return Target.ALL.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownName(
                        command.commandLine(),
                        "there is no target '" + name + "'; the targets are: "
                                + Target.ALL.stream().map(Target::name).collect(Collectors.joining(", ")),
                        name,
                        Stream.concat(Target.ALL.stream(), Stream.of(Target.MCP))
                                .map(Target::name)
                                .toList()));
    }

    @Override
    public Iterator<String> iterator() {
        return Target.ALL.stream().map(Target::name).iterator();
    }
}
