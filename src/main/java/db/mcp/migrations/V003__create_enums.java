package db.mcp.migrations;

import static dev.tributary.postgres.LiveSteps.all;
import static dev.tributary.postgres.LiveSteps.enumType;

import dev.tributary.migrate.LiveMigration;

/** Makes the seven enums; one that exists must have these labels in this order. */
public final class V003__create_enums extends LiveMigration {
    /** Flyway makes an instance by name. */
    public V003__create_enums() {
        super(all(
                enumType(
                        "task_status",
                        "pending",
                        "assigned",
                        "in_progress",
                        "completed",
                        "failed",
                        "cancelled",
                        "delegated"),
                enumType("task_priority", "low", "medium", "high", "critical"),
                enumType(
                        "workflow_type",
                        "sequential",
                        "parallel",
                        "conditional",
                        "loop",
                        "map_reduce",
                        "scatter_gather"),
                enumType("workflow_status", "draft", "active", "paused", "completed", "failed", "archived"),
                enumType("delegation_type", "handoff", "collaboration", "supervision", "consultation"),
                enumType("workspace_visibility", "private", "team", "organization", "public"),
                enumType("member_role", "viewer", "contributor", "moderator", "admin", "owner")));
    }
}
