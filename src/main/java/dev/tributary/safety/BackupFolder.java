package dev.tributary.safety;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A folder of backups, each in a folder of its own whose name begins with its time in UTC. One that is not finished has
 * another name, and counts for nothing.
 */
final class BackupFolder {
    static final String UNFINISHED = ".unfinished-";

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss_SSS").withZone(ZoneOffset.UTC);
    private static final int TIME_LENGTH = "yyyyMMdd_HHmmss_SSS".length();

    /** Reasons of which the newest backup is never removed. */
    private static final List<String> PRECIOUS = List.of("before-migrate", "before-catch-up");

    private final Path folder;
    private final Clock clock;

    BackupFolder(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    Path path() {
        return folder;
    }

    /**
     * A backup that is being made.
     *
     * @param unfinished where it is made
     * @param finished where it is when it is a backup
     * @param folderIsNew whether it is the first one here
     */
    record Place(String name, Instant at, Path unfinished, Path finished, boolean folderIsNew) {}

    /** A place that nothing has, and its folder. */
    Place begin(String reason) throws IOException {
        Instant now = clock.instant();
        String name = unused(folder, NAME.format(laterThanAll(now)) + "-" + reason);
        Place place =
                new Place(name, now, folder.resolve(UNFINISHED + name), folder.resolve(name), !Files.exists(folder));
        try {
            OwnerOnly.createFolders(place.unfinished());
        } catch (IOException e) {
            end(place);
            throw e;
        }
        return place;
    }

    /** From here on it is a backup. */
    void finish(Place place) throws IOException {
        Backups.sync(place.unfinished());
        Files.move(place.unfinished(), place.finished(), StandardCopyOption.ATOMIC_MOVE);
        Backups.sync(folder);
    }

    /** Leaves nothing of one that was not finished. */
    void end(Place place) {
        remove(place.unfinished());
        if (place.folderIsNew() && isEmpty()) {
            remove(folder);
        }
    }

    private boolean isEmpty() {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw unlisted(e);
        }
    }

    /**
     * That time, or just after the newest name in the folder: a clock that was set back must not make the backup that was
     * made last look like an older one, which "latest" would then pass over.
     */
    private Instant laterThanAll(Instant now) {
        if (!Files.isDirectory(folder)) {
            return now;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.flatMap(entry -> time(entry.getFileName().toString()).stream())
                    .max(Comparator.naturalOrder())
                    .filter(newest -> newest.isAfter(now.minusMillis(1)))
                    .map(newest -> newest.plusMillis(1))
                    .orElse(now);
        } catch (IOException e) {
            throw unlisted(e);
        }
    }

    /** The time at the beginning of a name; empty for what somebody else has put there. */
    private static Optional<Instant> time(String name) {
        if (name.length() < TIME_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(NAME.parse(name.substring(0, TIME_LENGTH), Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A name that nothing in the folder has: a clock that was set back gives the same time twice. */
    static String unused(Path folder, String wanted) {
        String name = wanted;
        for (int i = 2; Files.exists(folder.resolve(name)); i++) {
            name = wanted + "-" + i;
        }
        return name;
    }

    /** Removes what killed runs have left unfinished. */
    void removeUnfinished() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(entry -> entry.getFileName().toString().startsWith(UNFINISHED))
                    .forEach(BackupFolder::remove);
        } catch (IOException e) {
            throw unlisted(e);
        }
    }

    /** The folders of all finished backups, newest first: those that have a manifest. */
    List<Path> finished() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.exists(entry.resolve(Manifest.FILE)))
                    .filter(entry -> !entry.getFileName().toString().startsWith(UNFINISHED))
                    .sorted(Comparator.comparing(
                                    (Path entry) -> entry.getFileName().toString())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw unlisted(e);
        }
    }

    /**
     * Removes all but the newest backups, and the newest one of each precious reason: they are the way back.
     *
     * @param keep how many stay, at least one
     * @param all the backups, newest first
     * @return what was removed, newest first
     */
    <T> List<T> keepNewest(int keep, List<T> all, Function<T, String> reason, Function<T, Path> itsFolder) {
        if (keep < 1) {
            throw new Fault("no backup would stay", "asked for are " + keep, "keep at least one");
        }
        List<T> removed = new ArrayList<>();
        for (int i = keep; i < all.size(); i++) {
            T backup = all.get(i);
            boolean wayBack = PRECIOUS.stream()
                    .anyMatch(precious -> all.stream()
                            .filter(each -> reason.apply(each).equals(precious))
                            .findFirst()
                            .filter(backup::equals)
                            .isPresent());
            if (!wayBack) {
                forget(itsFolder.apply(backup));
                removed.add(backup);
            }
        }
        return removed;
    }

    /** Under another name first: one that is half removed is no backup any more. */
    private void forget(Path backup) {
        Path going = folder.resolve(UNFINISHED + backup.getFileName());
        try {
            Files.move(backup, going, StandardCopyOption.ATOMIC_MOVE);
            Backups.sync(folder);
        } catch (IOException e) {
            throw new Fault(
                            "an old backup could not be removed: " + backup,
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "check the rights on that folder; the new backup is complete")
                    .at(backup)
                    .revealedBy(e)
                    .afterChanging("but the new backup was made");
        }
        remove(going);
    }

    private Fault unlisted(IOException e) {
        return new Fault(
                        "the backups cannot be listed: " + folder,
                        String.valueOf(e.getMessage()),
                        "check the rights on that folder")
                .at(folder)
                .revealedBy(e);
    }

    private static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new Fault(
                            "an unfinished backup could not be removed: " + folder,
                            String.valueOf(e.getMessage()),
                            "delete it by hand")
                    .at(folder)
                    .revealedBy(e);
        }
    }
}
