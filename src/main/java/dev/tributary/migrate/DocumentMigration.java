package dev.tributary.migrate;

import dev.tributary.document.Documented;
import dev.tributary.document.Documenting;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.CRC32;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * A Flyway migration after which a database describes itself: everything in it has exactly one row of metadata. What is said
 * comes from {@code descriptions.csv} of the target, unless a person has said something.
 *
 * <p>It always runs inside Flyway's transaction, and counts the rows again before its end.
 */
public abstract class DocumentMigration extends BaseJavaMigration {
    private final Target target;

    /** Describes the database of a target. */
    protected DocumentMigration(Target target) {
        this.target = target;
    }

    /**
     * Covers what the engine makes of the descriptions, and not their words: a word that is set right is no other schema.
     */
    @Override
    public final Integer getChecksum() {
        CRC32 crc = new CRC32();
        crc.update(("documents " + Documenting.SEMANTICS + ", " + target.name()).getBytes(StandardCharsets.UTF_8));
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
        try {
            report(new Documenting(connection, target.names(), target.descriptions()).run());
        } catch (SQLException e) {
            throw CopyMigration.explain(connection, e);
        }
    }

    private static void report(Documented done) {
        Log log = LogFactory.getLog(DocumentMigration.class);
        log.info("described from the file: " + done.fromFile() + ", by people: " + done.persons()
                + ", old names that followed: " + done.renamed());
        done.fromCatalog().forEach(each -> log.warn("not described yet: " + each));
        done.merged().forEach(each -> log.warn("described twice, and one description is gone: " + each));
        done.stale().forEach(each -> log.warn("described, and not there: " + each));
    }
}
