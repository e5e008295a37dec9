package dev.tributary.cli;

import dev.tributary.migrate.Examination;
import dev.tributary.migrate.RunSettings;
import dev.tributary.migrate.SqliteMigration;
import dev.tributary.report.Report;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        header = "See whether everything is ready for a run.",
        description =
                "Checks Java, SQLite's library, the temporary folder and Docker; with a target also its file, the "
                        + "rights, the lock, the backups, every source, the space, and which programs have a file open. A "
                        + "line each: ok, warning, or needs you with what to do. Writes not one byte. Ends with 3 when "
                        + "something needs you.",
        footer = {"", "Example:", "  java -jar target/tributary.jar doctor workspace --db workspace.db --sources data"})
final class DoctorCommand extends ToolCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TARGET",
            description = "workspace or roadmap; without it only this machine is looked at.",
            completionCandidates = TargetNames.class)
    private Optional<String> name = Optional.empty();

    @Option(names = "--db", order = 1, paramLabel = "FILE", description = "The target's file.")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private SourceOptions sources;

    @Mixin
    private PolicyOptions policies;

    @Override
    Report run() {
        if (name.isPresent() != file.filter(db -> !db.toString().isBlank()).isPresent()) {
            throw new ParameterException(
                    command().commandLine(),
                    name.isPresent()
                            ? "the target " + name.get() + " is a file: name it with --db FILE"
                            : "--db FILE needs a target: which kind of database is it to be");
        }
        return Report.of(name.map(target -> new SqliteMigration(
                                TargetNames.target(command(), target),
                                file.orElseThrow(),
                                RunSettings.defaults()
                                        .withSources(sources.settings())
                                        .withPolicies(policies.policies()))
                        .examine())
                .orElseGet(Examination::ofMachine));
    }
}
