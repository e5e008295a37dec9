package dev.tributary.cli;

import dev.tributary.migrate.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

@Command(
        name = "tributary",
        header = "Lets many databases flow into one, and proves that nothing was lost.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "java -jar target/tributary.jar COMMAND TARGET --db FILE [OPTIONS]",
        mixinStandardHelpOptions = true,
        versionProvider = Tool.Version.class,
        optionListHeading = "%nOptions%n",
        commandListHeading = "",
        footer = {
            "",
            "Exit codes",
            "  0  done, or nothing to report",
            "  1  refused or failed; the first line says \"nothing changed\", or what did",
            "  2  wrong usage",
            "  3  a check (doctor, plan, verify, diagnose, references) found something",
            "     that needs you",
            "",
            "Try it:  java -jar target/tributary.jar demo workspace"
        },
        subcommands = {
            DoctorCommand.class,
            PlanCommand.class,
            VerifyCommand.class,
            InfoCommand.class,
            ReferencesCommand.class,
            DocsCommand.class,
            RehearseCommand.class,
            MigrateCommand.class,
            CatchUpCommand.class,
            ArchiveCommand.class,
            DemoCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            McpDoctorCommand.class,
            McpDiagnoseCommand.class,
            McpPlanCommand.class,
            McpRehearseCommand.class,
            McpInfoCommand.class,
            McpDocsCommand.class,
            McpVerifyCommand.class,
            McpMigrateCommand.class,
            McpRepairCommand.class,
            McpMaintainCommand.class,
            McpBackupCommand.class,
            McpRestoreCommand.class,
            McpUndoCommand.class,
            McpResetCommand.class,
            HelpCommand.class,
            CompletionCommand.class
        })
final class Tool {
    private final Output output;

    Tool(Output output) {
        this.output = output;
    }

    Output output() {
        return output;
    }

    /** The version as the build wrote it down. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"tributary " + ToolVersion.current()};
        }
    }
}
