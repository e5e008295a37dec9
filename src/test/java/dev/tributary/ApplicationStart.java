package dev.tributary;

import dev.tributary.migrate.MigrationReport;
import java.nio.file.Path;

/** The README's example of the library, as it stands there between the two marks. */
public final class ApplicationStart {
    private ApplicationStart() {}

    public static MigrationReport start(Path db, Path old) {
        // README begins
        MigrationReport report = Tributary.workspace(db) // made if it does not exist
                .sources(old) // the folder with the old files
                .migrate(); // or a Fault that says what, why and what next; then nothing has changed
        report.entries()
                .forEach(entry -> System.out.println(entry.source() + " " + entry.table() + ": " + entry.policy() + ", "
                        + entry.rowsCopied() + " of " + entry.rowsRead() + " rows copied"));
        report.warnings().forEach(warning -> System.out.println(warning.asText()));
        report.backup().ifPresent(backup -> System.out.println("the way back: " + backup.folder()));
        // README ends
        return report;
    }
}
