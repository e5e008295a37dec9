package dev.tributary.cli;

import dev.tributary.migrate.Target;
import java.util.Iterator;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The targets by name, for parsing and for completion. */
final class TargetNames implements Iterable<String> {
    /** The target of that name; a misspelt one is a wrong usage. */
    static Target target(CommandSpec command, String name) {
        return Target.ALL.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "there is no target '" + name + "'; the targets are: "
                                + Target.ALL.stream().map(Target::name).collect(Collectors.joining(", "))));
    }

    @Override
    public Iterator<String> iterator() {
        return Target.ALL.stream().map(Target::name).iterator();
    }
}
