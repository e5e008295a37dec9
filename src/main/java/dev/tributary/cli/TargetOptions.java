package dev.tributary.cli;

import dev.tributary.migrate.RunSettings;
import dev.tributary.migrate.SqliteMigration;
import dev.tributary.migrate.Target;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which target, and in which file. */
final class TargetOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description = "What the database is to become: workspace or roadmap.",
            completionCandidates = TargetNames.class)
    private String name;

    private Path file;

    @Option(names = "--db", order = 1, required = true, paramLabel = "FILE", description = "The target's file.")
    void file(Path db) {
        if (db.toString().isBlank()) {
            throw new ParameterException(command.commandLine(), "--db names no file");
        }
        file = db.toAbsolutePath().normalize();
    }

    Path file() {
        return file;
    }

    Target target() {
        return TargetNames.target(command, name);
    }

    SqliteMigration migration(RunSettings settings) {
        return new SqliteMigration(target(), file, settings);
    }
}
