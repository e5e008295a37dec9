package dev.tributary.safety;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SqliteFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;

/**
 * The backups of one target, in the folder {@code <target>.backups} beside it, readable by their owner only.
 *
 * <p>A backup is made under a temporary name by SQLite's own mechanism, written through to the disk, renamed, opened,
 * checked and digested; only then is it a backup.
 *
 * @see <a href="https://www.sqlite.org/backup.html">SQLite: the online backup API</a>
 */
public final class Backups {
    private static final int SQLITE_OK = 0;
    private static final int SQLITE_DONE = 101;
    private static final int BUSY_RETRIES = 600;
    private static final int BUSY_SLEEP_MS = 50;
    private static final int PAGES_PER_STEP = 4_096;

    private final Path target;
    private final BackupFolder folder;

    /** The backups of a database, which need not exist any more. */
    public Backups(Path target, Clock clock) {
        this.target = target.toAbsolutePath().normalize();
        this.folder = new BackupFolder(SqliteFiles.beside(this.target, ".backups"), clock);
    }

    /** Where the backups of this target are. */
    public Path folder() {
        return folder.path();
    }

    /**
     * Makes a backup of the target and of the given files.
     *
     * @param sources open sources by name, which are backed up too
     * @param withTarget whether there is a target to back up; false for a file that was made for this very run
     * @param reason one word for the folder's name, such as {@code before-migrate}
     * @param withSql also writes the target as SQL text
     * @throws Fault when anything about it is in doubt; an unfinished one is removed
     */
    public BackupSet create(boolean withTarget, Map<String, SourceDatabase> sources, String reason, boolean withSql) {
        return create(withTarget, sources, reason, withSql, () -> {});
    }

    /**
     * The same, unless a condition fails that is found out meanwhile.
     *
     * @param condition called when all is copied and checked; where it throws, no backup is left
     */
    public BackupSet create(
            boolean withTarget,
            Map<String, SourceDatabase> sources,
            String reason,
            boolean withSql,
            Runnable condition) {
        BackupFolder.Place place = begin(reason);
        Path unfinished = place.unfinished();
        try {
            Map<String, Path> originals = new LinkedHashMap<>();
            if (withTarget) {
                originals.put("target", target);
                try (SourceDatabase open = SourceDatabase.open("the target", target)) {
                    copy(open, unfinished.resolve(fileName("target", target)));
                    if (withSql) {
                        dump(open, unfinished.resolve("target-" + target.getFileName() + ".sql"));
                    }
                }
            }
            for (Map.Entry<String, SourceDatabase> source : sources.entrySet()) {
                Path file = source.getValue().file();
                originals.put(source.getKey(), file.toAbsolutePath().normalize());
                copy(source.getValue(), unfinished.resolve(fileName(source.getKey(), file)));
            }
            List<BackupSet.Copy> copies = new ArrayList<>();
            for (Map.Entry<String, Path> original : originals.entrySet()) {
                copies.add(check(original.getKey(), original.getValue(), unfinished));
            }
            condition.run();
            BackupSet set =
                    new BackupSet(place.name(), place.finished(), place.at(), reason, target, withTarget, copies);
            Manifest.write(unfinished, set);
            folder.finish(place);
            return set;
        } catch (IOException e) {
            throw failed(unfinished, e.getClass().getSimpleName() + ": " + e.getMessage())
                    .revealedBy(e);
        } catch (SQLException e) {
            throw failed(unfinished, "SQLite says: " + e.getMessage()).revealedBy(e);
        } finally {
            folder.end(place);
        }
    }

    private BackupFolder.Place begin(String reason) {
        try {
            return folder.begin(reason);
        } catch (IOException e) {
            throw failed(folder().resolve(reason), e.getClass().getSimpleName() + ": " + e.getMessage())
                    .revealedBy(e);
        }
    }

    /** Removes what killed runs have left unfinished; only for whoever holds the migration lock of the target. */
    public void removeUnfinished() {
        folder.removeUnfinished();
    }

    /** All finished backups, newest first. */
    public List<BackupSet> list() {
        return folder.finished().stream().map(Manifest::read).toList();
    }

