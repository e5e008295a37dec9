package dev.tributary.cli;

import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.RunSettings;
import dev.tributary.migrate.SqliteMigration;
import dev.tributary.migrate.Target;
import dev.tributary.report.Commands;
import dev.tributary.report.Report;
import dev.tributary.report.Style;
import dev.tributary.source.SourceSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "demo",
        header = "Try it on small databases made for the purpose.",
        description = "Makes a target and its sources in a new folder, then runs plan, migrate and verify on them, "
                + "and shows what you would have typed; with --only-files the rest is left to you.",
        footer = {"", "Example:", "  java -jar target/tributary.jar demo workspace"})
final class DemoCommand extends ToolCommand {
    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description = "What the database is to become: workspace or roadmap.",
            completionCandidates = TargetNames.class)
    private String name;

    @Option(
            names = "--in",
            paramLabel = "DIR",
            description = "A folder that is empty or does not exist yet. Default: a new temporary one.")
    private Optional<Path> in = Optional.empty();

    @Option(names = "--only-files", description = "Only make the files, as the old programs would have left them.")
    private boolean onlyFiles;

    @Override
    Report run() {
        Target target = TargetNames.target(command(), name);
        DemoFiles files = DemoFiles.make(target, in);
        SqliteMigration migration = new SqliteMigration(
                target,
                files.target(),
                RunSettings.defaults().withSources(new SourceSettings(Optional.of(files.folder()), Map.of(), false)));
        quietFlyway();
        Commands commands = Program.commands(target);
        Show show = new Show(commands, files);
        if (!onlyFiles) {
            show.step("plan", () -> Report.of(migration.plan(), commands));
            show.step("migrate", () -> Report.of(migrate(migration), commands));
            show.step("verify", () -> Report.of(migration.verify(), commands));
        }
        return show;
    }

    private dev.tributary.migrate.MigrationReport migrate(SqliteMigration migration) {
        if (wantsJson()) {
            return migration.migrate(MigrationListener.NONE);
        }
        try (Progress progress = new Progress(output())) {
            return migration.migrate(progress);
        }
    }

    /** Each step's command and result, as they come; at the end, where the files are. */
    private final class Show implements Report {
        private final Commands commands;
        private final DemoFiles files;
        private final ArrayNode steps = JsonNodeFactory.instance.arrayNode();
        private boolean needsYou;

        Show(Commands commands, DemoFiles files) {
            this.commands = commands;
            this.files = files;
        }

        void step(String command, Supplier<Report> work) {
            String line = line(command);
            if (!wantsJson()) {
                output().line(output().style().strong("$ " + line));
            }
            Report result = work.get();
            needsYou |= result.needsYou();
            if (wantsJson()) {
                ObjectNode step = steps.addObject();
                step.put("command", command);
                step.put("line", line);
                step.set("result", result.json());
            } else {
                output().text(result);
                output().line("");
            }
        }

        private String line(String command) {
            return commands.line(command, files.target()) + " --sources " + commands.path(files.folder());
        }

        @Override
        public boolean needsYou() {
            return needsYou;
        }

        @Override
        public String text(Style style) {
            return style.strong("The files of this demo are in ") + files.folder() + "\n"
                    + "Look at them:  " + (onlyFiles ? line("plan") : commands.line("info", files.target())) + "\n"
                    + "Remove them:   rm -r " + commands.path(files.folder()) + "\n";
        }

        @Override
        public ObjectNode json() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("folder", files.folder().toString());
            node.put("target", files.target().toString());
            node.set("steps", steps);
            return node;
        }
    }
}
