package dev.tributary.migrate;

import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.plan.CatchUpPlanner;
import dev.tributary.safety.BackupSet;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.TableDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Finds, in the backups of a target, the rows of a source as they were at its last copy. That it is them is not believed
 * but proven: their digest is the one that the ledger holds.
 */
final class BackupBases implements CatchUpPlanner.Bases {
    private final ManagedConnection connection;
    private final List<BackupSet> backups;
    private final String source;
    private final String prefix;

    /**
     * Looks in these backups.
     *
     * @param connection where they are attached; they are tidied up after it is closed
     * @param backups newest first
     * @param prefix of the aliases
     */
    BackupBases(ManagedConnection connection, List<BackupSet> backups, String source, String prefix) {
        this.connection = connection;
        this.backups = List.copyOf(backups);
        this.source = source;
        this.prefix = prefix;
    }

    @Override
    public Optional<String> find(Table table, List<String> columns, String digest) throws SQLException {
        for (int i = 0; i < backups.size(); i++) {
            BackupSet set = backups.get(i);
            Optional<Path> copy = set.files().stream()
                    .filter(file -> file.role().equals(source))
                    .map(file -> set.folder().resolve(file.file()))
                    .filter(Files::exists)
                    .findFirst();
            if (copy.isPresent() && matches(attach(copy.get(), prefix + i), table, columns, digest)) {
                return Optional.of(prefix + i);
            }
        }
        return Optional.empty();
    }

    private String attach(Path file, String alias) throws SQLException {
        if (!connection.hasAttached(alias)) {
            SourceDatabase open = SourceDatabase.open("the backup of '" + source + "'", file);
            open.attachTo(connection, alias);
            connection.afterClose(open::close);
        }
        return alias;
    }

    private boolean matches(String alias, Table table, List<String> columns, String digest) throws SQLException {
        Optional<Table> there = SqliteCatalog.read(connection, alias).table(table.name());
        return there.isPresent()
                && columns.stream()
                        .allMatch(column -> there.get().column(column).isPresent())
                && TableDigest.of(connection, alias, table.name(), columns, "")
                        .hex()
                        .equals(digest);
    }
}
