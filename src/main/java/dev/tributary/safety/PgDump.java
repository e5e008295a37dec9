package dev.tributary.safety;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A backup of one PostgreSQL database by its own program, in one file that only its owner may read. */
public final class PgDump {
    private final PgTools tools;
    private final PgDatabase database;

    /** A dump of a database. */
    public PgDump(PgTools tools, PgDatabase database) {
        this.tools = tools;
        this.database = database;
    }

    /** What a person types to make one by hand. */
    public String command(Path file) {
        List<String> words = new ArrayList<>(List.of(PgTools.DUMP));
        words.addAll(PgTools.dumping(database, file));
        return words.stream()
                .map(word -> word.matches("[\\w./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /**
     * Writes the dump under a temporary name, reads all of it again, and renames it once it is on the disk.
     *
     * @return what it holds
     * @throws Fault when there is no complete dump; nothing of it is left then
     */
    public PgContents run(Path file) {
        return run(file, Optional.empty());
    }

    /** The same of the moment that another session has exported. */
    PgContents run(Path file, Optional<String> snapshot) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            if (Files.exists(file) || !OwnerOnly.createFile(unfinished)) {
                throw new Fault(
                        "the backup file is there already: " + (Files.exists(file) ? file : unfinished),
                        "a backup is never written over",
                        "name another one");
            }
        } catch (IOException e) {
            throw cannotBeMade(file, e, "name one in a folder that exists and may be written");
        }
        try {
            tools.dump(database, unfinished, snapshot);
            if (Files.size(unfinished) == 0) {
                throw new Fault(
                        "pg_dump ended well and wrote nothing",
                        "an empty backup is none",
                        "try it by hand: " + command(file));
            }
            Backups.sync(unfinished);
            PgContents contents = tools.read(unfinished);
            Files.move(unfinished, file);
            return contents;
        } catch (IOException e) {
            throw cannotBeMade(file, e, "check the space and the rights of that folder");
        } finally {
            remove(unfinished);
        }
    }

    private static Fault cannotBeMade(Path file, IOException e, String next) {
        return new Fault("the backup file cannot be made: " + file, String.valueOf(e), next)
                .at(file)
                .revealedBy(e);
    }

    /** Half a backup looks like one. */
    private static void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
