package dev.tributary.trial;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.safety.MigrationLock;
import dev.tributary.safety.Restore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** What runs in a JVM of its own, to be killed or to race: says on its standard output how far it has come. */
final class Child {
    static final String PLANNED = "planned";
    static final String BACKED_UP = "backed up";
    static final String VERSION = "version ";
    static final String DONE = "done ";
    static final String REFUSED = "refused ";

    private Child() {}

    public static void main(String[] arguments) throws IOException {
        try {
            switch (arguments[0]) {
                case "migrate" -> migrate(Path.of(arguments[1]), Path.of(arguments[2]));
                case "restore" -> restore(Path.of(arguments[1]), arguments[2]);
                case "lock" -> lock(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        } catch (Fault fault) {
            say(REFUSED + fault.getMessage().replace('\n', ' '));
            System.exit(1);
        }
    }

    private static void migrate(Path target, Path sources) {
        MigrationReport report = Tributary.workspace(target).sources(sources).migrate(new MigrationListener() {
            @Override
            public void planned(MigrationPlan plan) {
                say(PLANNED);
            }

            @Override
            public void backedUp(BackupSet backup) {
                say(BACKED_UP);
            }

            @Override
            public void versionStarted(String version, String description) {
                say(VERSION + version);
            }
        });
        say(DONE + report.applied().size());
    }

    private static void restore(Path target, String backup) {
        BackupSet chosen = new Backups(target, Clock.systemUTC())
                .list().stream()
                        .filter(set -> set.name().equals(backup))
                        .findFirst()
                        .orElseThrow();
        new Restore(target, Clock.systemUTC()).restore(chosen, Child::say);
        say(DONE + backup);
    }

    /** Takes and frees the lock again and again; inside, a file is made that nobody else may have made. */
    private static void lock(Path target, int times) throws IOException {
        Path inside = target.resolveSibling("inside");
        for (int i = 0; i < times; i++) {
            try (MigrationLock lock = MigrationLock.acquire(target, Duration.ofMinutes(1), line -> {})) {
                Files.createFile(inside);
                Files.delete(inside);
            }
        }
        say(DONE + times);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
