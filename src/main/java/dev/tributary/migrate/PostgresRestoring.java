package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.DatabaseSwap;
import dev.tributary.postgres.PostgresFaults;
import dev.tributary.postgres.TableCounts;
import dev.tributary.safety.Cleanup;
import dev.tributary.safety.PgBackup;
import dev.tributary.safety.PgBackups;
import dev.tributary.safety.PgDatabase;
import dev.tributary.safety.PgTools;
import dev.tributary.safety.ThrowAwayDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Puts a backup of a PostgreSQL database back: into a new database, which is proven and only then takes the old one's name.
 * The old one is kept under another. Everything before is undone when it fails, and the change of names is one transaction.
 */
public final class PostgresRestoring {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
    private static final int LONGEST_NAME = 63;
    private static final int SHOWN = 5;

    private final PgDatabase database;
    private final String name;
    private final Optional<String> confirmation;
    private final Clock clock;

    /**
     * A restore to be made.
     *
     * @param database the one whose place the backup takes; it need not exist
     * @param confirmation its name, typed by a person; needed where it holds data
     */
    public PostgresRestoring(PgDatabase database, Optional<String> confirmation) {
        this.database = database;
        this.name = database.name();
        this.confirmation = confirmation;
        this.clock = Clock.systemUTC();
    }

    /**
     * What a restore did.
     *
     * @param file the dump that was restored
     * @param backup what its manifest says of it; empty for a dump that has none
     * @param tables how many tables there are now
     * @param rows how many rows they hold
     * @param keptAside the name under which the database is that was there before
     */
    public record Restored(
            String database,
            Path file,
            Optional<PgBackup> backup,
            long tables,
            long rows,
            Optional<String> keptAside) {}

    /** Puts back a backup that was made with a manifest: every byte is checked first, and the rows of every table at the end. */
    public Restored restore(PgBackup backup, Cleanup cleanup, Consumer<String> tell) {
        PgBackups.requireSound(backup);
        return restore(backup.file(), Optional.of(backup), cleanup, tell);
    }

    /** Puts back a dump of which nothing is known but what is in it. */
    public Restored restore(Path dump, Cleanup cleanup, Consumer<String> tell) {
        if (!Files.isRegularFile(dump)) {
            throw new Fault("there is no such dump: " + dump, "nothing can be restored from it", "correct --from")
                    .at(dump);
        }
        return restore(dump, Optional.empty(), cleanup, tell);
    }

    private Restored restore(Path dump, Optional<PgBackup> backup, Cleanup cleanup, Consumer<String> tell) {
        PgDatabase third = database.named("postgres".equals(name) ? "template1" : "postgres");
        try (Connection connection = third.dataSource().getConnection()) {
            PgTools tools = cleanup.add(PgTools.onPath());
            tools.require(PostgresBackups.major(connection));
            DatabaseSwap swap = new DatabaseSwap(connection);
            List<String> properties = swap.properties(name);
            if (!properties.isEmpty()) {
                requireConfirmed();
                requireUnused(swap);
            }
            swap.named(beginning("_restoring_"))
                    .forEach(left ->
                            tell.accept("left over from a restore that was killed: DROP DATABASE " + left + ";"));
            if (backup.isEmpty()) {
                tools.read(dump); // the others were read when they were made, and no byte has changed
            }
            tell.accept("restore   into a new database");
            PgDatabase fresh = cleanup.add(ThrowAwayDatabase.make(
                            third, timed("_restoring_"), properties.isEmpty() ? "" : properties.get(0)))
                    .database();
            tools.restore(dump, fresh);
            Map<String, Long> rows = proven(fresh, backup);
            tell.accept("restore   " + rows.size() + " tables are as they were; now it takes the name " + name);
            Optional<String> aside = properties.isEmpty() ? Optional.empty() : Optional.of(timed("_before_restore_"));
            if (aside.isPresent()) {
                swap.copyPrivileges(name, fresh.name());
                requireUnused(swap);
            }
            swap.swap(fresh.name(), name, aside.orElse(""));
            return new Restored(
                    name,
                    dump,
                    backup,
                    rows.size(),
                    rows.values().stream().mapToLong(Long::longValue).sum(),
                    aside);
        } catch (SQLException e) {
            throw PostgresFaults.explain("the restore of " + name, e);
        }
    }

    private void requireConfirmed() throws SQLException {
        List<String> tables;
        try (Connection connection = database.readOnly().getConnection()) {
            tables = TableCounts.tables(connection);
        }
        if (!tables.isEmpty() && !confirmation.equals(Optional.of(name))) {
            throw new Fault(
                    "the database " + name + " holds " + tables.size() + " tables, and the restore was not confirmed",
                    confirmation
                            .map(typed -> "'" + typed + "' is not its name")
                            .orElse("what is in it now would be in use no more; it is kept under another name"),
                    "if that is what you want: --confirm " + name);
        }
    }

    private void requireUnused(DatabaseSwap swap) throws SQLException {
        List<String> sessions = swap.sessions(name);
        if (!sessions.isEmpty()) {
            throw new Fault(
                    "the database " + name + " is in use: "
                            + String.join("; ", sessions.subList(0, Math.min(SHOWN, sessions.size())))
                            + (sessions.size() > SHOWN ? "; and " + (sessions.size() - SHOWN) + " more" : ""),
                    "a database takes another name only while nobody is connected to it",
                    "stop these programs, and run this again");
        }
    }

    /** Counts every table again, and lets the server gather what it needs to know of them. */
    private static Map<String, Long> proven(PgDatabase fresh, Optional<PgBackup> backup) throws SQLException {
        try (Connection connection = fresh.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET row_security = off");
            Map<String, Long> found = TableCounts.of(connection);
            if (backup.isPresent() && !found.equals(backup.get().rows())) {
                throw notTheSame(found, backup.get().rows());
            }
            statement.execute("ANALYZE");
            return found;
        }
    }

    private static Fault notTheSame(Map<String, Long> found, Map<String, Long> expected) {
        TreeSet<String> names = new TreeSet<>(found.keySet());
        names.addAll(expected.keySet());
        List<String> different = new ArrayList<>();
        for (String table : names) {
            if (!java.util.Objects.equals(found.get(table), expected.get(table))) {
                different.add(table + ": " + found.getOrDefault(table, 0L) + " rows instead of "
                        + expected.getOrDefault(table, 0L));
            }
        }
        return new Fault(
                "what was restored is not what was backed up: " + different.get(0),
                different.size() + " tables differ from what was counted when the backup was made",
                "choose another backup from the list, and report this as a defect of Tributary");
    }

    private String timed(String what) {
        return beginning(what) + TIME.format(clock.instant());
    }

    /** A name has 63 bytes at most; what is longer the server would cut without a word. */
    private String beginning(String what) {
        int room = LONGEST_NAME - what.length() - "yyyyMMdd_HHmmss".length();
        String base = name;
        while (base.getBytes(StandardCharsets.UTF_8).length > room) {
            base = base.substring(0, base.offsetByCodePoints(base.length(), -1));
        }
        return base + what;
    }
}
