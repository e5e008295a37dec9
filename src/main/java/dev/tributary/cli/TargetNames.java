package dev.tributary.cli;

import dev.tributary.migrate.Target;
import java.util.Iterator;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The targets by name, for parsing and for completion. */
final class TargetNames implements ITypeConverter<Target>, Iterable<String> {
    @Override
    public Target convert(String name) {
        return Target.ALL.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("there is no target '" + name + "'; the targets are: "
                        + Target.ALL.stream().map(Target::name).collect(Collectors.joining(", "))));
    }

    @Override
    public Iterator<String> iterator() {
        return Target.ALL.stream().map(Target::name).iterator();
    }
}
