package db.mcp.migrations;

import static dev.tributary.postgres.LiveSteps.all;
import static dev.tributary.postgres.LiveTables.tenantIsolation;

import dev.tributary.migrate.LiveMigration;

/**
 * Lets a tenant see its own rows only in the new tables that hold rows of tenants: those with a tenant_id, and those whose
 * rows belong to a task or a workspace of a tenant. Tables that were deployed without row-level security stay so: a
 * program that sets no tenant would see nothing from one moment to the next. {@code diagnose} lists them.
 */
public final class V013__enable_row_security extends LiveMigration {
    private static final String OWN = "tenant_id = mcp.current_tenant_id()";

    /** Flyway makes an instance by name. */
    public V013__enable_row_security() {
        super(all(
                tenantIsolation("embedding_searches", OWN),
                tenantIsolation("conflict_resolutions", OWN),
                tenantIsolation("task_delegation_history", task("task_delegation_history")),
                tenantIsolation("task_state_transitions", task("task_state_transitions")),
                tenantIsolation("task_idempotency_keys", task("task_idempotency_keys")),
                tenantIsolation(
                        "workspace_activities",
                        "EXISTS (SELECT FROM mcp.workspaces AS w WHERE w.id = workspace_activities.workspace_id AND w."
                                + OWN + ")")));
    }

    private static String task(String table) {
        return "EXISTS (SELECT FROM mcp.tasks AS t WHERE t.id = %1$s.task_id AND t.created_at = %1$s.task_created_at AND t.%2$s)"
                .formatted(table, OWN);
    }
}
