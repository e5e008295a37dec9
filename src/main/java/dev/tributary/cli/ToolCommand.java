package dev.tributary.cli;

import dev.tributary.report.Report;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.logging.LogFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What all commands have in common: they make a report, and it is printed once, in words or as JSON. */
abstract class ToolCommand implements Callable<Integer> {
    @ParentCommand
    private Tool tool;

    @Spec
    private CommandSpec command;

    @Mixin
    private OutputOptions options;

    /** Does what the command is for. */
    abstract Report run();

    @Override
    public final Integer call() {
        Optional<ReportFile> page = options.report.map(file -> ReportFile.planned(command, file));
        Report report;
        try {
            report = run();
        } catch (ParameterException e) {
            throw e; // nothing began that a page could show
        } catch (RuntimeException e) {
            page.ifPresent(planned -> planned.write(Report.of(Main.explain(e)), e));
            throw e;
        }
        ExitCode exit = report.needsYou() ? ExitCode.NEEDS_YOU : ExitCode.DONE;
        if (options.json) {
            output().json(command.name().split(" ")[0], exit, "result", report.json());
        } else {
            output().text(report);
        }
        // after the result, which must not be lost where the page cannot be written
        page.ifPresent(planned -> planned.write(report));
        page.filter(planned -> !options.json).ifPresent(planned -> output().line("Report    " + planned.file()));
        return exit.code();
    }

    final CommandSpec command() {
        return command;
    }

    final Output output() {
        return tool.output();
    }

    final boolean wantsJson() {
        return options.json;
    }

    final boolean verbose() {
        return options.verbose;
    }

    /** Tells a person why nothing happens. */
    final void waiting(String forWhom) {
        output().err().println(forWhom);
        output().err().flush();
    }

    /** Before the first use of Flyway; a command that does without it does not load it. */
    final void quietFlyway() {
        LogFactory.setFallbackLogCreator(new FlywayLog(output().err(), verbose()));
    }
}
