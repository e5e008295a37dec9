package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.ledger.Ledger;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.rename.BrokenObject;
import dev.tributary.rename.RenameResult;
import dev.tributary.rename.Renaming;
import dev.tributary.rename.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * A Flyway migration that gives the tables of a target their new names, or prepares it: the tables and their names are
 * those of {@code names.csv}. A subclass says which step it is.
 *
 * <p>It always runs inside Flyway's transaction, and proves its step there.
 */
public abstract class RenameMigration extends HookedMigration {
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

    /** The names, and what the engine makes of them. */
    @Override
    final String canonical() {
        return "engine " + Renaming.SEMANTICS + ", " + step + ", "
                + target.names().tables() + ", "
                + target.names().aliases();
    }

    @Override
    final void run(Connection connection, Configuration configuration) throws SQLException {
        boolean dropBrokenViews =
                RunSettings.from(configuration.getPlaceholders()).dropBrokenViews();
        RenameResult result = new Renaming(connection, target.names(), dropBrokenViews).run(step);
        record(connection, result);
        report(result);
    }

    /** What is gone can be had back: the ledger keeps the statements. */
    private void record(Connection connection, RenameResult result) throws SQLException {
        Ledger ledger = new Ledger(connection, "main");
        for (BrokenObject broken : result.dropped()) {
            ledger.record(dropped(broken.type() + " " + broken.name(), broken.sql()));
        }
        for (Catalog.Definition view : result.replaced()) {
            ledger.record(dropped("view " + view.name(), view.sql()));
        }
    }

    private LedgerEntry dropped(String object, String sql) {
        return LedgerEntry.dropped(
                getVersion().getVersion(),
                object,
                sql,
                ToolVersion.current(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
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
