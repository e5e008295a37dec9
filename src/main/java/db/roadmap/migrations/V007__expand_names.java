package db.roadmap.migrations;

import dev.tributary.migrate.RenameMigration;
import dev.tributary.migrate.Target;
import dev.tributary.rename.Step;

/** Makes every new name a view that can be written, while the tables keep their old names. */
public final class V007__expand_names extends RenameMigration {
    /** Flyway makes an instance by name. */
    public V007__expand_names() {
        super(Target.ROADMAP, Step.EXPAND);
    }
}