    /**
     * Removes all but the newest backups. The newest one that was made before a migration stays in any case, and so does
     * the newest one before catching up: they are the way back, and hold the sources' rows as they were copied. Only for
     * whoever holds the migration lock of the target.
     *
     * @param keep how many stay, at least one
     * @return what was removed, newest first
     */
    public List<BackupSet> keepNewest(int keep) {
        return folder.keepNewest(keep, list(), BackupSet::reason, BackupSet::folder);
    }

    /** Refuses a backup of which any byte differs from what the manifest says. */
    public static void requireSound(BackupSet set) {
        for (BackupSet.Copy copy : set.files()) {
            Path file = set.folder().resolve(copy.file());
            try {
                String now = sha256(file);
                if (!now.equals(copy.sha256())) {
                    throw damaged(file, "its SHA-256 is " + now + ", the manifest says " + copy.sha256());
                }
            } catch (IOException e) {
                throw damaged(file, e.getClass().getSimpleName() + ": " + e.getMessage())
                        .revealedBy(e);
            }
        }
    }

    static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Writes a file's or a folder's content through to the disk, where the system lets us. */
    static void sync(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        try (FileChannel channel =
                FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            if (!folder) {
                throw e; // folders cannot be synced on every system
            }
        }
    }

    private static String fileName(String role, Path original) {
        return role + "-" + original.getFileName();
    }

    static void copy(SourceDatabase from, Path to) throws SQLException, IOException {
        try {
            copyPages(from, to);
        } catch (SQLException e) {
            from.requireUnchangedAfter(e);
            throw e;
        }
    }

    private static void copyPages(SourceDatabase from, Path to) throws SQLException, IOException {
        OwnerOnly.createFile(to);
        Map<String, Long> expected;
        try (ManagedConnection connection = from.connect()) {
            connection.setAutoCommit(false); // one snapshot for the counts and for the pages
            expected = rowCounts(connection);
            int code = connection
                    .getDatabase()
                    .backup("main", to.toAbsolutePath().toString(), null, BUSY_SLEEP_MS, BUSY_RETRIES, PAGES_PER_STEP);
            if (code != SQLITE_OK && code != SQLITE_DONE) {
                throw new SQLException("the backup of " + from.file() + " ended with "
                        + (code == SQLiteErrorCode.SQLITE_FULL.code ? "a full disk" : "SQLite's code " + code));
            }
            connection.rollback();
        }
        from.requireUnchanged();
        sync(to);
        try (ManagedConnection copied = SqliteFiles.openReadOnly(to, true)) {
            requireIntact(copied);
            Map<String, Long> found = rowCounts(copied);
            if (!found.equals(expected)) {
                throw new SQLException(
                        "the copy of " + from.file() + " has other row counts: " + found + " instead of " + expected);
            }
        }
    }

    /**
     * The copy has the original's pages, and whoever needs the original intact has examined its indexes too: here it is
     * enough that every page is what SQLite expects, which takes a tenth of the time.
     */
    private static void requireIntact(Connection copied) throws SQLException {
        try (Statement statement = copied.createStatement();
                ResultSet finding = statement.executeQuery("PRAGMA quick_check(1)")) {
            finding.next();
            if (!"ok".equals(finding.getString(1))) {
                throw new SQLException("the copy is not intact: " + finding.getString(1));
            }
        }
    }

    private static Map<String, Long> rowCounts(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery(
                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name")) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String table : tables) {
            try (Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("SELECT count(*) FROM " + Identifier.quote(table))) {
                count.next();
                counts.put(table, count.getLong(1));
            }
        }
        return counts;
    }

    private static BackupSet.Copy check(String role, Path original, Path folder) throws IOException {
        Path file = folder.resolve(fileName(role, original));
        return new BackupSet.Copy(role, file.getFileName().toString(), original, Files.size(file), sha256(file));
    }

    private static void dump(SourceDatabase from, Path to) throws SQLException, IOException {
        OwnerOnly.createFile(to);
        try (ManagedConnection connection = from.connect()) {
            SqlDump.write(connection, to);
        }
        sync(to);
    }

    private static Fault damaged(Path file, String why) {
        return new Fault("the backup is damaged: " + file, why, "choose another backup from the list").at(file);
    }

    private static Fault failed(Path unfinished, String why) {
        return new Fault(
                        "the backup could not be made, and nothing else was begun",
                        why,
                        "free space beside " + unfinished.getParent() + " or mend its rights, and run this again")
                .at(unfinished.getParent());
    }
}
