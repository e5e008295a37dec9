package dev.tributary.migrate;

import dev.tributary.catalog.NameMap;
import dev.tributary.rename.BrokenObject;
import dev.tributary.rename.RenameResult;
import dev.tributary.rename.Renaming;
import dev.tributary.rename.Step;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.CRC32;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * A Flyway migration that gives the tables of a target their new names, or prepares it: the tables and their names are
 * those of {@code names.csv}. A subclass says which step it is.
 *
 * <p>It always runs inside Flyway's transaction, and proves its step there.
 */
public abstract class RenameMigration extends BaseJavaMigration {
    private final Target target;
    private final Step step;

    /** Declares one step for all tables of a target. */
    protected RenameMigration(Target target, Step step) {
        this.target = target;
        this.step = step;
    }

    /** Which step it is. */
    public final Step step() {
        return step;
    }

    /** Covers the names and what the engine makes of them: an edit of either is noticed by validate. */
    @Override
    public final Integer getChecksum() {
        CRC32 crc = new CRC32();
        crc.update(("engine " + Renaming.SEMANTICS + ", " + step + ", "
                        + target.names().tables())
                .getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    @Override
    public final boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public final void migrate(Context context) {
        CopyMigration.requireHooks(context.getConfiguration());
        Connection connection = context.getConnection();
        NameMap names = target.names();
        RunSettings settings = RunSettings.from(context.getConfiguration().getPlaceholders());
        try {
            report(new Renaming(connection, names, settings.dropBrokenViews()).run(step));
        } catch (SQLException e) {
            throw CopyMigration.explain(connection, e);
        }
    }

    private static void report(RenameResult result) {
        Log log = LogFactory.getLog(RenameMigration.class);
        for (BrokenObject broken : result.dropped()) {
            log.warn(broken.asText() + "; it was dropped, as told. It was made by: " + broken.sqlInOneLine());
        }
        result.notes().forEach(log::warn);
        result.renamed().forEach(renamed -> log.info("renamed " + renamed));
        result.views().forEach(view -> log.info("second name " + view));
    }
}
