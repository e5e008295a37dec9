package db.mcp.migrations;

import static dev.tributary.postgres.LiveSteps.all;
import static dev.tributary.postgres.LiveTables.triggerCalling;

import dev.tributary.migrate.LiveMigration;
import dev.tributary.postgres.LiveStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates the triggers that were lost: who changed what in four tables, the steps of workflows, and updated_at on the seven
 * tables that have the column and no trigger.
 *
 * <p>An update that changes nothing but updated_at, or the label that stands beside a text, is no change that anybody
 * made: it is not written down. So a backfill of ours leaves no row in the audit log.
 */
public final class V012__create_triggers extends LiveMigration {
    private static final String UNSEEN = "'{updated_at,status_enum,priority_enum,type_enum}'::text[]";

    /** Flyway makes an instance by name. */
    public V012__create_triggers() {
        super(all(
                audit("tasks"),
                audit("workflows"),
                audit("workspaces"),
                audit("shared_documents"),
                triggerCalling(
                        "workflows",
                        "validate_workflow_steps",
                        "BEFORE INSERT OR UPDATE",
                        "",
                        "validate_workflow_steps"),
                updatedAt(
                        "agent_configs",
                        "embedding_models",
                        "integrations",
                        "projection_matrices",
                        "tasks",
                        "tenant_config",
                        "webhook_configs")));
    }

    private static List<LiveStep> audit(String table) {
        return all(
                triggerCalling(table, "audit_" + table, "AFTER INSERT OR DELETE", "", "audit_trigger_function"),
                triggerCalling(
                        table,
                        "audit_" + table + "_update",
                        "AFTER UPDATE",
                        "to_jsonb(OLD) - " + UNSEEN + " IS DISTINCT FROM to_jsonb(NEW) - " + UNSEEN,
                        "audit_trigger_function"));
    }

    private static List<LiveStep> updatedAt(String... tables) {
        List<LiveStep> steps = new ArrayList<>();
        for (String table : tables) {
            steps.addAll(triggerCalling(
                    table, "update_" + table + "_updated_at", "BEFORE UPDATE", "", "update_updated_at_column"));
        }
        return steps;
    }
}
