package dev.tributary.cli;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.MigrationListener;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.SmallDisk;
import dev.tributary.support.WorkspaceFiles;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A program for a small disk of its own: a migration in the middle of which the disk fills, then commands of the runbook
 * while it is full, and again when there is space. Says what was said, and how each ended.
 */
final class NightOfTheFullDisk {
    private NightOfTheFullDisk() {}

    /** The disk, and the commands. */
    public static void main(String[] arguments) {
        Path disk = Path.of(arguments[0]);
        Path db = WorkspaceFiles.workspace(disk.resolve("workspace.db"));
        Path old = WorkspaceFiles.sources(disk.resolve("old"));
        DatabaseSnapshot before = DatabaseSnapshot.of(db);
        FolderSnapshot sources = FolderSnapshot.of(old);
        try {
            Tributary.workspace(db).sources(old).migrate(new MigrationListener() {
                @Override
                public void versionStarted(String version, String description) {
                    if (version.equals("003")) {
                        SmallDisk.fill(disk);
                    }
                }
            });
            System.out.println("the disk is not full");
        } catch (Fault fault) {
            System.out.println(fault.getMessage());
        }
        DatabaseSnapshot after =
                DatabaseSnapshot.of(db, table -> !table.equals("flyway_schema_history")); // as the refusal says
        System.out.println("target as before: " + after.equals(before));
        for (String state : new String[] {"full", "free"}) {
            for (String command : Arrays.copyOfRange(arguments, 1, arguments.length)) {
                run(state + ": ", command, db, old);
            }
            System.out.println("sources as before: " + FolderSnapshot.of(old).equals(sources));
            SmallDisk.free(disk);
        }
        run("", "verify workspace --db workspace.db --sources old", db, old);
    }

    private static void run(String state, String command, Path db, Path old) {
        String[] words = Arrays.stream(command.split(" "))
                .map(word -> word.equals("workspace.db") ? db.toString() : word.equals("old") ? old.toString() : word)
                .toArray(String[]::new);
        Cli cli = Cli.run(words);
        System.out.println(
                state + words[0] + " says:\n" + cli.out() + cli.err() + state + words[0] + " ended with " + cli.exit());
    }
}
