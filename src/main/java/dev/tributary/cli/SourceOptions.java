package dev.tributary.cli;

import dev.tributary.source.SourceSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the sources are. */
final class SourceOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--sources", order = 2, paramLabel = "DIR", description = "The folder in which the sources are.")
    private Path folder;

    @Option(
            names = "--source",
            order = 3,
            paramLabel = "NAME=FILE",
            description = "One source's file, wherever the others are, or 'none' where there is none. May be repeated.")
    private List<String> named = new ArrayList<>();

    @Option(
            names = "--no-sources",
            order = 4,
            description = "There are no sources: record the copies without rows. The ledger notes it.")
    private boolean declined;

    SourceSettings settings() {
        if (declined && (folder != null || !named.isEmpty())) {
            throw usage("--no-sources says that there are none: leave it out, or leave out --sources and --source");
        }
        if (folder != null && folder.toString().isBlank()) {
            throw usage("--sources names no folder");
        }
        SourceSettings settings = new SourceSettings(Optional.ofNullable(folder), Map.of(), false);
        Set<String> names = new HashSet<>();
        for (String each : named) {
            int equals = each.indexOf('=');
            if (equals < 1 || equals == each.length() - 1) {
                throw usage("--source takes NAME=FILE, such as --source task_queue=data/task_queue.db; this is not: "
                        + each);
            }
            try {
                String name = each.substring(0, equals);
                if (!names.add(name)) {
                    throw usage("--source " + name + "=.. stands there twice");
                }
                settings = settings.with(name, Path.of(each.substring(equals + 1)));
            } catch (InvalidPathException e) {
                throw usage("--source " + each + " does not name a file: " + e.getReason());
            }
        }
        return declined ? SourceSettings.declinedByUser() : settings;
    }

    /** The same, as another command has to be told: where this one was called, or wherever. */
    List<String> words(UnaryOperator<Path> as) {
        SourceSettings settings = settings();
        List<String> words = new ArrayList<>();
        settings.folder()
                .ifPresent(
                        dir -> words.addAll(List.of("--sources", as.apply(dir).toString())));
        new TreeMap<>(settings.named())
                .forEach((name, file) -> words.addAll(List.of("--source", name + "=" + as.apply(file))));
        settings.without().forEach(name -> words.addAll(List.of("--source", name + "=" + SourceSettings.NONE)));
        if (settings.declined()) {
            words.add("--no-sources");
        }
        return words;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
