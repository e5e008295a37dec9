package dev.tributary.cli;

import dev.tributary.migrate.RunSettings;
import dev.tributary.migrate.Target;
import dev.tributary.report.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a migration is told, whether it is planned, rehearsed or run. */
final class RunOptions {
    @Mixin
    private SourceOptions sources;

    @Option(names = "--create-missing", order = 5, description = "Make base tables that the target lacks, empty.")
    private boolean createMissing;

    @Option(
            names = "--drop-broken-views",
            order = 7,
            description = "Drop views and triggers that are broken already, where they stop a rename (roadmap).")
    private boolean dropBrokenViews;

    @Mixin
    private PolicyOptions policies;

    @Mixin
    private StageOptions stage;

    /** The settings of a run; sources, policies or a stage that make no sense are a wrong usage. */
    RunSettings settings(Target target) {
        return RunSettings.defaults()
                .withSources(sources.settings())
                .withCreateMissing(createMissing)
                .withDropBrokenViews(dropBrokenViews)
                .withPolicies(policies.policies())
                .withUntil(stage.of(target));
    }

    /** Commands that tell another run the same. */
    Commands commands(Target target) {
        List<String> words = new ArrayList<>(sources.words(UnaryOperator.identity()));
        if (createMissing) {
            words.add("--create-missing");
        }
        if (dropBrokenViews) {
            words.add("--drop-broken-views");
        }
        words.addAll(policies.words());
        stage.of(target).ifPresent(until -> words.addAll(List.of("--until", until)));
        return Program.commands(target).told(words);
    }
}
