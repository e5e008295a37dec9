package example;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.StartListener;
import dev.tributary.migrate.StartReport;
import dev.tributary.migrate.StartSettings;
import java.nio.file.Path;
import java.time.Duration;

/** A program that brings its database to its last version before it uses it. */
public final class PlainStart {
    private PlainStart() {}

    /** The database's file, workspace.db unless said; then the folder with the old files, none unless said. */
    public static void main(String[] arguments) {
        Path db = Path.of(arguments.length > 0 ? arguments[0] : "workspace.db");
        Tributary named = Tributary.workspace(db);
        Tributary workspace = arguments.length > 1 ? named.sources(Path.of(arguments[1])) : named.noSources();
        StartListener listener = new StartListener() {
            @Override
            public void waiting(String forWhom) {
                System.out.println(forWhom);
            }

            @Override
            public void versionStarted(String version, String description) {
                System.out.println("version " + version + ": " + description);
            }
        };
        try {
            StartReport ready = workspace.migrateOnStart(StartSettings.defaults()
                    .waitAtMost(Duration.ofMinutes(2))
                    .listener(listener));
            System.out.println(ready.asText());
        } catch (Fault refused) {
            System.err.println(refused.getMessage()); // what, why, and what to do next
            System.exit(1);
        }
        System.out.println("The application may begin.");
    }
}
