package dev.tributary.support;

import dev.tributary.catalog.NameMap;
import java.nio.file.Path;

/** A roadmap.db as it is after the merge, before the names change. */
public final class RoadmapFiles {
    private RoadmapFiles() {}

    /** The map of the target's names. */
    public static NameMap names() {
        return NameMap.parse(Resources.text("/db/roadmap/names.csv"));
    }

    /** Makes the 20 tables under the names that they are stored under, with a few rows in most of them. */
    public static Path merged(Path file) {
        Sqlite.script(file, Resources.text("/db/roadmap/migrations/V001__create_base_tables.sql"));
        Sqlite.script(file, Resources.text("/db/roadmap/demo/roadmap.sql"));
        for (String source : new String[] {"orchestrator", "agent_messages", "coffee_maker", "task_metrics"}) {
            Sqlite.script(file, Resources.text("/db/roadmap/sources/" + source + ".sql"));
        }
        Sqlite.script(
                file,
                Resources.text("/db/roadmap/sources/notifications.sql")
                        .replaceAll("\\bnotifications\\b(?!\\.db)", "notification_user")
                        .replaceAll("\\bidx_notifications_", "idx_notification_user_"));
        Sqlite.script(file, Resources.text("/roadmap/merged-rows.sql"));
        return file;
    }
}
