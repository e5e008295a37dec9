package dev.tributary.migrate;

import dev.tributary.consolidation.Consolidation;
import dev.tributary.consolidation.MergeSettings;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.plan.CopySpec;
import dev.tributary.rename.Renaming;
import dev.tributary.source.SourceSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * A Flyway migration that lets one source flow into the target. A subclass is a declaration:
 *
 * <pre>{@code
 * public final class V003__copy_proposals extends CopyMigration {
 *     public V003__copy_proposals() {
 *         super(needed("proposals", "logs/proposals.db", "proposals.db"), same("proposals"));
 *     }
 * }
 * }</pre>
 *
 * <p>It always runs inside Flyway's transaction: a copy that was half made would look like a finished one.
 */
public abstract class CopyMigration extends HookedMigration {
    private final CopySpec spec;

    /**
     * Declares the copy.
     *
     * @param source made by {@link #needed} or {@link #optional}
     * @param tables made by {@link #same} or {@link #renamed}, in the order of copying
     */
    protected CopyMigration(SourceSpec source, CopySpec.TableCopy... tables) {
        this.spec = new CopySpec(source, Arrays.asList(tables));
    }

    /** A source without which the migration refuses; the paths are relative to the sources folder, tried in order. */
    protected static SourceSpec needed(String name, String... searched) {
        return new SourceSpec(name, Arrays.asList(searched), true);
    }

    /** A source that may be missing, which the ledger then notes. */
    protected static SourceSpec optional(String name, String... searched) {
        return new SourceSpec(name, Arrays.asList(searched), false);
    }

    /** A table that keeps its name. */
    protected static CopySpec.TableCopy same(String table) {
        return CopySpec.TableCopy.same(table);
    }

    /** A table that gets another name. */
    protected static CopySpec.TableCopy renamed(String from, String to) {
        return new CopySpec.TableCopy(from, to);
    }

    /**
     * A table that comes as it is: with rows, indexes, constraints, triggers, views and the mark up to which its keys were
     * given out.
     *
     * @param alsoCalled other names under which a source may have it
     */
    protected static CopySpec.TableCopy merged(String table, String... alsoCalled) {
        return mergedAs(table, table, alsoCalled);
    }

    /** The same, under another name in the target. */
    protected static CopySpec.TableCopy mergedAs(String from, String to, String... alsoCalled) {
        return new CopySpec.TableCopy(from, to, new CopySpec.Rule.Merged(Arrays.asList(alsoCalled)));
    }

    /**
     * A table that is there, and in which the newest row of equal natural key stays.
     *
     * @param updatedAt the column that says when a row was written
     * @param key the natural key; in it a missing value equals a missing value
     */
    protected static CopySpec.TableCopy newestWins(String table, String updatedAt, String... key) {
        return new CopySpec.TableCopy(table, table, new CopySpec.Rule.NewestWins(Arrays.asList(key), updatedAt));
    }

    /**
     * A table that should be empty; rows in it stop the migration until the user says what becomes of them.
     *
     * @param carriedAs its name in the target where the user wants it carried
     */
    protected static CopySpec.TableCopy expectedEmpty(String table, String carriedAs) {
        return new CopySpec.TableCopy(table, carriedAs, new CopySpec.Rule.ExpectedEmpty());
    }

    /** What is declared. */
    public final CopySpec spec() {
        return spec;
    }

    @Override
    final String canonical() {
        return "engine " + Consolidation.SEMANTICS + ", " + spec.canonical();
    }

    @Override
    final void run(Connection connection, Configuration configuration) throws SQLException {
        Log log = LogFactory.getLog(CopyMigration.class);
        RunSettings settings = RunSettings.from(configuration.getPlaceholders());
        Target target = Target.named(configuration.getPlaceholders().getOrDefault("target", ""));
        Consolidation consolidation = new Consolidation(
                connection,
                getVersion().getVersion(),
                ToolVersion.current(),
                Clock.systemUTC(),
                new MergeSettings(
                        settings.policies().of(target.name()),
                        target.names(),
                        source -> target.find("sources/" + source + ".sql")));
        for (LedgerEntry entry : consolidation.run(spec, settings.sources())) {
            log.info(LedgerLines.asText(entry));
        }
        for (Map.Entry<String, String> each : consolidation.renamed().entrySet()) {
            if (Renaming.addAlias(connection, target.names(), each.getKey(), each.getValue())) {
                log.info("second name " + each.getKey() + " = " + each.getValue());
            }
        }
    }
}
