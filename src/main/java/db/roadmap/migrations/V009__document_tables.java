package db.roadmap.migrations;

import dev.tributary.migrate.DocumentMigration;
import dev.tributary.migrate.Target;

/** Lets the database say what every table, view and column of it is for. */
public final class V009__document_tables extends DocumentMigration {
    /** Flyway makes an instance by name. */
    public V009__document_tables() {
        super(Target.ROADMAP);
    }
}
