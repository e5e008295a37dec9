package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * What every Java migration of a SQLite target has in common: a checksum over what it declares, Flyway's transaction, and
 * the hooks without which there was no preflight and no backup.
 */
abstract class HookedMigration extends BaseJavaMigration {
    /** What the checksum covers: an edit of it is noticed by validate. */
    abstract String canonical();

    /** Does the work; a throw rolls everything back. */
    abstract void run(Connection connection, Configuration configuration) throws SQLException;

    @Override
    public final Integer getChecksum() {
        CRC32 crc = new CRC32();
        crc.update(canonical().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    @Override
    public final boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public final void migrate(Context context) {
        requireHooks(context.getConfiguration());
        Connection connection = context.getConnection();
        try {
            run(connection, context.getConfiguration());
        } catch (SQLException e) {
            throw explain(connection, e);
        }
    }

    /** Without them there was no preflight and no backup; thrown here, everything is rolled back. */
    private static void requireHooks(Configuration configuration) {
        if (Arrays.stream(configuration.getCallbacks()).noneMatch(SqliteHooks.class::isInstance)) {
            throw new Fault(
                    "the setting flyway.callbacks was changed, and Tributary's are not among them",
                    "they look at everything before it is touched, and make the backup",
                    "leave out -Dflyway.callbacks, and its FLYWAY_ variable");
        }
    }

    private static Fault explain(Connection connection, SQLException e) {
        try {
            return SqliteFiles.explain(
                    "the target", connection.unwrap(ManagedConnection.class).file(), e);
        } catch (SQLException second) {
            throw new IllegalStateException("Tributary's driver opens every target", second);
        }
    }
}
