package dev.tributary.migrate;

import dev.tributary.postgres.AdvisoryLocks;
import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.PostgresFaults;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** An application's start on the target mcp. */
final class PostgresStart {
    private static final String DOING = "the start on mcp";

    private final DataSource dataSource;
    private final PostgresMigration migration;
    private final StartUp start;

    PostgresStart(DataSource dataSource, PostgresSettings settings, StartSettings start) {
        this.dataSource = dataSource;
        this.migration = new PostgresMigration(
                dataSource,
                new PostgresSettings(start.limit(), start.limit(), settings.appRole(), settings.switchTypedColumns()));
        this.start = new StartUp("mcp", start);
    }

    StartReport run() {
        return start.settings().replica()
                ? validateOnly()
                : start.ready(migration.migrate(new Guard()).applied());
    }

    private StartReport validateOnly() {
        start.awaitOthers(this::pending, this::migrating);
        try (Connection connection = dataSource.getConnection();
                PostgresHooks hooks = new PostgresHooks()) {
            PostgresHooks.requireNoUndo(connection);
            migration.flyway(hooks).validate();
        } catch (FlywayException e) {
            throw PostgresMigration.asFault(e);
        } catch (SQLException e) {
            throw PostgresFaults.explain(DOING, e);
        }
        return start.ready(List.of());
    }

    private List<String> pending() {
        try (PostgresHooks hooks = new PostgresHooks()) {
            Flyway flyway = migration.flyway(hooks);
            return Arrays.stream(flyway.info().pending())
                    .map(MigrationInfo::getVersion)
                    .map(Object::toString)
                    .toList();
        } catch (FlywayException e) {
            throw PostgresMigration.asFault(e);
        } catch (SQLException e) {
            throw PostgresFaults.explain(DOING, e);
        }
    }

    private Optional<String> migrating() {
        try (Connection connection = dataSource.getConnection()) {
            return new AdvisoryLocks(connection).holder();
        } catch (SQLException e) {
            throw PostgresFaults.explain(DOING, e);
        }
    }

    /** Stops what a person has to decide, at the last moment at which nothing is written. */
    private final class Guard implements PostgresListener {
        @Override
        public void waiting(String forWhom) {
            start.logged(forWhom);
        }

        @Override
        public void planned(Diagnosis found, List<LedgerFile.Version> pending) {
            if (found.history().isEmpty() && found.classification() != Diagnosis.Classification.NOTHING_MADE) {
                throw StartUp.neverMigrated(
                        found.database() + " (" + found.classification().asText() + ")", "migrate mcp");
            }
            start.settings()
                    .listener()
                    .migrating(pending.stream().map(LedgerFile.Version::number).toList());
        }

        @Override
        public void versionStarted(String version, String description) {
            start.settings().listener().versionStarted(version, description);
        }
    }
}
