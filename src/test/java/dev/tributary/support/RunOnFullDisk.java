package dev.tributary.support;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.MigrationListener;
import dev.tributary.safety.BackupSet;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program for a small disk of its own: makes target and sources in a folder, migrates, and fills the disk to its last
 * byte once the backup is made or once a version begins. Says the fault, and whether the target is as it was.
 */
public final class RunOnFullDisk {
    private RunOnFullDisk() {}

    /** The folder, when to fill the disk ({@code never}, {@code backup} or a version), and the target. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        boolean roadmap = arguments[2].equals("roadmap");
        Path sources = roadmap
                ? RoadmapProject.make(folder.resolve("sources"))
                : WorkspaceFiles.sources(folder.resolve("sources"));
        Path db = roadmap
                ? RoadmapProject.roadmap(folder.resolve("roadmap.db"))
                : WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        Tributary target = (roadmap ? Tributary.roadmap(db) : Tributary.workspace(db)).sources(sources);
        DatabaseSnapshot before = DatabaseSnapshot.of(db);
        FolderSnapshot sourcesBefore = FolderSnapshot.of(sources);
        try {
            target.migrate(new MigrationListener() {
                @Override
                public void backedUp(BackupSet backup) {
                    fill("backup");
                }

                @Override
                public void versionStarted(String version, String description) {
                    fill(version);
                }

                private void fill(String now) {
                    if (arguments[1].equals(now)) {
                        SmallDisk.fill(folder);
                    }
                }
            });
            System.out.println("applied");
        } catch (Fault fault) {
            System.out.println(fault.getMessage());
        }
        boolean lockIsGone = !Files.exists(db.resolveSibling(db.getFileName() + ".migrate.lock"));
        SmallDisk.free(folder);
        System.out.println("target as before: " + DatabaseSnapshot.of(db).equals(before));
        System.out.println("all but the history as before: "
                + DatabaseSnapshot.of(db, RunOnFullDisk::notHistory).equals(before));
        System.out.println("sources as before: " + FolderSnapshot.of(sources).equals(sourcesBefore));
        System.out.println("lock is gone: " + lockIsGone);
        System.out.println("then: " + target.migrate().applied());
    }

    private static boolean notHistory(String table) {
        return !table.equals("flyway_schema_history");
    }
}
