package db.roadmap.migrations;

import dev.tributary.migrate.RenameMigration;
import dev.tributary.migrate.Target;
import dev.tributary.rename.Step;

/** Gives the tables their new names, and makes every old name a view that can be written. */
public final class V008__switch_names extends RenameMigration {
    /** Flyway makes an instance by name. */
    public V008__switch_names() {
        super(Target.ROADMAP, Step.SWITCH);
    }
}
