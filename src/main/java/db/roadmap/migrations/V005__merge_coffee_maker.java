package db.roadmap.migrations;

import dev.tributary.migrate.CopyMigration;

/** Merges coffee_maker.db: one table comes, one competes with the target's, two should be empty. */
public final class V005__merge_coffee_maker extends CopyMigration {
    /** Flyway makes an instance by name. */
    public V005__merge_coffee_maker() {
        super(
                needed("coffee_maker", "coffee_maker.db", "data/coffee_maker.db"),
                merged("task_group_dependencies"),
                newestWins("schema_metadata", "updated_at", "entity_type", "entity_name", "parent_name"),
                expectedEmpty("commits", "coffee_maker_commits"),
                expectedEmpty("implementation_tasks", "coffee_maker_implementation_tasks"));
    }
}
