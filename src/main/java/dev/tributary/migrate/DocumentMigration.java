package dev.tributary.migrate;

import dev.tributary.document.Documented;
import dev.tributary.document.Documenting;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * A Flyway migration after which a database describes itself: everything in it has exactly one row of metadata. What is said
 * comes from {@code descriptions.csv} of the target, unless a person has said something.
 *
 * <p>It always runs inside Flyway's transaction, and counts the rows again before its end.
 */
public abstract class DocumentMigration extends HookedMigration {
    private final Target target;

    /** Describes the database of a target. */
    protected DocumentMigration(Target target) {
        this.target = target;
    }

    /** What the engine makes of the descriptions, and not their words: a word that is set right is no other schema. */
    @Override
    final String canonical() {
        return "documents " + Documenting.SEMANTICS + ", " + target.name();
    }

    @Override
    final void run(Connection connection, Configuration configuration) throws SQLException {
        report(new Documenting(connection, target.names(connection), target.descriptions()).run());
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
