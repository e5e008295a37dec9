package dev.tributary.safety;

import dev.tributary.fault.Fault;
import dev.tributary.source.Holders;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts a backup back, because a person asked for it. What is there now is kept aside first, with its log files: left
 * behind, they would be replayed onto the restored file.
 *
 * @see <a href="https://www.sqlite.org/howtocorrupt.html#_unlinking_or_renaming_a_database_file_while_in_use">SQLite: how
 *     to corrupt a database, renaming a file in use</a>
 */
public final class Restore {
    /** What a state consists of: the database itself first, then what may lie beside it. */
    private static final List<String> STATE = List.of("", "-wal", "-shm", "-journal");

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss_SSS").withZone(ZoneOffset.UTC);

    private final Path target;
    private final Clock clock;

    /** Restores this database. */
    public Restore(Path target, Clock clock) {
        this.target = target.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /**
     * What a restore did.
     *
     * @param backup what was put back
     * @param keptAside where the state before it is now; empty when there was none
     */
    public record Restored(BackupSet backup, Optional<Path> keptAside) {}

    /**
     * Puts a backup back.
     *
     * @param waiting told for whom we wait
     * @throws Fault when the backup is damaged, or another process holds the target
     */
    public Restored restore(BackupSet backup, Consumer<String> waiting) {
        Path fresh = target.resolveSibling("." + target.getFileName() + ".restoring");
        boolean exchanging = false;
        try (MigrationLock lock = MigrationLock.acquire(target, MigrationLock.LIMIT, waiting)) {
            Backups.requireSound(backup);
            requireNotHeld();
            Optional<BackupSet.Copy> copy = backup.files().stream()
                    .filter(file -> "target".equals(file.role()))
                    .findFirst();
            if (copy.isPresent()) {
                prepare(
                        backup.folder().resolve(copy.get().file()),
                        fresh,
                        copy.get().sha256());
            }
            exchanging = true;
            Optional<Path> aside = keepAside();
            if (copy.isPresent()) {
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
                Backups.sync(target.getParent());
            }
            return new Restored(backup, aside);
        } catch (IOException e) {
            Fault fault = new Fault(
                            "the restore of " + target + " did not finish",
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "free space or mend the rights, and run the same restore again; the backup itself is untouched")
                    .at(target)
                    .revealedBy(e);
            if (exchanging) {
                throw fault.afterChanging(
                        "the target may be missing, its former state is in " + new Backups(target, clock).folder());
            }
            throw fault;
        }
    }

    /** Brings the backup's copy beside the target; half a copy must not keep the space that the next try needs. */
    private void prepare(Path from, Path fresh, String sha256) throws IOException {
        try {
            bring(from, fresh, sha256);
            keepRights(fresh);
        } catch (IOException | RuntimeException e) {
            try {
                Files.deleteIfExists(fresh);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private void requireNotHeld() {
        Holders holders = Holders.of(target);
        if (!holders.processes().isEmpty()) {
            Holders.Holder first = holders.processes().get(0);
            throw new Fault(
                            "the target is open in process " + first.pid() + " (" + first.command() + "): " + target,
                            "a file that is exchanged under a running program is damaged by it",
                            "stop that program, and run this again")
                    .at(target);
        }
    }

    private static void bring(Path from, Path to, String sha256) throws IOException {
        Files.deleteIfExists(to);
        OwnerOnly.createFile(to);
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        Backups.sync(to);
        if (!Backups.sha256(to).equals(sha256)) {
            throw new IOException("the copy of " + from + " differs from it");
        }
        try (ManagedConnection connection = SqliteFiles.openReadOnly(to, true);
                Statement statement = connection.createStatement();
                ResultSet finding = statement.executeQuery("PRAGMA integrity_check(1)")) {
            finding.next();
            if (!"ok".equals(finding.getString(1))) {
                throw new Fault(
                                "the backup is damaged: " + from,
                                finding.getString(1),
                                "choose another backup from the list")
                        .at(from);
            }
        } catch (SQLException e) {
            throw SqliteFiles.explain("the backup", from, e);
        }
    }

    /** Whoever may use the file that is replaced may use the restored one; the backup itself is its owner's only. */
    private void keepRights(Path fresh) throws IOException {
        if (Files.exists(target) && Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
        }
    }

    /**
     * Gives the target and what lies beside it a second place, all of it under one name at once, and only then takes it
     * away from the first one: a restore that is killed anywhere leaves the state before it whole, in one folder or the
     * other. The target goes first, so that nobody finds it without its log.
     */
    private Optional<Path> keepAside() throws IOException {
        List<Path> present = new ArrayList<>();
        for (String suffix : STATE) {
            Path file = SqliteFiles.beside(target, suffix);
            if (Files.exists(file)) {
                present.add(file);
            }
        }
        if (present.isEmpty()) {
            return Optional.empty();
        }
        Backups backups = new Backups(target, clock);
        backups.removeUnfinished();
        String name = BackupFolder.unused(backups.folder(), NAME.format(clock.instant()) + "-replaced");
        Path unfinished = backups.folder().resolve(BackupFolder.UNFINISHED + name);
        Path folder = backups.folder().resolve(name);
        OwnerOnly.createFolders(unfinished);
        for (Path file : present) {
            linkOrCopy(file, unfinished.resolve(file.getFileName()));
        }
        Backups.sync(unfinished);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        Backups.sync(backups.folder());
        for (Path file : present) {
            Files.delete(file);
        }
        return Optional.of(folder);
    }

    private static void linkOrCopy(Path file, Path to) throws IOException {
        try {
            Files.createLink(to, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // not every file system has links; nobody has the file open, so a copy is as good
            Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
            Backups.sync(to);
        }
    }
}
