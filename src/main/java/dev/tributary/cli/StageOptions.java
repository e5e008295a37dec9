package dev.tributary.cli;

import dev.tributary.migrate.Target;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How far a migration goes. */
final class StageOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--until",
            order = 9,
            paramLabel = "STAGE",
            description = "Stop after a stage: expand or switch (roadmap). Default: go to the end.")
    private Optional<String> until = Optional.empty();

    /** The stage; one that the target does not have is a wrong usage. */
    Optional<String> of(Target target) {
        until.filter(stage -> !target.stages().contains(stage)).ifPresent(stage -> {
            throw new UnknownName(
                    command.commandLine(),
                    "there is no stage '" + stage + "' of " + target.name()
                            + (target.stages().isEmpty()
                                    ? ": it has none"
                                    : "; the stages are: " + String.join(", ", target.stages())),
                    stage,
                    target.stages());
        });
        return until;
    }
}
