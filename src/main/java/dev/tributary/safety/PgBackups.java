package dev.tributary.safety;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The backups of PostgreSQL databases in one folder, readable by their owner only. Each is made under a temporary name by
 * pg_dump, read to its end, digested, written through to the disk and renamed; only then is it a backup.
 */
public final class PgBackups {
    private final BackupFolder folder;

    /** The backups in a folder, which need not exist yet. */
    public PgBackups(Path folder, Clock clock) {
        this.folder = new BackupFolder(folder.toAbsolutePath().normalize(), clock);
    }

    /** Where they are. */
    public Path folder() {
        return folder.path();
    }

    /**
     * What a backup is made of.
     *
     * @param snapshot the moment, as a session has exported it that is still open
     * @param database the database's name
     * @param version the last version of Tributary that has run
     * @param rows of each table, counted in that moment
     */
    public record Moment(String snapshot, String database, Optional<String> version, Map<String, Long> rows) {}

    /**
     * Makes one.
     *
     * @param reason one word for the folder's name, such as {@code before-migrate}
     * @throws Fault when anything about it is in doubt; nothing of it is left then
     */
    public PgBackup create(PgTools tools, PgDatabase database, Moment moment, String reason) {
        try {
            BackupFolder.Place place = folder.begin(reason);
            try {
                return create(tools, database, moment, reason, place);
            } finally {
                folder.end(place);
            }
        } catch (IOException e) {
            throw new Fault(
                            "the backup could not be made",
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "check space and rights of " + folder.path() + ", and run this again")
                    .at(folder.path())
                    .revealedBy(e);
        }
    }

    private PgBackup create(PgTools tools, PgDatabase database, Moment moment, String reason, BackupFolder.Place place)
            throws IOException {
        Path file = place.unfinished().resolve(PgBackup.FILE);
        PgContents contents = new PgDump(tools, database).run(file, Optional.of(moment.snapshot()));
        PgBackup backup = new PgBackup(
                place.name(),
                place.finished(),
                place.at(),
                reason,
                moment.database(),
                moment.version(),
                contents.server(),
                java.nio.file.Files.size(file),
                Backups.sha256(file),
                moment.rows());
        PgManifest.write(place.unfinished(), backup);
        folder.finish(place);
        return backup;
    }

    /** All finished ones, newest first. */
    public List<PgBackup> list() {
        return folder.finished().stream().map(PgManifest::read).toList();
    }

    /**
     * Removes all but the newest ones of a database; the newest one that was made before a migration stays in any case: it is
     * the way back.
     *
     * @param keep how many stay, at least one
     * @return what was removed, newest first
     */
    public List<PgBackup> keepNewest(int keep, String database) {
        List<PgBackup> its =
                list().stream().filter(each -> each.database().equals(database)).toList();
        return folder.keepNewest(keep, its, PgBackup::reason, PgBackup::folder);
    }

    /** Refuses a backup of which any byte differs from what the manifest says. */
    public static void requireSound(PgBackup backup) {
        try {
            String now = Backups.sha256(backup.file());
            if (!now.equals(backup.sha256())) {
                throw damaged(backup, "its SHA-256 is " + now + ", the manifest says " + backup.sha256());
            }
        } catch (IOException e) {
            throw damaged(backup, e.getClass().getSimpleName() + ": " + e.getMessage())
                    .revealedBy(e);
        }
    }

    private static Fault damaged(PgBackup backup, String why) {
        return new Fault("the backup is damaged: " + backup.file(), why, "choose another backup from the list")
                .at(backup.file());
    }
}
