package dev.tributary.support;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.MigrationReport;
import java.net.URI;
import java.nio.file.Path;

/**
 * A program that migrates a workspace.db through the library: says {@code applied: [..]} and exits with 0, or says the
 * fault's three lines and exits with 1. With a version as its third argument it is killed as that version begins.
 */
public final class RunWorkspace {
    private RunWorkspace() {}

    /** Starts it on a target and a folder of sources. */
    public static Child start(Path db, Path sources) {
        return Child.start(RunWorkspace.class, uri(db), uri(sources));
    }

    /** Starts one that dies without a chance to tidy up as a version begins, inside the transaction. */
    public static Child startAndDieIn(String version, Path db, Path sources) {
        return Child.start(RunWorkspace.class, uri(db), uri(sources), version);
    }

    private static String uri(Path path) {
        return path.toAbsolutePath().toUri().toString();
    }

    /** Target and sources as URIs, for a path may hold what a command line would spoil. */
    public static void main(String[] arguments) {
        try {
            MigrationReport report = Tributary.workspace(Path.of(URI.create(arguments[0])))
                    .sources(Path.of(URI.create(arguments[1])))
                    .migrate(new MigrationListener() {
                        @Override
                        public void versionStarted(String version, String description) {
                            if (arguments.length > 2 && version.equals(arguments[2])) {
                                Runtime.getRuntime().halt(137);
                            }
                        }
                    });
            System.out.println("applied: " + report.applied());
        } catch (Fault fault) {
            System.out.println(fault.getMessage());
            System.exit(1);
        }
    }
}
