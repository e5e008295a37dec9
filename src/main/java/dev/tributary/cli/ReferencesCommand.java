package dev.tributary.cli;

import dev.tributary.catalog.NameMap;
import dev.tributary.migrate.Target;
import dev.tributary.references.References;
import dev.tributary.report.Report;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "references",
        header = "Find what programs still call by its old name.",
        description = "Looks into the .py, .go, .java, .sh and .sql files of a folder for old table and column names "
                + "inside SQL, and for old database files inside paths: file, line, the new name, and whether the "
                + "statement works through the compatibility view. Methods, keys of dictionaries, comments and "
                + "sentences are never meant. Ends with 3 while something is left.",
        footer = {"", "Example:", "  java -jar target/tributary.jar references roadmap src"})
final class ReferencesCommand extends ToolCommand {
    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description = "Whose names: roadmap, workspace or mcp.",
            completionCandidates = Named.class)
    private String name;

    @Parameters(index = "1", paramLabel = "DIR", description = "The folder with the programs, or one file.")
    private Path folder;

    @Option(
            names = "--write",
            order = 1,
            description = "Replace whole SQL names where that is certain, and show what was changed as a diff.")
    private boolean write;

    @Override
    Report run() {
        Target target = targets()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownName(
                        command().commandLine(),
                        "there is no target '" + name + "' with old names; there are: "
                                + targets().map(Target::name).collect(Collectors.joining(", ")),
                        name,
                        targets().map(Target::name).toList()));
        NameMap names = NameMap.parse(target.text(NAMES));
        return Report.of(target.name(), new References(names).find(folder, write), write);
    }

    private static final String NAMES = "names.csv";

    private static Stream<Target> targets() {
        return Stream.concat(Target.ALL.stream(), Stream.of(Target.MCP))
                .filter(target -> target.find(NAMES).isPresent());
    }

    /** The targets that have old names, for completion. */
    static final class Named implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> names = targets().map(Target::name).toList();
            return names.iterator();
        }
    }
}
