package dev.tributary.cli;

import dev.tributary.migrate.RunSettings;
import dev.tributary.migrate.SqliteMigration;
import dev.tributary.plan.Preferences;
import dev.tributary.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "catch-up",
        header = "Bring what the sources got since their copy.",
        description =
                "Compares every source with what the ledger says about its copy, and brings new and changed rows, "
                        + "and sources that turned up later: backup, copy, proof and ledger in one transaction. A row that "
                        + "changed on both sides is refused, unless --prefer says which side stays.",
        footer = {"", "Example:", "  java -jar target/tributary.jar catch-up workspace --db workspace.db --sources data"
        })
final class CatchUpCommand extends ToolCommand {
    @Mixin
    private TargetOptions target;

    @Mixin
    private SourceOptions sources;

    @Option(
            names = "--prefer",
            order = 5,
            paramLabel = "TABLE=SIDE",
            description = "Where rows of this table changed on both sides, the source's or the target's stay: "
                    + "--prefer tasks=source. May be repeated.")
    private List<String> preferred = new ArrayList<>();

    @Option(names = "--dry-run", order = 6, description = "Only say what would be done. Ends with 3 if refused.")
    private boolean dryRun;

    @Option(names = "--dump", order = 6, description = "Add the target as SQL text to the backup.")
    private boolean dump;

    @Mixin
    private PolicyOptions policies;

    @Override
    Report run() {
        SqliteMigration migration = target.migration(RunSettings.defaults()
                .withSources(sources.settings())
                .withDump(dump)
                .withPolicies(policies.policies()));
        Preferences preferences = preferences();
        quietFlyway();
        return dryRun
                ? Report.of(migration.catchUpPlan(preferences), Program.commands(target.target()))
                : Report.of(migration.catchUp(preferences, this::waiting), Program.commands(target.target()));
    }

    private Preferences preferences() {
        Preferences preferences = Preferences.NONE;
        for (String each : preferred) {
            int equals = each.indexOf('=');
            String side = each.substring(equals + 1).toUpperCase(Locale.ROOT);
            if (equals < 1 || !side.matches("SOURCE|TARGET")) {
                throw new ParameterException(
                        command().commandLine(),
                        "--prefer takes TABLE=source or TABLE=target, such as --prefer tasks=source; this is not: "
                                + each);
            }
            if (preferences.tables().containsKey(each.substring(0, equals))) {
                throw new ParameterException(
                        command().commandLine(), "--prefer " + each.substring(0, equals) + "=.. stands there twice");
            }
            preferences = preferences.with(each.substring(0, equals), Preferences.Side.valueOf(side));
        }
        return preferences;
    }
}
